// A chart as a picture: what stands on the screen is painted anew as SVG, with its title above and the source
// line under it, always on white paper. A PNG is that SVG on a canvas. All in the browser: nothing is asked of
// anybody but the letters, which the page has already.
const picture = (() => {
  const MARGIN = 24, LEAST_WIDTH = 480, SCALE = 2, BASELINE = 0.8 // of the height of a line of Inter
  const SVG = "http://www.w3.org/2000/svg"
  const LEFT_OUT = ".section-head, .links, .spoken, .screen, .scroll-button, [hidden], [data-slot=table], input, select, .map-buttons"
  const DRAWN = ".rows, .time, .growths, .bar, svg[viewBox], canvas"
  const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "font-size", "font-weight", "text-anchor", "dominant-baseline", "vector-effect"]

  function make(name, attributes, ...children) {
    const element = document.createElementNS(SVG, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.append(...children)
    return element
  }
  const round = (number) => Math.round(10 * number) / 10
  const inside = (node) => node.tagName === "SLOT" ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes
  const parent = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host
  const plots = () => [...Bokeh.index.query((view) => view.canvas_view && view.frame)]

  function holds(node, wanted) { // whether it stands in this part of the page, in whatever shadow root
    for (let at = wanted; at; at = parent(at)) if (at === node) return true
    return false
  }
  function chartOf(button) { // the smallest part of the page around the links in which something is drawn
    const root = button.closest(".live")
    if ([...root.querySelectorAll(DRAWN)].some((drawn) => !drawn.closest(LEFT_OUT))) return root
    const views = plots()
    for (let at = parent(root); at; at = parent(at)) {
      if (views.some((view) => holds(at, view.el))) return at
      if (at.classList.contains("section")) return at
    }
    return root
  }
  function titleOf(chart, fallback) { // the heading of the section it stands in, with its quiet line
    for (let at = chart; at; at = parent(at)) {
      const head = [...inside(at)].map((node) => node.shadowRoot?.querySelector(".section-head")).find(Boolean)
      if (head) return ["h2", ".deck"].map((part) => head.querySelector(part)?.textContent.trim() ?? "")
    }
    return [fallback, ""]
  }

  function plotted(view) { // what Bokeh draws on a canvas, drawn on paper of lines instead
    const canvas = view.canvas_view, layer = canvas.create_layer_svg()
    layer.resize(canvas.bbox.width, canvas.bbox.height)
    const context = layer.prepare()
    view._paint_primary(context)
    view._paint_overlays(context)
    layer.finish()
    const drawing = context.get_svg().cloneNode(true)
    for (const image of drawing.querySelectorAll("image")) { // a picture that is opened later asks nobody for maps
      if (!(image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "").startsWith("data:")) image.remove()
    }
    for (const text of drawing.querySelectorAll("text")) {
      text.setAttribute("font-family", "Inter, Arial, sans-serif")
      text.style.fontVariantNumeric = "tabular-nums"
    }
    return drawing
  }

  function copied(svg) { // a drawing in the page, with what style sheets say written into it
    const copy = svg.cloneNode(true)
    const pairs = [[svg, copy], ...[...svg.querySelectorAll("*")].map((one, place) => [one, copy.querySelectorAll("*")[place]])]
    for (const [one, other] of pairs) {
      const style = getComputedStyle(one)
      for (const name of KEPT) other.style.setProperty(name, style.getPropertyValue(name))
      other.style.fontFamily = "Inter, Arial, sans-serif"
      other.removeAttribute("class")
    }
    return copy
  }

  function words(node, origin, into) { // every line of a text where it stands
    const style = getComputedStyle(node.parentElement), range = document.createRange(), lines = []
    for (const word of node.data.matchAll(/\S+/g)) {
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      for (const box of range.getClientRects()) {
        const line = lines.at(-1)
        if (line && Math.abs(line.box.top - box.top) < 2) line.text += ` ${word[0]}`
        else if (box.width) lines.push({ box, text: word[0] })
        break
      }
    }
    for (const { box, text } of lines) {
      into.append(make("text", {
        "x": round(box.left - origin.left), "y": round(box.top - origin.top + BASELINE * box.height), "fill": style.color,
        "font-family": "Inter, Arial, sans-serif", "font-size": style.fontSize, "font-weight": style.fontWeight,
        "style": "font-variant-numeric: tabular-nums" }, text))
    }
  }

  const clear = (colour) => colour === "transparent" || /, 0\)$/.test(colour)
  function box(element, style, origin, into, patterns) { // its ground and its edges
    const { left, top, width, height } = element.getBoundingClientRect(), [x, y] = [left - origin.left, top - origin.top]
    const size = { x: round(x), y: round(y), width: round(width), height: round(height) }
    const points = /^polygon\((.*)\)$/.exec(style.clipPath)?.[1]
    if (points && !clear(style.backgroundColor)) {
      const at = points.split(",").map((point) => point.trim().split(" ").map(parseFloat))
      const corners = at.map(([px, py]) => `${round(x + px * width / 100)},${round(y + py * height / 100)}`)
      into.append(make("polygon", { points: corners.join(" "), fill: style.backgroundColor }))
      return
    }
    const radius = style.borderTopLeftRadius.endsWith("%") ? width / 2 : parseFloat(style.borderTopLeftRadius) || 0
    const edges = ["Top", "Right", "Bottom", "Left"].map((side) =>
      style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]))
    if (width && height && !clear(style.backgroundColor)) into.append(make("rect", { ...size, rx: round(radius), fill: style.backgroundColor }))
    if (/gradient/.test(style.backgroundImage)) into.append(make("rect", { ...size, fill: `url(#${patterns(style.backgroundImage)})` }))
    if (edges.every((edge) => edge > 0)) {
      const half = edges[0] / 2
      into.append(make("rect", { "x": round(x + half), "y": round(y + half), "width": round(width - 2 * half),
        "height": round(height - 2 * half), "rx": round(Math.max(radius - half, 0)), "fill": "none",
        "stroke": style.borderTopColor, "stroke-width": edges[0] }))
      return
    }
    const lines = [[x, y, width, edges[0]], [x + width - edges[1], y, edges[1], height],
      [x, y + height - edges[2], width, edges[2]], [x, y, edges[3], height]]
    lines.forEach(([left, top, wide, high], side) => {
      const fill = style[`border${["Top", "Right", "Bottom", "Left"][side]}Color`]
      if (edges[side] > 0 && wide && high && !clear(fill)) {
        into.append(make("rect", { x: round(left), y: round(top), width: round(wide), height: round(high), fill }))
      }
    })
  }

  function paint(node, origin, into, tools) {
    if (node.nodeType === Node.TEXT_NODE) { if (node.data.trim()) words(node, origin, into); return }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return
    const style = getComputedStyle(node), place = node.getBoundingClientRect()
    if (style.display === "none" || style.visibility === "hidden") return
    const view = tools.views.find((one) => one.el === node)
    const at = { x: round(place.left - origin.left), y: round(place.top - origin.top) }
    if (view) {
      const drawing = plotted(view)
      for (const [key, value] of Object.entries(at)) drawing.setAttribute(key, value)
      into.append(drawing)
      return
    }
    if (node.tagName === "svg") {
      const drawing = copied(node), size = { width: round(place.width), height: round(place.height), overflow: "visible" }
      drawing.removeAttribute("style")
      for (const [key, value] of Object.entries({ ...at, ...size })) drawing.setAttribute(key, value)
      into.append(drawing)
      return
    }
    const group = Number(style.opacity) < 1 ? make("g", { opacity: style.opacity }) : into
    if (group !== into) into.append(group)
    box(node, style, origin, group, tools.patterns)
    for (const child of inside(node)) paint(child, origin, group, tools)
  }

  function patternsIn(defs) { // hatched for unknown, dotted for estimated
    const names = new Map()
    return (image) => {
      const colour = /(?:rgba?\([^)]*\)|#[0-9a-f]+)/i.exec(image)[0], key = `${image.startsWith("radial")}${colour}`
      if (!names.has(key)) {
        const id = `pattern${names.size}`
        const mark = image.startsWith("radial") ? make("circle", { cx: 2.5, cy: 2.5, r: 1, fill: colour })
          : make("path", { d: "M-1 1l2 -2M0 5l5 -5M4 6l2 -2", stroke: colour, fill: "none" })
        defs.append(make("pattern", { id, width: 5, height: 5, patternUnits: "userSpaceOnUse" }, mark))
        names.set(key, id)
      }
      return names.get(key)
    }
  }

  const ruler = document.createElement("canvas").getContext("2d")
  function broken(text, size, weight, width) { // lines no wider than this
    ruler.font = `${weight} ${size}px Inter, Arial, sans-serif`
    const lines = []
    for (const word of text.split(/ +/)) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word
      if (lines.length && ruler.measureText(longer).width <= width) lines[lines.length - 1] = longer
      else lines.push(word)
    }
    return lines
  }

  let letters = null
  function carried() { // the letters themselves: a file is opened where the page's are not
    letters ??= Promise.all([400, 600].map(async (weight) => {
      const bytes = new Uint8Array(await (await fetch(`assets/inter-${weight}.woff2`)).arrayBuffer())
      const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
      return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${text}) format("woff2")}`
    })).then((faces) => faces.join(""))
    return letters
  }

  const line = () => [...(globalThis.kansRoots ?? [])].map((root) => root.isConnected && root.querySelector(".printed")).find(Boolean)
  function today() {
    return new Intl.DateTimeFormat(document.documentElement.lang === "nl" ? "nl-NL" : "en-GB", { dateStyle: "long" }).format()
  }
  function source() { // what the figures are of, and the day they are taken along
    const said = line()?.querySelector("[data-slot=source]").textContent.trim()
    return [said, today()].filter(Boolean).join(" · ")
  }
  function drawn(chart, title, deck, faces) {
    const { left, width: across } = chart.getBoundingClientRect(), { top, height: high } = extent(chart)
    const origin = { left, top }, body = make("g", {}), defs = make("defs", {})
    paint(chart, origin, body, { views: plots().filter((view) => holds(chart, view.el)), patterns: patternsIn(defs) })
    const wide = Math.max(across, LEAST_WIDTH), ink = getComputedStyle(document.body).color
    let y = MARGIN
    const all = make("svg", { xmlns: SVG })
    all.append(make("title", {}, title), make("style", {}, faces), defs)
    const ground = all.appendChild(make("rect", { width: "100%", height: "100%", fill: "#ffffff" }))
    const write = (text, size, tall, weight, fill) => {
      for (const line of broken(text, size, weight, wide)) {
        all.append(make("text", { "x": MARGIN, "y": y + 0.75 * tall, "font-family": "Inter, Arial, sans-serif", "font-size": size, "font-weight": weight, fill }, line))
        y += tall
      }
    }
    write(title, 18, 24, 600, ink)
    if (deck) write(deck, 13, 18, 400, "#4A5560")
    y += 16
    body.setAttribute("transform", `translate(${MARGIN} ${y})`)
    all.append(body)
    y += high
    y += 16
    write(source(), 11, 16, 400, "#4A5560")
    const [width, height] = [Math.ceil(wide + 2 * MARGIN), Math.ceil(y + MARGIN - 8)]
    for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) all.setAttribute(key, value)
    ground.setAttribute("width", width)
    ground.setAttribute("height", height)
    return { text: new XMLSerializer().serializeToString(all), width, height }
  }
  function extent(chart) { // top and bottom of what is drawn: heading, links and the table under it stay out
    let [top, bottom] = [Infinity, -Infinity]
    const look = (node) => {
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return
      const children = [...inside(node)].filter((child) => child.nodeType === Node.ELEMENT_NODE)
      const place = node.getBoundingClientRect()
      if (place.height && (!children.length || ["svg", "CANVAS"].includes(node.tagName))) {
        top = Math.min(top, place.top)
        bottom = Math.max(bottom, place.bottom)
      }
      children.forEach(look)
    }
    look(chart)
    return top < bottom ? { top, height: bottom - top } : chart.getBoundingClientRect()
  }

  async function inked({ text, width, height }) { // the same on a canvas, twice as fine
    const image = new Image()
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }))
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = SCALE * width
    canvas.height = SCALE * height
    const context = canvas.getContext("2d")
    context.scale(SCALE, SCALE)
    context.drawImage(image, 0, 0, width, height)
    URL.revokeObjectURL(image.src)
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"))
  }

  async function take(button) {
    const { picture: kind, title: named } = button.dataset, faces = await carried()
    const chart = chartOf(button), [title, deck] = titleOf(chart, named)
    const drawing = scheme.onPaper(() => drawn(chart, title || named, deck, faces))
    const blob = kind === "png" ? await inked(drawing) : new Blob([drawing.text], { type: "image/svg+xml" })
    const link = document.createElement("a")
    link.href = URL.createObjectURL(blob)
    link.download = `${named.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60)}.${kind}`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }

  addEventListener("click", (event) => {
    const at = event.composedPath()[0]
    const button = at.closest?.("button[data-picture]"), file = at.closest?.("button[data-do=csv], button[data-do=excel]")
    if (file) file.dataset.source = source() // before the click is sent: the file says it too
    if (button) take(button).catch((error) => {
      console.error(error)
      const why = document.createElement("span")
      why.setAttribute("role", "alert")
      why.textContent = button.dataset.failed
      button.after(why)
    })
  }, true)
  return { line, source, today }
})()
globalThis.kansPicture = picture
