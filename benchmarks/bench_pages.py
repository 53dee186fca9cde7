"""How long a planner waits: page load, slider to screen, in headless Chromium on the same machine."""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from benchmarks.measurement import Measurement
from scripts.chromium import find_chromium
from scripts.serving import serving

MOVES = 40
TO_SCREEN = """async (slider) => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one])
  const number = all(document.body).find((one) => one.dataset?.slot === "capex")
  const began = performance.now()
  const seen = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))
  }).observe(number, { childList: true, subtree: true, characterData: true }))
  slider.value = Number(slider.value) + (Number(slider.value) > 60 ? -7 : 7)
  slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }))
  return Promise.race([seen, new Promise((done) => setTimeout(() => done(5000), 5000))])
}"""


def _loaded_s(page: Page, url: str) -> float:
    started = time.perf_counter()
    page.goto(url)
    page.locator("#loader").wait_for(state="hidden")
    page.get_by_role("slider", name="Wadi, inzet").wait_for()
    return time.perf_counter() - started


def measurements() -> Iterator[Measurement]:
    """Yield the load of the first page and the time from a slider's move to the number on screen."""
    with serving(city="demo") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        loads = []
        for _ in range(4):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            loads.append(_loaded_s(page, server.url))
        yield Measurement("page load to usable, warm server", statistics.median(loads[1:]), "s", 3)
        slider = page.get_by_role("slider", name="Wadi, inzet")
        times = []
        for _ in range(MOVES):
            times.append(slider.evaluate(TO_SCREEN))
            page.wait_for_timeout(250)
        times = sorted(times[5:])
        yield Measurement("slider to screen, median", statistics.median(times), "ms", 130)
        yield Measurement("slider to screen, p95", times[int(0.95 * len(times))], "ms", 200)
        browser.close()
