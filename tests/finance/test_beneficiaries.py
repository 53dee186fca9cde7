"""Who enjoys what green and blue bring, by the table of incidence."""

import numpy as np
import pytest

from kans_model.finance.beneficiaries import STREAMS, benefits_eur, stream_parties
from kans_model.finance.cost_lines import tenure
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from tests.fixtures.packages import demo

ACTORS = list(table("actors").index)


def parties():
    """Shares of every stream where nothing says where damage is avoided, by stream."""
    nothing = np.zeros((len(STREAMS) - len(CO_BENEFITS), demo().baseline.n_areas))
    return dict(zip(STREAMS, stream_parties(demo().baseline, nothing), strict=True))


def test_health_is_enjoyed_by_employers_for_the_most_part_and_by_who_pays_for_care():
    # KPMG 2012: 328 of 394 million is labour, 65 care
    shares = dict(zip(ACTORS, parties()["health_per_pct_green"], strict=True))
    assert (shares["bedrijf"], shares["zorg"]) == pytest.approx((0.83, 0.17))


def test_property_is_enjoyed_by_who_owns_the_dwellings():
    base = demo().baseline
    homes = base.area["dwellings"]
    corporation, resident, landlord = (homes / homes.sum()) @ tenure(base)
    shares = dict(zip(ACTORS, parties()["property_single_task"], strict=True))
    found = (shares["woningcorporatie"], shares["particulier"], shares["bedrijf"])
    assert found == pytest.approx((corporation, resident, landlord), rel=1e-6)


@pytest.mark.parametrize("stream", CO_BENEFITS)
def test_every_benefit_is_enjoyed_whole(stream):
    assert parties()[stream].sum() == pytest.approx(1.0)


def test_streams_make_up_the_benefits_of_the_result():
    study = demo()
    result = study.evaluate("eigen")
    whole = float(result["present_value_benefit_total_eur"])
    assert benefits_eur(study.baseline, result).sum() == pytest.approx(whole)


def test_who_bears_in_the_end_is_passed_on_draw_by_draw():
    ledger = demo().ledger("eigen", "eigenaar")
    draws = np.stack([ledger.present_value_eur, 2 * ledger.present_value_eur])
    passed = ledger.final(draws)
    assert passed[1] == pytest.approx(2 * ledger.final(ledger.present_value_eur))
    assert passed.sum(axis=1) == pytest.approx(draws.sum(axis=1))
