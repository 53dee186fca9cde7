// One measure: its name, a native range input that stops where the room ends, and what it comes to.
// A move waits for the server's answer to the one before, so a slow evaluation never piles up.
const STEP_KEYS = { PageUp: 10, PageDown: -10 }

export function render({ model, el }) {
  const root = document.createElement("div")
  root.className = "live"
  root.innerHTML = model.html
  const slider = root.querySelector("input[type=range]")
  let sequence = 0, waiting = false, next = null, held = false, timer

  function paint() {
    slider.style.setProperty("--value", slider.value)
    slider.style.setProperty("--limit", model.limit)
    slider.toggleAttribute("data-free", model.limit >= 100)
  }

  function write(texts) {
    for (const [name, text] of texts instanceof Map ? texts : Object.entries(texts ?? {})) {
      if (name === "spoken") slider.setAttribute("aria-valuetext", text)
      else for (const slot of root.querySelectorAll(`[data-slot="${CSS.escape(name)}"]`)) {
        if (slot.innerHTML !== text) slot.innerHTML = text
      }
    }
  }

  function aim() {
    const select = root.querySelector("select[data-do=targeting]")
    if (select && select.value !== model.targeting) select.value = model.targeting
  }

  function send(value) {
    if (waiting) { next = value; return }
    waiting = true
    model.send_msg({ do: "move", value, sequence: ++sequence })
    clearTimeout(timer)
    timer = setTimeout(answered, 2000)
  }

  function answered() {
    waiting = false
    clearTimeout(timer)
    if (next !== null) { const value = next; next = null; send(value) }
    else if (!held) { slider.value = model.value; paint() }
  }

  function moved() {
    if (Number(slider.value) > model.limit) slider.value = model.limit
    paint()
    send(Number(slider.value))
  }

  slider.addEventListener("input", moved)
  slider.addEventListener("pointerdown", () => { held = true })
  slider.addEventListener("pointerup", () => { held = false })
  slider.addEventListener("change", () => { held = false; model.send_msg({ do: "rest", value: Number(slider.value) }) })
  slider.addEventListener("keydown", (event) => {
    if (!(event.key in STEP_KEYS)) return
    event.preventDefault()
    slider.value = Number(slider.value) + STEP_KEYS[event.key]
    moved()
    model.send_msg({ do: "rest", value: Number(slider.value) })
  })
  root.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-do], a[data-do]")
    if (target) { event.preventDefault(); model.send_msg({ ...target.dataset }) }
  })
  root.addEventListener("change", (event) => {
    const target = event.target.closest("select[data-do]")
    if (target) model.send_msg({ ...target.dataset, value: target.value })
  })

  model.on("value", () => { if (!held && !waiting) { slider.value = model.value; paint() } })
  model.on("limit", paint)
  model.on("targeting", aim)
  model.on("texts", () => write(model.texts))
  model.on("msg:custom", (message) => {
    if (!message.refused) return
    answered()
    slider.value = model.value
    paint()
    write({ stop: "" })
    for (const slot of root.querySelectorAll('[data-slot="stop"]')) slot.textContent = message.refused
  })
  model.on("answered", () => { if (model.answered >= sequence) answered() })
  slider.value = model.value
  write(model.texts)
  paint()
  aim()
  el.appendChild(root)
}
