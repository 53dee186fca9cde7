"""Stresstest in a browser: it opens, the switches work, and nobody is shut out."""

from playwright.sync_api import expect

from dashboards.parts.look import theme
from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.words.amounts import number
from tests.browser.reader import nobody_is_shut_out, open_page


def test_the_switches_move_the_page(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest")
    reader.get_by_role("button", name="Hitte", exact=True).click()
    reader.get_by_role("button", name="2100", exact=True).click()
    expect(reader.get_by_text("Schade per jaar door hitte, 2100")).to_be_visible()
    damage = Study.default(City.demo()).evaluate("niets_doen")["ead_before_eur"]
    millions = float(damage.sel(hazard="heat", horizon="2100").sum()) / 1e6
    expect(reader.locator(".figure .number").first).to_contain_text(number(millions, digits=1))
    assert reader.elsewhere == []
    assert reader.mistakes == []


PIXELS = """(colour) => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (element) => element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element])
  const wanted = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16))
  let n = 0
  for (const canvas of all(document.body)) {
    if (canvas.tagName !== "CANVAS" || !canvas.width) continue
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    for (let at = 0; at < data.length; at += 4) {
      if (wanted.every((part, place) => data[at + place] === part)) n += 1
    }
  }
  return n
}"""


def test_another_year_colours_the_map_that_is_drawn_already(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest")
    least = theme.SEQUENTIAL["total"][0]
    reader.wait_for_function(f"({PIXELS})('{least}') > 1000")
    before = reader.evaluate(PIXELS, least)
    reader.get_by_role("button", name="2100", exact=True).click()
    reader.wait_for_function(f"({PIXELS})('{least}') < {0.9 * before}")
    assert reader.mistakes == []


def test_the_handle_between_two_maps_moves_with_the_keyboard(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest&tab=swipe")
    reader.get_by_label("Vergelijk").select_option(label="zonder met pakket")
    expect(reader.get_by_text("Zonder pakket, 2050", exact=True)).to_be_visible()
    handle = reader.get_by_label("Schuif de grens tussen de twee kaarten")
    cut = "it => getComputedStyle(it).clipPath"
    upper = reader.locator(".swipe-upper")
    before = upper.evaluate(cut)
    handle.press("ArrowLeft")
    expect(handle).to_have_value("49")
    assert upper.evaluate(cut) != before
    handle.press("Home")
    expect(reader.locator(".swipe")).to_have_css("--cut", "0")
    nobody_is_shut_out(reader, 1440)
    for tab in ("Landelijke buien", "Urgentie en kwetsbaar", "Hoe goed bekend"):
        reader.get_by_role("tab", name=tab).click()
        expect(reader.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        nobody_is_shut_out(reader, 1440)
        nobody_is_shut_out(reader, 390)
        reader.set_viewport_size({"width": 1440, "height": 900})
    assert reader.mistakes == []
