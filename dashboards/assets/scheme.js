// Light or dark: as the reader's system asks, or as he chose in the bar; what is printed is always light.
// Everything drawn by CSS follows through custom properties. A canvas does not know those: its models get their
// colours from here, in the browser only, so the server and all exports keep the colours of white paper.
const scheme = (() => {
  const KEPT = "kans-scheme"
  const page = document.documentElement
  const asked = matchMedia("(prefers-color-scheme: dark)"), paper = matchMedia("print")
  const { colours, palettes } = JSON.parse(document.getElementById("canvas-colours").textContent)
  const ramps = new Map(palettes.map(([light, dark]) => [light.join(), dark]))
  const followed = new Set(), days = new WeakMap() // model → attribute → [by day, as shown]
  const STRUCTURE = /colou?r|palette|children|renderers|objects|glyph|center|below|left|tools/

  const system = () => asked.matches ? "dark" : "light"
  function chosen() {
    try { return localStorage.getItem(KEPT) } catch { return null } // private browsing without storage
  }
  function choose(name) {
    try {
      if (name === system()) localStorage.removeItem(KEPT) // follows the system again
      else localStorage.setItem(KEPT, name)
    } catch { /* then the choice lasts as long as the page */ }
    apply(name)
  }
  let printing = false
  const isDark = () => page.dataset.scheme === "dark" && !printing && !paper.matches

  function apply(name) {
    page.dataset.scheme = name
    repaint()
  }

  function tinted(value) {
    if (typeof value === "string") return colours[value.toLowerCase()]
    if (Array.isArray(value) && typeof value[0] === "string") {
      const ramp = ramps.get(value.join().toLowerCase())
      if (ramp) return ramp
      const each = value.map(tinted)
      return each.some((one) => one !== undefined) ? each.map((one, place) => one ?? value[place]) : undefined
    }
    if (value && typeof value === "object" && typeof value.value === "string") {
      const one = tinted(value.value)
      return one === undefined ? undefined : { ...value, value: one }
    }
    return undefined
  }
  const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other)

  function follows(model, attribute, now) {
    const day = days.get(model) ?? new Map()
    const [light, shown] = day.get(attribute) ?? []
    const own = shown !== undefined && same(now, shown) ? light : now // else the server sent a new one
    const dark = tinted(own)
    if (dark === undefined) return undefined
    const next = isDark() ? dark : own
    day.set(attribute, [own, next])
    days.set(model, day)
    return same(next, now) ? undefined : next
  }

  function paint(model) {
    const changes = {}
    if (model.type === "ColumnDataSource") {
      const moved = {}, columns = model.data instanceof Map ? [...model.data] : Object.entries(model.data)
      for (const [name, column] of columns) {
        if (!Array.isArray(column) || typeof column[0] !== "string" || !column[0].startsWith("#")) continue
        const next = follows(model, `data.${name}`, column)
        if (next !== undefined) moved[name] = next
      }
      if (Object.keys(moved).length) {
        changes.data = model.data instanceof Map ? new Map([...model.data, ...Object.entries(moved)]) : { ...model.data, ...moved }
      }
    } else {
      for (const property of model) {
        if (!/color|palette/.test(property.attr)) continue
        const next = follows(model, property.attr, property.get_value())
        if (next !== undefined) changes[property.attr] = next
      }
    }
    if (Object.keys(changes).length) model.setv(changes, { sync: false })
  }

  let waiting = false, painting = false
  function repaint() {
    painting = true
    for (const document of followed) for (const model of document._all_models.values()) paint(model)
    painting = false
  }

  function follow(document) {
    if (followed.has(document)) return
    followed.add(document)
    document.on_change((event) => {
      if (waiting || painting || !STRUCTURE.test(event.attr ?? "")) return
      waiting = true
      queueMicrotask(() => { waiting = false; repaint() })
    })
    repaint()
  }

  asked.addEventListener("change", () => { if (!chosen()) apply(system()) })
  paper.addEventListener("change", repaint)
  function inDaylight(isPaper) { // waits for nothing: colours are looked up here and now
    printing = isPaper
    repaint()
    for (const view of Bokeh.index.query((one) => one.set_visuals && one.glyph)) view.set_visuals()
  }
  function onPaper(work) { // what is done while all is light, before the browser shows anything of it
    const shown = page.dataset.scheme
    page.dataset.scheme = "light"
    inDaylight(true)
    try { return work() } finally {
      page.dataset.scheme = shown
      inDaylight(false)
    }
  }
  addEventListener("beforeprint", () => {
    inDaylight(true) // and the canvas is drawn now too
    for (const view of Bokeh.index.query((one) => one.canvas_view)) {
      view.invalidate_painters()
      view.paint()
    }
  })
  addEventListener("afterprint", () => { printing = false; repaint() })
  document.addEventListener("click", (event) => {
    if (event.composedPath().some((one) => one.dataset?.switch === "scheme")) {
      choose(page.dataset.scheme === "dark" ? "light" : "dark")
    }
  })
  addEventListener("storage", (event) => { if (event.key === KEPT) apply(chosen() ?? system()) })
  apply(chosen() ?? system())
  return { follow, onPaper }
})()
