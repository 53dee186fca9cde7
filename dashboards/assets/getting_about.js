// Back and Forward, the title of the window, the keyboard after a change of page, results said aloud,
// and the address copied. What is clicked may stand in a shadow root, so the path of the event tells.
const gettingAbout = (() => {
  let shown = null // the page that is open
  const pageOf = (address) => new URL(address, location.href).searchParams.get("page")
  const parts = () => [...(globalThis.kansRoots ?? [])].filter((root) => root.isConnected)
  const heading = () => parts().map((root) => root.querySelector("h1")).find((h1) => h1?.getClientRects().length)

  const push = history.pushState.bind(history)
  history.pushState = (state, unused, address) => { // only another page is a step back: a choice on a page is not
    const now = pageOf(location.href)
    if (now && address && pageOf(address) !== now) push(state, unused, address)
    else history.replaceState(state, unused, address)
  }
  addEventListener("popstate", () => {
    const page = pageOf(location.href)
    if (!page || page === shown) return
    const link = `a[data-do="go"][data-page="${CSS.escape(page)}"]`
    parts().map((root) => root.querySelector(link)).find(Boolean)?.click()
  })

  function toHeading() {
    const h1 = heading()
    if (!h1) return false
    h1.tabIndex = -1
    h1.style.outline = "none"
    h1.focus({ preventScroll: true })
    return true
  }
  function turn(page, title) { // called whenever the bar is drawn
    document.title = title
    const first = shown === null, before = globalThis.kansAimed?.size
    if (page === shown) return
    shown = page
    if (first) return
    const ends = Date.now() + 5000
    setTimeout(function look() { // who is led to a part of the page stays there
      if (globalThis.kansAimed?.size !== before || shown !== page) return
      if (toHeading()) scrollTo({ top: 0, behavior: "instant" })
      else if (Date.now() < ends) setTimeout(look, 100)
    }, 200)
  }

  const heard = new WeakMap(), timers = new WeakMap()
  function say(text) {
    const region = document.getElementById("said")
    if (region) region.textContent = text
  }
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? ""
  function listen(root) { // headline figures, once they rest: not at every step of a slider
    if (!root.querySelector("dl.figures")) return
    clearTimeout(timers.get(root))
    timers.set(root, setTimeout(() => {
      const text = [...root.querySelectorAll(".figure")].map((figure) =>
        `${words(figure.querySelector("dt"))}: ${words(figure.querySelector(".number"))}`).join(". ")
      if (root.isConnected && heard.has(root) && heard.get(root) !== text) say(text)
      heard.set(root, text)
    }, 1200))
  }

  async function copy(button) {
    const status = button.parentElement.querySelector("[role=status]")
    try {
      await navigator.clipboard.writeText(button.dataset.copy ?? location.href)
      status.textContent = button.dataset.copied
    } catch { // a browser that does not allow it: the address itself, to copy by hand
      status.textContent = button.dataset.copy ? button.dataset.refused : `${button.dataset.refused} ${location.href}`
    }
    setTimeout(() => { status.textContent = "" }, 8000)
  }

  addEventListener("click", (event) => {
    const at = event.composedPath()[0]
    if (!at.closest) return
    const sharer = at.closest("button[data-copied]")
    if (sharer) copy(sharer)
    if (at.closest("#skip")) { event.preventDefault(); toHeading(); heading()?.scrollIntoView({ block: "center" }) }
  })
  return { turn, listen }
})()
globalThis.kansGettingAbout = gettingAbout
