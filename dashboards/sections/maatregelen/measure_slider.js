// One measure: its name, a native range input that stops where the room ends, and what it comes to.
// When it is touched the server sends its whole travel: moves are painted from that (parts/live/travel.js), and
// the place goes to the server when the slider rests. Until the travel is there a move waits for the server's answer
// to the one before, so a slow evaluation never piles up.
const STEP_KEYS = { PageUp: 10, PageDown: -10 }
const FURTHER = ["ArrowRight", "ArrowUp", "PageUp"]
const REST_MS = 200 // after the last key, or of a thumb that is held still
const LEAVING = ["beforeunload", "pagehide"] // what is sent at the second may be lost with the connection; a phone knows no first
const SAVED_MS = 2500 // within which the server has saved what it confirmed
const MOVED = "kans-moved" // of this tab: what it may not have saved yet, so that a reload finds it
const FRESH_MS = 30_000
const roots = (globalThis.kansRoots ??= new Set())
const aimed = (globalThis.kansAimed ??= new Set()) // each once, also where a row is drawn after it was asked for

function moves() { // measure → its place, of the study and package that the address names
  try {
    const asked = new URLSearchParams(location.search), kept = JSON.parse(sessionStorage.getItem(MOVED) ?? "{}")
    const same = ["s", "pkg"].every((name) => !kept[name] || kept[name] === (asked.get(name) ?? ""))
    return same && Date.now() - kept.at < FRESH_MS ? kept.places : {}
  } catch { return {} }
}

function keep(places) {
  const asked = new URLSearchParams(location.search)
  const kept = { s: asked.get("s") ?? "", pkg: asked.get("pkg") ?? "", at: Date.now(), places }
  try { sessionStorage.setItem(MOVED, JSON.stringify(kept)) } catch { /* a browser that keeps nothing */ }
}

