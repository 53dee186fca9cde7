"""Numbers in the browser: the same text as the server writes, for the same number."""

import json

import numpy as np

from dashboards.parts.look.css import ASSETS
from kans_model.words.notation import QUANTITIES, declaration, written
from kans_model.words.texts import LANGUAGES

N = 10_000 // len(QUANTITIES) + 1
WRITE = """([declared, asked]) => {
  const place = document.createElement("script")
  place.type = "application/json"; place.id = "amounts"; place.textContent = declared
  document.body.append(place)
  return asked.map((asks) => amounts.written(...asks))
}"""


def awkward(rng, n):
    """Numbers of every size, halves of a last digit, powers of ten, nought and just below a round number."""
    sizes = rng.choice([-1, 1], n) * 10 ** rng.uniform(-4, 10.5, n)
    halves = rng.integers(-4000, 4000, n) / rng.choice([2, 4, 8, 20, 200], n)
    edges = rng.choice([0.0, 1e3, 1e6, 1e9, 999_500.0, 999_499.9, 999_500_000.0, 99.95, 9.995, 0.5, 2.5], n)
    return np.where(rng.random(n) < 0.6, sizes, np.where(rng.random(n) < 0.6, halves, edges))


def test_browser_and_server_write_the_same_text(browser):
    rng, asked = np.random.default_rng(7), []
    for name in QUANTITIES:
        for mid, low, high in awkward(rng, 3 * N).reshape(-1, 3).tolist():
            lang, largest = str(rng.choice(LANGUAGES)), float(rng.choice([0.5, 5.0, 50.0]))
            ends = sorted([mid, low, high])
            asked.append((name, [ends[1], ends[0], ends[2]], lang, largest))
        asked += [(name, [0.0, 0.0, 0.0], "nl", 50.0)]
    expected = [written(name, numbers, lang, largest) for name, numbers, lang, largest in asked]
    page = browser.new_page()
    page.add_script_tag(
        content=(ASSETS / "amounts.js").read_text(encoding="utf-8") + "; window.amounts = amounts"
    )
    texts = page.evaluate(WRITE, [json.dumps(declaration()), asked])
    page.close()
    assert len(asked) >= 10_000
    assert [case for case in zip(asked, texts, expected, strict=True) if case[1] != case[2]] == []
