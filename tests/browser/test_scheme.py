"""Light and dark: as the system asks, as the reader chose, and on paper always light."""

from playwright.sync_api import expect

from dashboards.parts.look import theme
from dashboards.parts.look.css import PALETTES, dark
from tests.browser.reader import open_page, paper

DAY, NIGHT = PALETTES[0]


def has_map(page, palette):
    """Wait until a map on the page has these classes, the least first."""
    least = """(least) => [...Bokeh.documents[0]._all_models.values()]
      .some((model) => model.type === "LinearColorMapper" && model.palette[0] === least)"""
    page.wait_for_function(least, arg=palette[0])


def test_the_page_follows_the_system_and_so_do_its_maps(reader, server):
    open_page(reader, f"{server().url}/?page=stresstest")
    assert paper(reader) == theme.PAPER
    has_map(reader, DAY)
    reader.emulate_media(color_scheme="dark")
    has_map(reader, NIGHT)
    assert paper(reader) == dark("paper")
    reader.get_by_role("button", name="Hitte", exact=True).click()  # a map that comes later
    expect(reader.get_by_text("Schade per jaar door hitte")).to_be_visible()
    has_map(reader, theme.SEQUENTIAL["heat"][::-1])


def test_the_readers_choice_is_kept_and_nothing_of_it_goes_to_the_server(reader, server):
    sent = []
    reader.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    address = f"{server().url}/?page=stresstest"
    open_page(reader, address)
    reader.wait_for_timeout(1_000)
    before = len(sent)
    reader.get_by_role("button", name="Donker").click()
    assert paper(reader) == dark("paper")
    has_map(reader, NIGHT)
    reader.wait_for_timeout(500)
    assert len(sent) == before
    open_page(reader, address)
    assert paper(reader) == dark("paper")
    reader.get_by_role("button", name="Licht").click()
    assert paper(reader) == theme.PAPER
    assert reader.evaluate("localStorage.length") == 0  # what the system asks is not a choice of his own


def test_on_a_phone_the_choice_stands_in_the_menu(reader, server):
    reader.set_viewport_size({"width": 390, "height": 900})
    open_page(reader, f"{server().url}/?page=stresstest&lang=en")
    reader.locator("summary[aria-label]").first.click()
    reader.get_by_role("button", name="Dark").click()
    assert paper(reader) == dark("paper")


def test_paper_is_always_light(reader, server):
    reader.emulate_media(color_scheme="dark")
    open_page(reader, f"{server().url}/?page=stresstest")
    has_map(reader, NIGHT)
    # a printer takes the canvas as it stands when this event is over
    middle = reader.evaluate("""() => {
      dispatchEvent(new Event("beforeprint"))
      const [plot] = Bokeh.index.query((view) => view.canvas_view), { canvas } = plot.canvas_view.primary
      const pixel = canvas.getContext("2d").getImageData(0.45 * canvas.width, 0.15 * canvas.height, 1, 1).data
      dispatchEvent(new Event("afterprint"))
      return [...pixel.slice(0, 3)]
    }""")
    assert "#" + bytes(middle).hex().upper() in DAY  # inside one buurt of the city
    has_map(reader, NIGHT)
    reader.emulate_media(color_scheme="dark", media="print")
    assert paper(reader) == theme.PAPER
    has_map(reader, DAY)
