// A slider's whole travel: what every number, mark and map of the page is at each of its places. A move is painted
// in the next frame and asks the server nothing. What is not exact yet (data-waits, bands) is muted until the server
// says that all is settled. Pieces of HTML stand in kansRoots while they are on the page.
const roots = (globalThis.kansRoots ??= new Set())
const UNIT = /^(.*\d)\s*((?:mln|mld|m|bn)(?: euro)?|euro)$/s

// The numbers as they came: parts of Bokeh's own arrays know their shape, and have a wrong one.
function plain(flat) {
  const Kind = flat.BYTES_PER_ELEMENT === 4 ? Float32Array : Float64Array
  return new Kind(flat.buffer, flat.byteOffset, flat.length)
}

function made() {
  let open = null, place = 0, asked = 0, moves = false, unsent = false
  const inParts = new WeakMap() // element → its text as it was written in parts

  function column(key) { // numbers of one place: [row][middle, low, high], flat
    const found = open.columns.get(key)
    if (!found) return null
    const size = found.rows * found.width
    return { ...found, now: found.numbers.subarray(place * size, (place + 1) * size) }
  }

  function largest({ now, width }) { // the largest size of the column, by its high end
    let most = 0
    for (let at = width === 3 ? 2 : 0; at < now.length; at += width) {
      if (Math.abs(now[at]) > most) most = Math.abs(now[at])
    }
    return most
  }

  function write(element, text) {
    if (!("parts" in element.dataset)) { if (element.textContent !== text) element.textContent = text; return }
    if (inParts.get(element) === text) return
    inParts.set(element, text)
    const [, figure, unit] = UNIT.exec(text) ?? [null, text, ""]
    const small = document.createElement("span")
    small.className = "unit"
    small.textContent = element.closest(".compact") ? unit.replace(/ ?euro$/, "") : unit
    element.replaceChildren(figure, ...(unit ? [" ", small] : []))
  }

  function paintNumbers(root) {
    for (const element of root.querySelectorAll("[data-value]")) {
      const found = column(element.dataset.value)
      if (!found) continue
      const at = Number(element.dataset.row) * found.width
      const numbers = found.now.subarray(at, at + found.width)
      write(element, amounts.written(element.dataset.as, numbers, document.documentElement.lang, largest(found)))
      if ("tone" in element.dataset && element.parentElement) {
        const tone = Number(element.dataset.tone), value = numbers[0]
        const name = value > tone ? "better" : value < -tone || tone === 0 ? "worse" : "quiet"
        element.parentElement.className = name
      }
    }
  }

  function paintMarks(root) {
    for (const chart of root.querySelectorAll("[data-chart]")) {
      for (const mark of chart.querySelectorAll("[data-mark]")) {
        const [name, row] = mark.dataset.mark.split(":"), found = column(`${chart.dataset.chart}.mark.${name}`)
        if (!found) continue
        const [mid, low, high] = found.now.subarray(3 * row, 3 * row + 3)
        mark.hidden = Number.isNaN(mid)
        if (mark.hidden) continue
        mark.style.setProperty("--mid", mid)
        mark.style.setProperty("--low", Number.isNaN(low) ? mid : low)
        mark.style.setProperty("--high", Number.isNaN(high) ? mid : high)
      }
    }
  }

  function paintMaps() {
    const names = [...open.columns.keys()].filter((key) => key.endsWith(".color")).map((key) => key.slice(0, -6))
    for (const name of names) {
      open.maps[name] ??= Bokeh.documents.map((page) => page.get_model_by_name(name)).find(Boolean)
      const source = open.maps[name]
      if (!source) continue
      for (const part of ["color", "value"]) {
        const now = column(`${name}.${part}`)?.now
        if (now) source.data instanceof Map ? source.data.set(part, now) : source.data[part] = now
      }
      source.change.emit() // on this page only: the server has its own when the slider rests
    }
  }

  function paint() {
    asked = 0
    if (!open) return
    for (const root of roots) {
      if (!root.isConnected) { roots.delete(root); continue }
      paintNumbers(root)
      paintMarks(root)
    }
    paintMaps()
  }

  function mark() {
    for (const root of roots) root.toggleAttribute("data-moving", moves)
  }

  return {
    // Whether this slider's travel is here.
    covers: (control) => open?.control === control,
    // Paint a place of the slider, if its travel is here; everything that waits is muted.
    show(control, where) {
      if (!moves) { moves = true; mark() }
      place = where
      unsent = open?.control === control
      if (!unsent) return false
      asked ||= requestAnimationFrame(paint)
      return true
    },
    take({ control, places, sizes, numbers }) {
      if (!control) { open = null; return }
      const kinds = numbers.map(plain), taken = kinds.map(() => 0)
      const columns = new Map((sizes instanceof Map ? [...sizes] : Object.entries(sizes)).map(([key, size]) => {
        const [rows, width, kind] = size, from = taken[kind]
        taken[kind] += places * rows * width
        return [key, { rows, width, numbers: kinds[kind].subarray(from, taken[kind]) }]
      }))
      open = { control, columns, maps: {} }
      if (unsent) asked ||= requestAnimationFrame(paint)
    },
    // The slider's place went to the server: what it answers holds.
    sent() { unsent = false },
    // The server wrote something of an earlier place: what is shown stays that of the slider.
    again() { if (unsent && open) asked ||= requestAnimationFrame(paint) },
    settle() {
      if (unsent) return
      moves = false
      mark()
    },
  }
}

export function render({ model }) {
  const travel = (globalThis.kansTravel ??= made())
  model.on("msg:custom", (message) => travel.take(message))
  model.on("settled", () => travel.settle())
}
