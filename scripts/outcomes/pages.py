"""What the pages say to a reader in Chromium."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Locator, Page, Playwright, sync_playwright

from scripts.outcomes.cases import LANGUAGES, ROUTES
from scripts.outcomes.checkout import Checkout
from scripts.outcomes.command_line import city_file
from scripts.outcomes.record import RANDOM_HASH, Outcomes, told

CHROMIUM = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
QUIET_S, MOST_S, LOOK_MS = 2.0, 400.0, 400
BUSY_SHARE = 0.06
"""A server that uses more of a core than this is still at work, however slow the machine. [-]"""

WORDS = {
    "nl": {
        "table": "Tabel",
        "expert": "^Voor experts",
        "wadi": "Wadi, inzet",
        "area": "Buurt",
        "budget": "Budget, mln euro",
        "money": "40 mln",
        "find": "Zoek het beste pakket",
        "others": "Zoek andere pakketten",
        "front": "Reken de afruilcurve",
        "robust": "Zoek één pakket voor alle klimaten",
        "keep": "Bewaar als pakket",
        "worth": "Reken uit wat meer weten waard is",
        "counts": "^Reken uit welke onzekerheid telt",
        "boxes": "Zoek de omstandigheden",
        "search": "regenton",
        "add": "Voeg toe: Regenton",
        "files": "^(CSV: |Excel: |Excel met formules|Raadsinformatie|Bewaar als bestand)",
    },
    "en": {
        "table": "Table",
        "expert": "^For experts",
        "wadi": "Wadi, uptake",
        "area": "Neighbourhood",
        "budget": "Budget, mln euro",
        "money": "40m",
        "find": "Find the best package",
        "others": "Find other packages",
        "front": "Work out the trade-off curve",
        "robust": "Find one package for every climate",
        "keep": "Keep as a package",
        "worth": "Work out what knowing more is worth",
        "counts": "^Work out which uncertainty",
        "boxes": "Look for the circumstances",
        "search": "rain barrel",
        "add": "Add: Rain barrel",
        "files": "^(CSV: |Excel: |Excel with formulas|Council information|Save as a file)",
    },
}
"""What a reader clicks on, by its name on screen; a name may be a pattern that starts with ^."""

PAGE_TEXT = r"""() => {
  const NAMES = ["role", "aria-label", "aria-valuetext", "aria-expanded", "aria-selected", "aria-checked",
    "aria-pressed", "aria-current", "aria-invalid", "aria-disabled", "title", "placeholder", "alt", "label",
    "href", "download", "lang", "scope", "colspan", "min", "max", "step", "maxlength", "inputmode"]
  const QUIET = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "CANVAS", "LINK", "META"])
  const lines = [`[title] ${document.title}`, `[language] ${document.documentElement.lang}`]
  let line = ""
  function flush() {
    const text = line.replace(/[ \t\r\n]+/g, " ").trim() // a space that does not break stays what it is
    if (text) lines.push(text)
    line = ""
  }
  function say(text) { flush(); lines.push(text) }
  function about(element) {
    const found = NAMES.filter((name) => element.hasAttribute(name))
      .map((name) => `${name}="${element.getAttribute(name)}"`)
    if (element.tagName === "INPUT") found.push(`type=${element.type}`)
    if (["checkbox", "radio"].includes(element.type)) found.push(`checked=${element.checked}`)
    else if (["INPUT", "TEXTAREA"].includes(element.tagName)) found.push(`value="${element.value}"`)
    if (element.tagName === "PROGRESS") found.push("running")
    if (element.disabled) found.push("disabled")
    return found.length ? `[${element.tagName.toLowerCase()} ${found.join(" ")}]` : ""
  }
  function within(element) {
    if (element.tagName === "SELECT") {
      for (const one of element.options) say(`${one.selected ? "(x)" : "( )"} ${one.value} ${one.text}`)
    } else if (element.tagName === "DETAILS" && !element.open) {
      say("[closed]")
      const summary = [...element.children].find((one) => one.tagName === "SUMMARY")
      if (summary) visit(summary)
    } else if (element.tagName === "SLOT" && element.assignedNodes().length) {
      element.assignedNodes().forEach(visit)
    } else (element.shadowRoot ?? element).childNodes.forEach(visit)
  }
  function visit(node) {
    if (node.nodeType === Node.TEXT_NODE) line += node.data
    if (node.nodeType !== Node.ELEMENT_NODE || QUIET.has(node.tagName)) return
    const { display, visibility } = getComputedStyle(node)
    if (display === "none" || visibility === "hidden") return
    const inline = ["inline", "contents"].includes(display) && node.tagName !== "BR"
    if (!inline) flush()
    const words = about(node)
    if (words) say(words)
    within(node)
    if (!inline) flush()
  }
  visit(document.body)
  flush()
  return lines.join("\n")
}"""
"""What can be read, line by line, through all shadow roots; charts drawn on a canvas do not count."""

OPEN_ALL = r"""() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one])
  const closed = all(document).filter((one) => one.tagName === "DETAILS" && !one.open)
    .filter((one) => one.checkVisibility())
  closed.forEach((one) => { one.open = true })
  return closed.length
}"""

CHARTS = r"""() => {
  const TOLD = {
    ColumnDataSource: ["data"], HoverTool: ["tooltips"], Title: ["text"], Label: ["text", "x", "y"],
    LinearAxis: ["axis_label", "major_label_overrides"], CategoricalAxis: ["axis_label"],
    Range1d: ["start", "end"], FactorRange: ["factors"], FixedTicker: ["ticks"], Span: ["location"],
    LinearColorMapper: ["palette", "low", "high"], CategoricalColorMapper: ["factors", "palette"],
    Legend: ["title"], CustomJSTickFormatter: ["code"],
  }
  function plain(value) {
    if (typeof value === "number") return String(value)
    if (value === null || typeof value !== "object") return value
    if (ArrayBuffer.isView(value)) return [...value].map(String)
    if (value instanceof Map) return [...value].map(plain).sort() // columns stand in no order
    if (typeof value[Symbol.iterator] === "function") return [...value].map(plain)
    if (value.constructor === Object) return Object.entries(value).map(plain)
    return value.type ?? null
  }
  const lines = (key, value) => value instanceof Map
    ? plain(value).map((one) => `  ${JSON.stringify(one)}`) : [`  ${key} ${JSON.stringify(plain(value))}`]
  return Bokeh.documents.flatMap((one) => one.roots()).flatMap((root) => [...root.references()])
    .filter((model) => model.type in TOLD)
    .flatMap((model) => [model.type, ...TOLD[model.type].flatMap((key) => lines(key, model[key]))])
    .join("\n")
}"""
"""The data, axes and tooltips of the charts on the page, since what a canvas shows cannot be read from it."""


@dataclass
class Reader:
    """A reader with one page open, who writes down what stands there.

    Attributes
    ----------
    page : playwright page
    server : psutil process
        Of the app.
    outcomes : Outcomes
    folder : str
        Where in the outcomes.
    lang : str
    random_ids : bool
        Whether the study holds a split with an id drawn at random, and so has a hash that nothing repeats.
    """

    page: Page
    server: psutil.Process
    outcomes: Outcomes
    folder: str
    lang: str
    random_ids: bool = False

    def open(self, address: str) -> None:
        """Go to a page and wait until it stands there."""
        self.page.goto(address, timeout=180_000)
        self.page.locator("#loader").wait_for(state="hidden", timeout=180_000)
        self.settle()

    def settle(self) -> str:
        """Wait until the text has stayed the same, the server at rest, for two seconds; returns the text."""
        began = calm_since = time.monotonic()
        text, used, looked = "", self._used_s(), began
        while time.monotonic() - calm_since < QUIET_S or "[progress" in text:
            self.page.wait_for_timeout(LOOK_MS)
            now, was_text, was_used = time.monotonic(), text, used
            text, used = self.page.evaluate(PAGE_TEXT), self._used_s()
            if text != was_text or used - was_used > BUSY_SHARE * (now - looked):
                calm_since = time.monotonic()
            looked = now
            if now - began > MOST_S:
                told(f"still moving after {MOST_S:.0f} s: {self.folder}")
                break
        return text

    def _used_s(self) -> float:
        """Processor time of the server and its children so far. [s]"""
        processes = [self.server, *self.server.children(recursive=True)]
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    def write(self, name: str, charts: bool = True) -> None:
        """Write what stands there, once it stands still."""
        self.outcomes.write(f"{self.folder}/{name}.txt", self.settle())
        if charts:
            self.outcomes.write(f"{self.folder}/{name}.charts.txt", self.page.evaluate(CHARTS))

    def word(self, key: str) -> str | re.Pattern[str]:
        """The name on screen of what is clicked on."""
        name = WORDS[self.lang][key]
        return re.compile(name) if name.startswith("^") else name

    def buttons(self, key: str) -> Locator:
        """The buttons of this name."""
        name = self.word(key)
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str))

    def press(self, key: str) -> bool:
        """Press a button and wait until its work is done; False where there is none."""
        button = self.buttons(key)
        if not button.count() or button.first.is_disabled():
            self.outcomes.write(f"{self.folder}/absent.{key}.txt", f"no button to press: {self.word(key)}")
            return False
        button.first.click(timeout=60_000)
        self.settle()
        return True

    def unfold(self) -> None:
        """Open what is closed: parts for experts, details, the tables behind charts."""
        for key in ("expert", "table"):
            for button in self.buttons(key).all():
                if button.is_visible() and button.get_attribute("aria-expanded") != "true":
                    button.click(timeout=60_000)
            self.settle()
            if self.page.evaluate(OPEN_ALL):
                self.settle()

    def take_files(self, name: str) -> None:
        """Download every file that is offered and write down what it holds."""
        for place, button in enumerate(self.buttons("files").all()):
            if not button.is_visible() or button.is_disabled():
                continue
            with self.page.expect_download(timeout=120_000) as download:
                button.click(timeout=60_000)
            offered = download.value.suggested_filename
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, offered)
                download.value.save_as(file)
                kept = f"{name}.files/{place:02}.{offered}"
                self.outcomes.keep(f"{self.folder}/{kept}", file, RANDOM_HASH if self.random_ids else ())

    def write_all(self, name: str) -> None:
        """Write what stands there, what was closed, and every file."""
        self.write(name)
        self.unfold()
        self.write(f"{name}.unfolded", charts=False)
        self.take_files(name)


def write_pages(
    checkout: Checkout,
    outcomes: Outcomes,
    cities: Sequence[str],
    languages: Sequence[str],
    parts: Sequence[str],
) -> None:
    """What the pages of each city say, in each language."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        for city in cities:
            file = city_file(checkout, outcomes, city, f"pages/{city}")
            with checkout.serving(file) as (url, server):
                for lang, part in product(languages, parts or READ | DONE):
                    if part in DONE and not parts and lang != LANGUAGES[0]:
                        continue
                    folder = f"pages/{city}/{lang}/{part}"
                    outcomes.clear(folder)
                    told(folder)
                    with reading(browser, server, outcomes, folder, lang) as reader:
                        (READ | DONE)[part](reader, url)
        browser.close()


