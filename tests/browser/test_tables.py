"""Tables sort by the head of a column, by mouse and keyboard, and stay so when they are drawn again."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import open_page

PAGES = [
    "stresstest",
    "stresstest&tab=events",
    "stresstest&tab=urgency",
    "stresstest&tab=quality",
    "vergelijken",
    "vergelijken&tab=climate",
    "financiering&tab=lasten",
    "bronnen",
]

UNSORTED = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (element) => element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element])
  return all(document.body)
    .filter((one) => one.matches("table:not([data-given])"))
    .filter((one) => [...one.tBodies].some((body) => body.rows.length > 1))
    .filter((one) => [...one.tHead.rows[0].cells].some((head) => head.matches("th") && head.textContent.trim()
      && !head.querySelector("button") && head.colSpan === 1))
    .map((one) => one.outerHTML.slice(0, 200))
}"""


def totals(table):
    return [
        float(text.replace(".", "").replace(",", "."))
        for text in table.locator("tbody td:nth-last-child(3)").all_inner_texts()
    ]


@pytest.mark.parametrize("address", PAGES)
def test_every_table_of_one_unit_per_column_can_be_sorted(reader, server, address):
    open_page(reader, f"{server().url}/?page={address}")
    expect(reader.locator("table").first).to_be_visible()
    expect(reader.locator("table .sorter, table[data-given]").first).to_be_visible()
    reader.wait_for_function(f"({UNSORTED})().length === 0")
    assert reader.mistakes == []


def test_a_table_sorts_by_its_heads_and_stays_sorted_when_its_figures_change(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest")
    table = reader.locator("table.bearers")
    expect(table).to_be_visible()
    as_given = table.locator("tbody th").all_inner_texts()
    sorter = table.get_by_role("button", name="Totaal")
    head = table.get_by_role("columnheader", name="Totaal")
    expect(head).to_have_attribute("aria-sort", "none")
    sorter.focus()
    reader.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert totals(table) == sorted(totals(table))
    reader.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert totals(table) == sorted(totals(table), reverse=True)
    reader.get_by_role("button", name="2100", exact=True).click()
    expect(reader.get_by_text("Wie de schade het eerst draagt, 2100")).to_be_visible()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert totals(table) == sorted(totals(table), reverse=True)
    sorter.click()
    expect(head).to_have_attribute("aria-sort", "none")
    assert table.locator("tbody th").all_inner_texts() == as_given
    assert reader.mistakes == []
