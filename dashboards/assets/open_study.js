// The study that is open in this tab: an address that is typed without it opens it again. The tab alone keeps it
// and forgets it when it closes, as a study is known by its address only; `?s=` without more starts a new one.
const openStudy = (() => {
  const KEPT = ["s", "pkg", "lang"], key = `kans-open-${document.currentScript.dataset.city}`
  const asked = new URLSearchParams(location.search)
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}")
    if (kept.s && !asked.has("s")) {
      for (const name of KEPT) if (kept[name] && !asked.has(name)) asked.set(name, kept[name])
      location.replace(`?${asked}`)
    }
  } catch { /* a browser that keeps nothing */ }
  addEventListener("pagehide", () => {
    const open = new URLSearchParams(location.search)
    if (!open.get("s")) return
    const kept = Object.fromEntries(KEPT.map((name) => [name, open.get(name) ?? ""]))
    try { sessionStorage.setItem(key, JSON.stringify(kept)) } catch { /* a browser that keeps nothing */ }
  })
})()
