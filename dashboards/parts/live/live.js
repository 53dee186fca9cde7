// Draws HTML once, then changes only the slots whose text changed, and sends clicks and input back.
// Elements with data-mark get the numbers of that mark as --low, --mid and --high: CSS puts them in place.
// data-opens="x" says whether slot x has text, data-needs="x" is disabled without it, data-from="x" selects it.
// data-said="x" reads slot x out as the value of a slider.
// A field with data-when="change" speaks when it is left or Enter is pressed, others while one types.
// A slider with data-foresee asks for that action once it is picked up, by hand or keyboard: what is then written
// in the slots <name>:if:<value> shows in its data-foreseen as it moves, before the page has reckoned the move.
// A slider within an element with data-moves gives that element its place as --cut, and need not be a control.
// A button with data-hold stays under the pointer while the page above it grows.
// A button with data-escape is also pressed by that key, from wherever on the page.
// Anything with data-do is a control: <button data-do="add" data-measure="wadi">, <input data-do="search">.
const aimed = (globalThis.kansAimed ??= new Set())
const roots = (globalThis.kansRoots ??= new Set()) // pieces of the page in which numbers may move: see travel.js
const decoder = document.createElement("textarea")
const LONGEST_TEXT = 100_000 // of what one types or pastes: a longer message would end the connection
const isSendable = (text, mostBytes) => new Blob([JSON.stringify(text)]).size <= mostBytes // signs may take six
const entered = (field) => field.value.length > LONGEST_TEXT // too long is refused whole: a part is another text
  ? { value: "", length: field.value.length, longest: LONGEST_TEXT } : { value: field.value }
const encoded = async (file) => { // bytes that are no text, such as a workbook or a GeoPackage
  const letters = Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte))
  return btoa(letters.join(""))
}
const plain = (html) => { decoder.innerHTML = html; return decoder.value } // slots are HTML, a field holds text
const entries = (slots) => slots instanceof Map ? [...slots] : Object.entries(slots ?? {})

