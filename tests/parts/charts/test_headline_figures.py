"""The figures at the head of a page: number, range and evidence."""

from dashboards.parts.charts.headline_figures import Figures
from kans_model.reports.evidence import weakest
from kans_model.words.amounts import money_and_range


def test_a_headline_shows_its_range_and_weakest_evidence():
    figures = Figures({"cost": "Investering"}, "nl")
    figures.show(
        "cost", number="€ 4,1 mln", range_text="2,6–6,0 mln", kind=weakest(["cited", "expert", "derived"])
    )
    assert "2,6–6,0 mln" in figures.view.slots["cost_range"]
    assert "inschatting" in figures.view.slots["cost_range"]
    assert '<span class="unit">mln</span>' in figures.view.slots["cost"]


def test_a_rough_headline_puts_the_range_first():
    figures = Figures({"cost": "Investering"}, "nl")
    figures.show("cost", number="€ 4,1 mln", range_text="2,6–6,0 mln", kind="expert", rough=True)
    assert "2,6–6,0" in figures.view.slots["cost"]
    assert "€ 4,1 mln" in figures.view.slots["cost_range"]
    assert "indicatief: kengetallen" in figures.view.slots["cost_range"]


def test_a_gain_carries_its_signs_and_the_word_euro():
    figures = Figures({"npv": "Saldo"}, "nl")
    number, span = money_and_range(321e6, 100e6, 1.1e9, signed=True)
    figures.show("npv", number=number, range_text=span, rough=True)
    slot = figures.view.slots["npv"]
    assert "+100 tot +1.100" in slot
    assert ">mln euro<" in slot.replace("\u00a0", " ")
    assert "€" not in slot
    compact = figures.compact.slots["npv"]
    assert "euro" not in compact
    assert compact.count("<span") == compact.count("</span>") == 2
    assert "+€\u00a0321\u00a0mln" in figures.view.slots["npv_range"]
