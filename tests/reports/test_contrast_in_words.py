"""The sentence of Vergelijken: its numbers are the differences, and it names no winner among equals."""

import pytest

from kans_model.reports.contrast_in_words import conclusion, next_decision
from kans_model.uncertainty.contrast import Contrast, Part

NAMES = {"a": "Oost", "b": "Ring", "niets_doen": "Nulalternatief", "alles": "Alles"}
BANDS = {"avoided": (2.2, 1.3, 3.3), "capex": (26.7, 22.1, 33.0), "npv": (7.0, -16.0, 31.0)}
BETTER = {"avoided": 1.0, "capex": 0.0, "npv": 0.64}


def said(other="b", part=None, rough=False, **bands):
    contrast = Contrast("a", other, BANDS | bands, BETTER, part)
    return conclusion(contrast, NAMES, rough).replace("\u00a0", " ")


def test_a_band_that_holds_nought_has_no_winner():
    assert said() == (
        "Oost vermijdt in 2050 € 2,2 mln (€ 1,3–3,3 mln) schade per jaar meer dan Ring, "
        "voor € 26,7 mln (€ 22–33 mln) extra investering. "
        "Op maatschappelijk saldo is er geen winnaar: in 64 % van de berekeningen is Oost beter."
    )
    assert "niet zeker" in said(avoided=(0.1, -0.5, 0.7))


def test_beside_doing_nothing_it_says_what_part_of_all_that_fits_for_what_part_of_the_money():
    text = said("niets_doen", Part("a", "alles", 1.9 / 2.5, 4 / 100), rough=True)
    assert "Oost vermijdt in 2050 € 1,3–3,3 mln schade per jaar, voor € 22–33 mln aan investering." in text
    assert "Dat is 76 % van wat Alles vermijdt, voor 4 % van het geld." in text


@pytest.mark.parametrize(
    ("npv", "winner"), [((7.0, 1.0, 9.0), "Oost"), ((-7.0, -9.0, -1.0), "Ring")], ids=["own", "other"]
)
def test_where_the_whole_band_lies_on_one_side_that_package_is_better(npv, winner):
    assert f"{winner} heeft het betere maatschappelijk saldo" in said(npv=npv)
    contrast = Contrast("a", "b", BANDS | {"npv": npv}, BETTER, None)
    assert f"door met {winner}" in next_decision(contrast, NAMES)


def test_equals_are_called_the_same():
    nothing = (0.0, 0.0, 0.0)
    assert "precies hetzelfde" in said(avoided=nothing, capex=nothing, npv=nothing)
