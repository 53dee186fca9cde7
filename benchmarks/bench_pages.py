"""How long a planner waits: page load, slider to screen, in headless Chromium on the same machine."""

import os
import re
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

import dashboards
from benchmarks.measurement import Measurement
from scripts.chromium import find_chromium
from scripts.serving import Server, serving

MOVES = 40
SESSIONS = 12
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
FRAMES = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one])
  const number = all(document.body).find((one) => one.dataset?.slot === "capex")
  globalThis.times = []
  let began = 0, shown = number.textContent
  for (const kind of ["keydown", "pointermove"]) {
    document.addEventListener(kind, (event) => { began = event.timeStamp }, true)
  }
  new MutationObserver(() => {
    if (number.textContent === shown) return // the server confirms it
    shown = number.textContent
    const from = began, { port1, port2 } = new MessageChannel()
    port1.onmessage = () => times.push(performance.now() - from)
    port2.postMessage(0) // comes after the frame that is being made
  }).observe(number, { childList: true, subtree: true, characterData: true })
}"""
"""From a key or a move of the pointer, as the browser dates it, to the end of the frame with its number."""
SETTLED = """async (slider) => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (part) => part.shadowRoot ? [part, ...all(part.shadowRoot)] : [part])
  const began = performance.now()
  let last = began
  const watch = new MutationObserver(() => { last = performance.now() })
  for (const band of all(document.body).filter((part) => part.matches(".figure .range"))) {
    watch.observe(band, { childList: true, subtree: true, characterData: true, attributes: true })
  }
  slider.value = Number(slider.value) + (Number(slider.value) > 60 ? -7 : 7)
  slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }))
  await new Promise((done) => setTimeout(done, 700))
  watch.disconnect()
  return last - began
}"""
"""The last change of a band under a headline: what is saved and quoted follows later."""


DRAG = """async (slider) => {
  for (let move = 0; move < 60; move++) {
    slider.value = 10 + move % 40
    slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }))
    await new Promise((done) => setTimeout(done, 60))
  }
}"""
DRAG_MOVES = 60
TRAVEL_IS_HERE = "() => globalThis.kansTravel?.covers('wadi')"


def _rest_ms() -> float:
    """How long a slider must stand still to rest, as its script has it. [ms]"""
    script = Path(dashboards.__path__[0]) / "sections" / "maatregelen" / "measure_slider.js"
    found = re.search(r"\bREST_MS = (\d+)", script.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(script)
    return float(found[1])


def _processor_ms(pid: int) -> float:
    """Processor time that the server has used. [ms]"""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _drag_ms(page: Page, server: Server) -> float:
    """Processor time of the server per move of a drag. [ms]"""
    slider = page.get_by_role("slider", name="Wadi, inzet")
    began = _processor_ms(server.pid)
    slider.evaluate(DRAG)
    return (_processor_ms(server.pid) - began) / DRAG_MOVES


def _loaded_s(page: Page, url: str) -> float:
    started = time.perf_counter()
    page.goto(url)
    page.locator("#loader").wait_for(state="hidden")
    page.get_by_role("slider", name="Wadi, inzet").wait_for()
    return time.perf_counter() - started


def _moves_ms(page: Page, script: str, name: str = "Wadi, inzet") -> list[float]:
    """Times that a script measures after a move of the slider, sorted. [ms]"""
    slider = page.get_by_role("slider", name=name).element_handle()
    times = []
    for _ in range(MOVES):
        times.append(page.evaluate(script, slider))
        page.wait_for_timeout(400)
    return sorted(times[5:])


def _frames_ms(page: Page) -> list[float]:
    """From a key or a drag of a slider, as a hand makes them, to the frame that shows it, sorted. [ms]"""
    slider = page.get_by_role("slider", name="Wadi, inzet")
    slider.focus()
    page.wait_for_function(TRAVEL_IS_HERE)
    page.evaluate(FRAMES)
    for move in range(MOVES):
        page.keyboard.press("ArrowRight" if move % 20 < 10 else "ArrowLeft")
        page.wait_for_timeout(70)
    page.wait_for_timeout(1000)
    box, share = slider.bounding_box(), int(slider.input_value()) / 100
    if box is None:
        raise RuntimeError("the slider is not on the page")
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + share * box["width"], height)
    page.mouse.down()
    for move in range(MOVES):
        page.mouse.move(box["x"] + (0.1 + 0.01 * (move % 20)) * box["width"], height)
        page.wait_for_timeout(70)
    page.mouse.up()
    page.wait_for_timeout(1000)
    return sorted(page.evaluate("times"))


def _resident_mb(pid: int) -> float:
    """Memory of the server that is its own and in use. [MB]"""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


def _session_mb(playwright: Playwright, server: Server) -> float:
    """What the server's memory grows by per page that stays open, after a first few. [MB]"""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
    sizes = []
    for _ in range(SESSIONS):
        _loaded_s(browser.new_page(), f"{server.url}/?page=maatregelen")
        sizes.append(_resident_mb(server.pid))
    browser.close()
    return (sizes[-1] - sizes[2]) / (len(sizes) - 3)


def measurements() -> Iterator[Measurement]:
    """Yield the load of the first page and the time from a slider's move to the number on screen."""
    with serving(city="demo") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        loads = []
        for _ in range(4):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            loads.append(_loaded_s(page, f"{server.url}/?page=maatregelen"))
        yield Measurement("page load to usable, warm server", statistics.median(loads[1:]), "s", 3)
        times = _frames_ms(page)
        yield Measurement("slider to screen, median", statistics.median(times), "ms", 16)
        yield Measurement("slider to screen, p95", times[int(0.95 * len(times))], "ms", 33)
        if Path("/proc/self/stat").exists():  # Linux
            yield Measurement("server's processor time per move of a drag", _drag_ms(page, server), "ms", 8)
        times = _moves_ms(page, SETTLED)
        yield Measurement(
            "slider at rest to bands on screen, median", statistics.median(times) - _rest_ms(), "ms", 150
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{server.url}/app?page=financiering")
        page.locator("#loader").wait_for(state="hidden")
        times = _moves_ms(page, TO_SCREEN.replace('"capex"', '"gemeente"'), "Waterschap")
        yield Measurement("share of a party to screen, median", statistics.median(times), "ms", 130)
        yield Measurement("share of a party to screen, p95", times[int(0.95 * len(times))], "ms", 200)
        browser.close()
        if Path("/proc/self/statm").exists():  # Linux
            yield Measurement("memory per open session", _session_mb(playwright, server), "MB", 5)
