"""The page Bronnen: the factors of storage are the model's."""

import pytest

from dashboards.bronnen import BronnenPage
from dashboards.parts.frame.session import Session
from dashboards.sections.bronnen.storage_factors import StorageFactors
from kans_model.city.city import City
from kans_model.evaluation.storage_factors import DEPTHS_MM, storage_factors
from kans_model.reports.sources import conclusion
from kans_model.study.study import Study
from kans_model.words.amounts import number


@pytest.mark.parametrize("depth", DEPTHS_MM)
def test_the_table_shows_the_factors_of_the_depth_that_is_chosen(depth):
    section = StorageFactors("nl", ())
    section.view._handle_msg({"do": "depth", "value": str(depth)})
    shown = str(section.view.slots["rows"])
    for soil in ("sand", "clay"):
        assert f"× {number(storage_factors()[depth]['wadi', soil], 'nl', 1)}" in shown


def test_its_title_is_true_at_every_depth():
    factors = storage_factors()
    wadi = factors.loc[("wadi", "sand")]
    for roof in ("green_roof_extensive", "green_roof_intensive"):
        assert (factors.loc[(roof, "sand")] < wadi).all()
    assert factors.loc[("green_roof_extensive", "sand"), 20] < wadi[20] / 2


def test_it_opens_with_how_well_the_figures_are_founded():
    page = BronnenPage(Session(study=Study.default(City.demo()), lang="en"))
    assert conclusion("en") in page.layout[0].html
