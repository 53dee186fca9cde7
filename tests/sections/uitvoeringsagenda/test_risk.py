"""How risk goes through the years, on the page."""

import numpy as np
import pytest

from dashboards.parts.frame.session import Session
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.programme.lead_time import lead_time_years
from kans_model.programme.tipping import TippingBand
from kans_model.reports.tipping_in_words import band_of_years
from tests.fixtures.programmes import PROJECTS, planned

LIMITS = (
    Criterion("heat", "damage_heat", 1.2e7),
    Criterion("never", "damage_heat", 1.0, moment="2100"),
)


def opened(criteria=LIMITS, lang="nl"):
    study = planned([2027] * len(PROJECTS)).replaced(dialogue=Dialogue(criteria=criteria))
    page = UitvoeringsagendaPage(Session(study=study, lang=lang))
    page.ahead.choose("risk")
    return page


def test_it_says_what_damage_comes_to_and_when_each_limit_is_no_longer_kept():
    shown = opened()
    view = shown.ahead.risk
    assert "loopt de schade op van" in view.text
    assert "4 jaar later" in view.text
    frame = view.frame()
    assert len(frame) == len(LIMITS)
    assert next(name for name in frame if name.startswith("Met planning")).endswith("Hoog, droog (Hd)")
    never = frame.iloc[1]
    assert never["Zonder projecten"] == "wordt nooit gehaald"
    assert never["Beslis uiterlijk in"] == "nu"
    chart = view.chart.frame()
    assert (chart.iloc[5:, 2] <= chart.iloc[5:, 4] + 1e-9).all()  # with the plan never more than without


def test_without_limits_it_says_where_to_give_them():
    view = opened(criteria=()).ahead.risk
    assert "risicodialoog heeft nog geen grenzen" in view.table.slots["note"]


def test_each_limit_is_drawn_with_its_band_and_the_limit_itself():
    view = opened().ahead.risk
    chart = view.limits.chart.frame()
    assert (chart.filter(like="grens").to_numpy() == 12.0).all()  # 12 million euro a year
    low, mid, high = (chart.iloc[:, place] for place in (1, 2, 3))
    assert (low <= mid + 1e-9).all()
    assert (mid <= high + 1e-9).all()
    assert (mid.iloc[5:] <= chart.filter(like="zonder").iloc[5:, 0] + 1e-9).all()
    view.limits.choice._handle_msg({"do": "limit", "value": "never"})
    assert view.limits.chart.frame().filter(like="grens").iloc[0, 0] == pytest.approx(1e-6)
    assert view.limits.choice.visible


def test_without_limits_no_limit_is_drawn():
    limits = opened(criteria=()).ahead.risk.limits
    assert not limits.choice.visible
    assert not limits.chart.view.visible


def test_a_move_is_followed():
    shown = opened()
    before = shown.ahead.risk.chart.frame().iloc[6, 2]
    shown.gantt.view._handle_msg({"do": "move", "name": PROJECTS[2].id, "value": "2033"})
    assert shown.ahead.risk.chart.frame().iloc[6, 2] > before


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_year_is_named_after_the_last(lang):
    inf = float("inf")
    assert "inf" not in band_of_years(TippingBand(inf, inf, inf), 2027, lang)
    assert "2100" in band_of_years(TippingBand(inf, inf, inf), 2027, lang)


def test_building_takes_as_long_as_the_longest_project_there():
    plan = planned([2027] * len(PROJECTS)).plan()
    lead, building = lead_time_years(plan, np.ones(plan.values.base.n_areas, dtype=bool))
    assert lead == 2
    assert building == max(project.duration_years for project in PROJECTS)
