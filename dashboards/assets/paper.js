// A page on paper: as wide as it stands on the screen, made to fit the sheet, so that no chart is laid out anew;
// what nobody filled in stays out; on every sheet of which study it is, and of which day.
const paper = (() => {
  const SHEET_PX = 1047, SHEET_HIGH_PX = 700 // A4 on its side within its margins
  const LEAST_PX = 1000 // narrower the columns would not fit
  const opened = new Set()
  const roots = () => [...(globalThis.kansRoots ?? [])].filter((root) => root.isConnected)

  function prepare() {
    const { line, source, today } = globalThis.kansPicture, printed = line()
    if (printed) printed.querySelector("[data-today]").textContent = today()
    const width = Math.max(printed?.closest(".live").clientWidth ?? 0, LEAST_PX)
    const type = "font: 10px Inter, Arial, sans-serif; color: #4A5560"
    let sheet = document.getElementById("sheet")
    if (!sheet) sheet = document.head.appendChild(Object.assign(document.createElement("style"), { id: "sheet" }))
    sheet.textContent = `:root { --paper-width: ${width}px; --paper-zoom: ${Math.min(SHEET_PX / width, 1)} }
      @page { @bottom-left { content: ${JSON.stringify(source())}; ${type}; white-space: nowrap }
      @bottom-right { content: counter(page) " / " counter(pages); ${type} } }`
    for (const root of roots()) {
      let section = root.getRootNode().host
      while (section && !section.classList.contains("section")) section = section.parentElement ?? section.getRootNode().host
      section?.classList.toggle("long", section.clientHeight > SHEET_HIGH_PX) // no sheet holds it whole
      for (const field of root.querySelectorAll("input, textarea, select")) field.toggleAttribute("data-empty", !field.value)
      for (const caveats of root.querySelectorAll("details.caveats:not([open])")) {
        caveats.open = true
        opened.add(caveats)
      }
    }
  }
  addEventListener("beforeprint", prepare)
  addEventListener("afterprint", () => {
    for (const caveats of opened) caveats.open = false
    opened.clear()
  })
})()