def chromium(playwright: Playwright) -> Browser:
    """Chromium without a window: CHROMIUM if set, else the first on PATH."""
    named = os.environ.get("CHROMIUM")
    path = next(filter(None, map(shutil.which, (named,) if named else CHROMIUM)), None)
    if path is None:
        sys.exit("No Chromium found; set CHROMIUM to the path of one")
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)


@contextmanager
def reading(
    browser: Browser, server: psutil.Process, outcomes: Outcomes, folder: str, lang: str
) -> Iterator[Reader]:
    """A new reader, whose browser remembers nothing; mistakes of the page are written down too."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="nl-NL", timezone_id="UTC", reduced_motion="reduce"
    )
    page = context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    try:
        yield Reader(page, server, outcomes, folder, lang)
    finally:
        context.close()
    if mistakes:
        outcomes.write(f"{folder}/mistakes.txt", "\n".join(mistakes))


def read_index(reader: Reader, url: str) -> None:
    """The app as it opens."""
    reader.open(f"{url}/?lang={reader.lang}")
    reader.write("page", charts=False)


def read_page(route: str) -> Callable[[Reader, str], None]:
    """Everything on one page: each of its tabs, unfolded, with its files."""

    def read_tabs(reader: Reader, url: str) -> None:
        reader.open(f"{url}/{route}?lang={reader.lang}")
        names = reader.page.get_by_role("tab").all_inner_texts()
        if not names:
            reader.write_all("page")
        for place, name in enumerate(names):
            reader.page.get_by_role("tab", name=name, exact=True).click(timeout=60_000)
            reader.settle()
            reader.write_all(f"tab{place}")

    return read_tabs


def move_a_slider(reader: Reader, url: str) -> None:
    """On Maatregelen: a measure moved, one found and added, a neighbourhood chosen."""
    reader.open(f"{url}/app?page=maatregelen&lang={reader.lang}")
    slider = reader.page.get_by_role("slider", name=str(reader.word("wadi")), exact=True)
    if slider.count():
        slider.fill("30")
        reader.write("moved")
    reader.page.get_by_role("searchbox").first.fill(str(reader.word("search")))
    reader.settle()
    reader.press("add")
    reader.write("added")
    reader.page.get_by_label(str(reader.word("area")), exact=True).first.select_option(index=3)
    reader.unfold()
    reader.write("area")


def choose_on_the_stress_test(reader: Reader, url: str) -> None:
    """On Stresstest: another theme, another year, a neighbourhood."""
    reader.open(f"{url}/app?page=stresstest&lang={reader.lang}")
    for key in ("theme-heat", "horizon-2100"):
        reader.page.locator(f'[data-key="{key}"]').first.click()
        reader.settle()
    reader.page.locator('[data-do="choose"][data-code]').nth(3).click()
    reader.settle()
    reader.write_all("heat")


def find_the_best_package(reader: Reader, url: str) -> None:
    """On Vergelijken: the best package for a budget, others nearly as good, the front, every climate."""
    reader.open(f"{url}/app?page=vergelijken&tab=optimum&lang={reader.lang}")
    reader.page.get_by_label(str(reader.word("budget")), exact=True).fill(str(reader.word("money")))
    for key in ("find", "others", "front", "robust"):
        if reader.press(key):
            reader.write(key)
    reader.unfold()
    reader.write("unfolded")
    reader.take_files("found")
    if reader.press("keep"):
        reader.write("kept")
    reader.page.get_by_role("tab").first.click(timeout=60_000)
    reader.write_all("beside")


def know_more(reader: Reader, url: str) -> None:
    """On Vergelijken: the slow work of experts about what is uncertain."""
    reader.open(f"{url}/app?page=vergelijken&tab=certain&lang={reader.lang}")
    reader.press("expert")
    for key in ("counts", "worth", "boxes"):
        reader.press(key)
    reader.write_all("known")


def change_a_share(reader: Reader, url: str) -> None:
    """On Financiering: a party bears a tenth, on every tab."""
    reader.open(f"{url}/app?page=financiering&lang={reader.lang}")
    reader.page.get_by_role("slider").nth(2).fill("10")  # makes a split of its own
    reader.random_ids = True
    reader.settle()
    for place, tab in enumerate(reader.page.get_by_role("tab").all_inner_texts()):
        reader.page.get_by_role("tab", name=tab, exact=True).click(timeout=60_000)
        reader.write(f"tab{place}")
    reader.take_files("files")


READ: dict[str, Callable[[Reader, str], None]] = {
    "index": read_index,
    **{route: read_page(route) for route in ROUTES},
}
DONE: dict[str, Callable[[Reader, str], None]] = {
    "slider": move_a_slider,
    "theme": choose_on_the_stress_test,
    "share": change_a_share,
    "certain": know_more,
    "best": find_the_best_package,
}
"""What is read in every language, and what is done, unless asked for by name, in the first one only."""
