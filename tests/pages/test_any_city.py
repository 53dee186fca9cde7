"""Every page stands for any city: one buurt, very many, shapes alone, and an empty package."""

import numpy as np
import pytest

from dashboards.beleid import BeleidPage
from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from dashboards.risicodialoog import RisicodialoogPage
from dashboards.stresstest import StresstestPage
from dashboards.vergelijken import VergelijkenPage
from kans_model.city.city import City
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from tests.fixtures.cities import areas

PAGES = [StresstestPage, RisicodialoogPage, MaatregelenPage, VergelijkenPage, BeleidPage]


def city(n, known=True):
    codes = [f"{place:04d}" for place in range(n)]
    figures = {"residents": np.full(n, 1000.0), "households": np.full(n, 480.0)} if known else {}
    return City.from_areas(areas(codes, west=100_000, size_m=300, **figures), "Stad")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("n", [1, 343])
def test_one_buurt_and_very_many(page, n):
    shown = page(Session(study=Study.default(city(n))))
    assert len(shown.session.city.areas) == n
    assert shown.layout is not None


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_shapes_alone(page, lang):
    shown = page(Session(study=Study.default(city(4, known=False)), lang=lang))
    assert shown.layout is not None


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_package(page):
    study = Study.default(city(3)).replaced(portfolios=[Portfolio(id="leeg", title="Leeg")])
    assert page(Session(study=study, package="leeg")).layout is not None


def test_an_empty_package_says_what_to_do_next():
    study = Study.default(City.demo()).replaced(portfolios=[Portfolio(id="leeg", title="Leeg")])
    page = MaatregelenPage(Session(study=study, package="leeg"))
    assert "notice" in page.uptake.under.slots["empty"]
