// Every table of the page sorts by a click or Enter on the head of a column: rising, falling, as it was given.
// What was chosen holds when the table is drawn again. A table whose rows are of different kinds says data-given:
// its columns hold no one unit. Rows that sum (class sum) stay last, the head of a group first.
const sortedTables = (() => {
  const chosen = new WeakMap() // piece of the page → table → [column, direction]
  const given = new WeakMap() // row → its place as it came
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? ""
  const dutch = () => document.documentElement.lang === "nl"
  const SIZES = { dzd: 1e3, mln: 1e6, m: 1e6, mld: 1e9, bn: 1e9 }
  const AMOUNT = /^[<>≈±×\s]*([-+\u2212]?)\s*€?\s*([-+\u2212]?)(\d[\d.,]*)(.*)$/s

  function size(text) { // the number that a cell starts with, as it is written here; NaN for words
    const found = AMOUNT.exec(text.replaceAll("\u00a0", " "))
    if (!found) return NaN
    const [, before, after, digits, rest] = found
    const plain = dutch() ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "")
    const unit = /^[^a-z]*(dzd|mln|mld|bn|m)\b(?!²|³)/.exec(rest)?.[1]
    const sign = [before, after].some((one) => one === "-" || one === "\u2212") ? -1 : 1
    return sign * Number.parseFloat(plain) * (SIZES[unit] ?? 1)
  }

  function cellOf(row, place) { // one cell may span the columns of what is unknown
    let at = 0
    for (const cell of row.cells) {
      at += cell.colSpan
      if (place < at) return cell.colSpan > 1 ? null : cell
    }
    return null
  }
  function said(cell) { // what one may choose or type counts, not all that can be chosen
    const field = cell?.querySelector("select, input, textarea")
    if (!field) return words(cell)
    if (field.type === "checkbox") return field.checked ? "1" : "0"
    return field.tagName === "SELECT" ? words(field.selectedOptions[0]) : field.value
  }

  const heads = (table) => [...(table.tHead?.rows[0]?.cells ?? [])]
  const isFirst = (row) => Boolean(row.querySelector("th[scope=rowgroup]"))
  const isLast = (row) => row.classList.contains("sum")

  function order(table, place, direction) {
    for (const [at, head] of heads(table).entries()) {
      if (head.querySelector(".sorter")) head.setAttribute("aria-sort", at === place && direction ? direction : "none")
    }
    const sign = direction === "descending" ? -1 : 1
    for (const body of table.tBodies) {
      const rows = [...body.rows].map((row) => ({ row, text: said(cellOf(row, place)), was: given.get(row) ?? 0 }))
      const moving = rows.filter(({ row }) => !isFirst(row) && !isLast(row))
      for (const one of moving) one.size = size(one.text)
      const known = moving.filter(({ text }) => text)
      const isNumeric = 2 * known.filter(({ size: number }) => !Number.isNaN(number)).length > known.length
      moving.sort((a, b) => {
        if (!direction) return a.was - b.was
        if (isNumeric) { // unknown stays at the end
          return Number.isNaN(a.size) - Number.isNaN(b.size) || sign * (a.size - b.size) || a.was - b.was
        }
        return sign * a.text.localeCompare(b.text, document.documentElement.lang, { numeric: true }) || a.was - b.was
      })
      const now = [...rows.filter(({ row }) => isFirst(row)), ...moving, ...rows.filter(({ row }) => isLast(row))]
      if (now.every(({ row }, at) => row === body.rows[at])) continue
      const held = body.getRootNode().activeElement
      body.append(...now.map(({ row }) => row))
      if (body.contains(held)) held.focus({ preventScroll: true })
    }
  }

  const name = (table) => [table.className, words(table.caption), ...heads(table).map(words)].join("|")
  function ready(root) { // called whenever a piece of the page was written
    for (const table of root.querySelectorAll("table:not([data-given])")) {
      for (const body of table.tBodies) {
        for (const [at, row] of [...body.rows].entries()) if (!given.has(row)) given.set(row, at)
      }
      if (![...table.tBodies].some((body) => body.rows.length > 1)) continue
      for (const head of heads(table)) {
        if (!head.matches("th[scope=col]") || head.colSpan > 1 || !words(head)) continue
        if (head.querySelector("button, a, input, select, [data-slot]")) continue
        const sorter = document.createElement("button")
        sorter.type = "button"
        sorter.className = "sorter"
        sorter.dataset.sort = ""
        sorter.append(...head.childNodes)
        head.append(sorter)
        head.setAttribute("aria-sort", "none")
      }
      const choice = chosen.get(root)?.get(name(table))
      if (choice) order(table, ...choice)
    }
  }

  function next(button) {
    const head = button.closest("th"), table = head.closest("table"), root = table.closest(".live")
    const now = head.getAttribute("aria-sort")
    const direction = { none: "ascending", ascending: "descending" }[now] ?? null
    const choice = [head.cellIndex, direction]
    if (root) {
      if (!chosen.has(root)) chosen.set(root, new Map())
      chosen.get(root).set(name(table), choice)
    }
    order(table, ...choice)
  }

  addEventListener("click", (event) => { // it may stand in a shadow root: the path of the event tells
    const button = event.composedPath()[0]?.closest?.("button[data-sort]")
    if (button) next(button)
  })
  return { ready }
})()
globalThis.kansTables = sortedTables