export function render({ model, el }) {
  const root = document.createElement("div")
  root.className = "live"
  let shown = new Map()

  function paint(slider) { // the filled part of a slider, as CSS draws it
    const low = Number(slider.min), high = Number(slider.max)
    const value = 100 * (Number(slider.value) - low) / (high - low)
    slider.style.setProperty("--value", value)
    slider.closest("[data-moves]")?.style.setProperty("--cut", value)
    slider.toggleAttribute("data-free", true)
  }

  function fill() {
    for (const [name, html] of entries(model.slots)) {
      if (shown.get(name) === html) continue
      for (const slot of root.querySelectorAll(`[data-slot="${CSS.escape(name)}"]`)) {
        slot.innerHTML = html
        for (const inner of slot.querySelectorAll("[data-slot]")) shown.delete(inner.dataset.slot) // written below
      }
      shown.set(name, html)
    }
    for (const opener of root.querySelectorAll("[data-opens]")) {
      opener.setAttribute("aria-expanded", String(Boolean(shown.get(opener.dataset.opens))))
    }
    for (const follower of root.querySelectorAll("select[data-from]")) {
      follower.value = shown.get(follower.dataset.from) ?? ""
    }
    for (const follower of root.querySelectorAll("input[data-from], textarea[data-from]")) {
      const value = plain(shown.get(follower.dataset.from) ?? "")
      if (follower !== root.getRootNode().activeElement && follower.value !== value) follower.value = value
    }
    for (const slider of root.querySelectorAll("input[type=range]")) paint(slider)
    for (const said of root.querySelectorAll("[data-said]")) {
      said.setAttribute("aria-valuetext", plain(shown.get(said.dataset.said) ?? ""))
    }
    for (const needy of root.querySelectorAll("[data-needs]")) needy.disabled = !shown.get(needy.dataset.needs)
    globalThis.kansTables?.ready(root)
    globalThis.kansTravel?.again()
    globalThis.kansGettingAbout?.listen(root)
  }

  function place() {
    for (const [name, numbers] of entries(model.marks)) {
      const mark = root.querySelector(`[data-mark="${CSS.escape(name)}"]`)
      if (!mark) continue
      mark.hidden = numbers === null
      if (numbers === null) continue
      for (const [part, number] of ["low", "mid", "high"].map((part, i) => [part, numbers[i]])) {
        mark.style.setProperty(`--${part}`, number ?? numbers[1])
      }
    }
    globalThis.kansTravel?.again()
  }

  function escape(event) {
    if (!root.isConnected) document.removeEventListener("keydown", escape)
    else if (event.key === "Escape" && root.checkVisibility()) root.querySelector("[data-escape]")?.click()
  }

  const unsent = new WeakSet() // fields of text with something typed that was not told yet

  function resume(held, typing) { // the keyboard stays where it was, in the middle of a word if need be
    const key = held?.dataset?.key
    if (!key && !held?.id) return
    const again = root.querySelector(key ? `[data-key="${CSS.escape(key)}"]` : `#${CSS.escape(held.id)}`)
    if (!again) return
    if (typing && again.dataset.name === held.dataset.name) {
      again.value = held.value
      unsent.add(again)
      again.setSelectionRange(held.selectionStart, held.selectionEnd)
    }
    again.focus({ preventScroll: !key })
  }

  function draw(keepsEntry = true) {
    const held = root.getRootNode().activeElement
    const opened = new Set([...root.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent))
    const typing = keepsEntry && unsent.delete(held) // a browser that takes it out says that it was left
    root.innerHTML = model.html
    for (const summary of root.querySelectorAll("details > summary")) { // a fold stays open when it is drawn again
      if (opened.has(summary.textContent)) summary.parentElement.open = true
    }
    shown = new Map()
    fill()
    place()
    resume(held, typing)
    if (root.querySelector("[data-escape]")) document.addEventListener("keydown", escape)
    const bar = root.querySelector("[data-shown][data-title]") // a chart has a title as well
    if (bar) globalThis.kansGettingAbout?.turn(bar.dataset.shown, bar.dataset.title)
  }

  function aim() { // "key#count#near": each once, also when this is drawn after it was asked for; a key may hold #
    const parts = model.aim.split("#"), near = parts.at(-1), key = parts.slice(0, -2).join("#")
    if (!key || aimed.has(model.aim)) return
    aimed.add(model.aim)
    setTimeout(() => {
      const named = CSS.escape(key) // a field of a form has its name as id
      const target = root.querySelector(`[data-key="${named}"], #${named}`)
      for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
      target?.scrollIntoView({ block: near ? "nearest" : "center" })
      if (near !== "near") target?.focus({ preventScroll: true })
    }, 100)
  }

  let asked = null // what the control that was used last says of itself

  function refused(text) { // what was shown comes back, and why stands beside the control
    draw(false)
    const same = (control) => Object.entries(asked ?? {}).every(([name, value]) => control.dataset[name] === value)
    const control = [...root.querySelectorAll("[data-do]")].find(same) ?? root.firstElementChild
    const why = document.createElement("p")
    why.className = "notice problem refused"
    why.setAttribute("role", "alert")
    why.textContent = text
    const place = control?.closest("label, .field, tr, li, p") ?? control
    if (place?.tagName === "TR") place.firstElementChild.append(why)
    else if (place) place.after(why)
    else root.append(why)
    control?.focus?.({ preventScroll: true })
  }

  function send(target, extra) {
    unsent.delete(target)
    asked = { ...target.dataset }
    for (const said of root.querySelectorAll(".refused")) said.remove()
    model.send_msg({ ...target.dataset, ...extra })
  }

  function hold(target) { // what is added elsewhere on the page must not put another button under the pointer
    const place = target.getBoundingClientRect().top, key = target.dataset.hold
    let left = false, answered = false, ends = Date.now() + 30000
    const leave = () => { left = true }
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      window.addEventListener(kind, leave, { once: true, passive: true })
    }
    function follow() {
      const now = root.querySelector(`[data-hold="${CSS.escape(key)}"]`)
      if (left || !now || Date.now() > ends) return
      if (now !== target && !answered) { answered = true; ends = Date.now() + 3000 }
      const moved = now.getBoundingClientRect().top - place
      if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" })
      requestAnimationFrame(follow)
    }
    requestAnimationFrame(follow)
  }

  let pickedUp = "" // name of the slider under one's hand
  function hush() {
    for (const place of root.querySelectorAll("[data-foreseen]")) place.innerHTML = ""
  }
  function pickUp({ target, type }) {
    if (!target.dataset?.foresee || target.disabled) return
    if (type === "focusin" && pickedUp === target.dataset.name) return
    hush()
    pickedUp = target.dataset.name
    model.send_msg({ do: target.dataset.foresee, name: pickedUp })
  }
  function foretell({ dataset, value }) {
    const place = root.querySelector(`[data-foreseen="${CSS.escape(dataset.name)}"]`)
    if (place) place.innerHTML = shown.get(`${dataset.name}:if:${value}`) ?? ""
  }
  root.addEventListener("pointerdown", pickUp)
  root.addEventListener("focusin", pickUp)
  root.addEventListener("pointerup", hush)
  root.addEventListener("focusout", ({ target }) => {
    if (target.dataset?.foresee && target.isConnected) { pickedUp = ""; hush() }
  })

  const timers = new Map() // one per control: a second slider does not swallow what the first said
  root.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-do], a[data-do]")
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey // a new tab: leave it to the browser
    if (target && !(elsewhere && target.href)) {
      event.preventDefault()
      if (target.dataset.hold) hold(target)
      send(target, {})
    }
  })
  root.addEventListener("input", (event) => {
    const target = event.target.closest("input[data-do], textarea[data-do]")
    if (event.target.type === "range") paint(event.target)
    if (event.target.dataset.foresee) foretell(event.target)
    if (target?.matches("input[type=text], textarea")) unsent.add(target)
    if (!target || ["checkbox", "file"].includes(target.type) || target.dataset.when) return
    clearTimeout(timers.get(target))
    timers.set(target, setTimeout(() => send(target, entered(target)), target.dataset.now ? 0 : 120))
  })
  root.addEventListener("change", (event) => {
    const file = event.target.closest("input[type=file][data-do]")
    if (file) {
      const chosen = file.files[0]
      if (!chosen) return
      const about = { name: chosen.name, size: chosen.size }, most = Number(file.dataset.most)
      if (chosen.size > most) send(file, about)
      else if (/\.(xlsx|gpkg)$/i.test(chosen.name)) encoded(chosen).then((base64) => send(file, { ...about, base64 }))
      else chosen.text().then((text) => send(file, isSendable(text, 1.5 * most) ? { ...about, text } : about))
      file.value = ""
      return
    }
    const target = event.target.closest("select[data-do], input[type=checkbox][data-do], input[data-when=change]")
    if (target) send(target, target.type === "checkbox" ? { value: target.checked } : entered(target))
  })

  root.addEventListener("focusout", ({ target }) => { // a field that was drawn again under one's hands sees no change
    if (target.isConnected && target.dataset.when && unsent.has(target)) send(target, entered(target))
  })

  root.addEventListener("toggle", (event) => { // what is inside is written when it is opened
    if (event.target.open && event.target.dataset.do) send(event.target, {})
  }, true)

  model.on("html", () => draw())
  model.on("slots", fill)
  model.on("marks", place)
  model.on("msg:custom", (message) => {
    if (message.refused) refused(message.refused)
    if (message.file) {
      const bytes = Uint8Array.from(atob(message.base64), (letter) => letter.charCodeAt(0))
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob([bytes], { type: message.mime }))
      link.download = message.file
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    }
  })
  model.on("aim", aim)
  const puts = { slots: fill, marks: place }
  globalThis.kansPost?.take(model, puts)
  model.on("remove", () => globalThis.kansPost?.drop(model, puts))
  draw()
  el.appendChild(root)
  roots.add(root)
  aim()
}