export function render({ model, el }) {
  const root = document.createElement("div")
  root.className = "live"
  root.innerHTML = model.html
  const slider = root.querySelector("input[type=range]"), measure = root.querySelector("[data-measure]").dataset.measure
  const typed = root.querySelector("input[data-typed]") // the place as a number
  let sequence = 0, waiting = false, next = null, held = false, timer, resting = null, saving

  function paint() {
    slider.style.setProperty("--value", slider.value)
    slider.style.setProperty("--limit", model.limit)
    slider.toggleAttribute("data-free", model.limit >= 100)
    mirror()
  }

  function mirror() { // the number beside the slider; of less than the slider can show it says so
    if (typed === root.getRootNode().activeElement) return
    const said = root.querySelector("[data-slot=share]").textContent.replace(/[\s%]/g, "")
    typed.value = slider.value === "0" && model.value === 0 && said ? said : slider.value
  }

  function take() { // what was typed moves the slider as far as it goes; what is no number changes nothing
    const number = Number(typed.value.replace("%", "").replace(",", ".").trim())
    const meant = typed.value.trim() !== "" && Number.isFinite(number) && number >= 0
    if (meant && Math.round(number) !== Number(slider.value)) {
      touch()
      slider.value = Math.min(Math.round(number), model.limit)
      moved()
      deliver()
      let_go()
    }
    typed.value = slider.value
  }

  function write(texts) {
    for (const [name, text] of texts instanceof Map ? texts : Object.entries(texts ?? {})) {
      if (name === "spoken") { if (resting === null) slider.setAttribute("aria-valuetext", text) }
      else for (const slot of root.querySelectorAll(`[data-slot="${CSS.escape(name)}"]`)) {
        if (slot.innerHTML !== text) slot.innerHTML = text
      }
    }
    mirror()
    globalThis.kansTravel?.again()
  }

  function speak() { // what the painted row says, for who hears it; the server's words follow at rest
    const shown = ["[data-value='rows.share']", "[data-value='rows.quantity']", "[data-as='measure_capex_eur']"]
    const [share, quantity, euro] = shown.map((place) => root.querySelector(place)?.textContent)
    slider.setAttribute("aria-valuetext", `${share} ${slider.dataset.uptake}, ${quantity}, ${euro}`)
  }

  function aim() {
    const select = root.querySelector("select[data-do=targeting]")
    if (select && select.value !== model.targeting) select.value = model.targeting
  }

  function touch() { model.send_msg({ do: "touch" }) }

  function send(value) {
    if (waiting) { next = value; return }
    waiting = true
    globalThis.kansTravel?.sent()
    model.send_msg({ do: "move", value, sequence: ++sequence })
    clearTimeout(timer)
    timer = setTimeout(passed, 2000)
  }

  function passed() { // no answer yet: the next place need not wait for it, and this one stays, marked as it is
    waiting = false
    clearTimeout(timer)
    if (next === null) return false
    const value = next
    next = null
    send(value)
    return true
  }

  function answered() {
    if (!passed() && !held && resting === null) { slider.value = model.value; paint() }
  }

  function moved() {
    if (Number(slider.value) > model.limit) slider.value = model.limit
    paint()
    const value = Number(slider.value)
    clearTimeout(saving)
    keep({ ...moves(), [measure]: value })
    if (globalThis.kansTravel?.show(measure, value)) {
      requestAnimationFrame(speak) // after the numbers of this frame
      rests()
    } else send(value)
  }

  function rests() { // the place goes to the server when the slider stands still
    clearTimeout(resting?.timer)
    resting = { timer: setTimeout(() => { deliver(); if (!held) let_go() }, REST_MS) }
  }

  function deliver() { // what the server does not know of yet, at once: nothing waits behind an answer
    if (resting !== null) {
      clearTimeout(resting.timer)
      resting = null
      waiting = false
      send(Number(slider.value))
    } else if (next !== null) {
      waiting = false
      const value = next
      next = null
      send(value)
    }
  }

  function let_go() { model.send_msg({ do: "rest", value: Number(slider.value) }) }

  function leave(event) { // before anything else on the page is used
    if (event.composedPath().includes(slider)) return
    if (resting !== null || next !== null) {
      deliver()
      let_go()
    } else if (!waiting && !(event.ctrlKey || event.metaKey || event.key?.startsWith("F"))) forget()
  }

  function forget() {
    clearTimeout(saving)
    const { [measure]: mine, ...others } = moves()
    if (mine !== undefined) keep(others)
  }

  function resume() { // the page went before the server knew of this place
    const place = moves()[measure]
    if (place === undefined) return
    if (place === model.value || place > model.limit) { forget(); return }
    slider.value = place
    paint()
    send(place)
    let_go()
  }

  function enter() { // a link led here
    if (!model.aim || aimed.has(model.aim)) return
    aimed.add(model.aim)
    setTimeout(() => {
      root.scrollIntoView({ block: "center" })
      slider.focus({ preventScroll: true })
    }, 100)
  }

  function go() { // before the page goes: a reload opens what was shown last
    if (resting !== null || next !== null) { deliver(); let_go() }
    model.send_msg({ do: "leave" })
  }

  slider.addEventListener("input", moved)
  typed.addEventListener("change", take)
  slider.addEventListener("focus", touch)
  slider.addEventListener("pointerdown", () => { held = true; touch() })
  slider.addEventListener("pointerup", () => { held = false })
  slider.addEventListener("change", () => {
    const dragged = held
    held = false
    if (resting !== null && !dragged) return // a key: it rests after the last one
    deliver()
    let_go()
  })
  let asked = false // whether a key at the soft stop was pressed once: the next one goes past it
  function beyond(event) {
    const button = root.querySelector("[data-do=beyond]")
    const stands = button && FURTHER.includes(event.key) && slider.value === slider.max && resting === null
    if (stands && asked) button.click()
    else if (stands) slider.setAttribute("aria-valuetext", button.parentElement.textContent)
    button?.classList.toggle("marked", Boolean(stands && !asked))
    asked = Boolean(stands && !asked)
    return Boolean(stands)
  }

  slider.addEventListener("keydown", (event) => {
    if (beyond(event)) { event.preventDefault(); return }
    if (!(event.key in STEP_KEYS)) return
    event.preventDefault()
    slider.value = Number(slider.value) + STEP_KEYS[event.key]
    moved()
    if (resting === null) let_go()
  })
  root.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-do], a[data-do]")
    if (target) { event.preventDefault(); model.send_msg({ ...target.dataset }) }
  })
  root.addEventListener("change", (event) => {
    const target = event.target.closest("select[data-do]")
    if (target) model.send_msg({ ...target.dataset, value: target.value })
  })
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, leave, true)
  for (const kind of LEAVING) window.addEventListener(kind, go)

  model.on("value", () => { if (!held && !waiting && resting === null) { slider.value = model.value; paint() } })
  model.on("limit", paint)
  model.on("aim", enter)
  model.on("targeting", aim)
  model.on("texts", () => write(model.texts))
  const puts = { texts: write }
  globalThis.kansPost?.take(model, puts)
  model.on("msg:custom", (message) => {
    if (!message.refused) return
    forget()
    clearTimeout(resting?.timer)
    resting = null
    answered()
    slider.value = model.value
    paint()
    globalThis.kansTravel?.show(measure, Number(slider.value))
    globalThis.kansTravel?.sent()
    globalThis.kansTravel?.settle()
    write({ stop: "" })
    for (const slot of root.querySelectorAll('[data-slot="stop"]')) slot.textContent = message.refused
  })
  model.on("answered", () => {
    if (model.answered < sequence) return
    answered()
    if (!waiting && resting === null) { clearTimeout(saving); saving = setTimeout(forget, SAVED_MS) }
  })
  slider.value = model.value
  write(model.texts)
  paint()
  aim()
  el.appendChild(root)
  roots.add(root)
  resume()
  enter()
  model.on("remove", () => { // the row goes
    for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, leave, true)
    for (const kind of LEAVING) window.removeEventListener(kind, go)
    globalThis.kansPost?.drop(model, puts)
  })
}
