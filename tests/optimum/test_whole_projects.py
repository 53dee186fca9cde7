"""Variants: valued by the exact model, on their surfaces, within every limit, and as good as any choice."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.dialogue.ambition import Threshold
from kans_model.optimum import whole_projects
from kans_model.optimum.formulation import formulate
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.search import Search
from kans_model.optimum.whole_projects import VariantSearch
from kans_model.tables.vocabulary import HAZARDS
from tests.fixtures.packages import demo
from tests.fixtures.small import FEW, corner, only

few_examples = settings(max_examples=6)


def started(question, study=None):
    """A formulation of whole projects, its free answer, and the search for variants."""
    search = Search.of(study or demo(), question)
    search.program.add_tangents_at_nothing()
    return search.formulation, search.attempt(), VariantSearch(search.formulation)


def test_a_variant_is_worth_what_the_exact_model_says():
    formulation, _, variants = started(Question(budget_eur=1e7, whole=True))
    rng = np.random.default_rng(3)
    area = rng.integers(0, variants.shape[1], 40)
    built = (rng.random((variants.shape[0], 40)) < 0.2) & variants.open[:, area]
    worth = variants.valued(built, area).row
    for at in range(40):
        quantity = np.zeros(formulation.program.shape)
        quantity[variants.measures, area[at]] = built[:, at] * variants.most[:, area[at]]
        assert worth[0, at] * formulation.scale == pytest.approx(
            formulation.benefit.avoided_eur(quantity)[0].sum()
        )
        spent = formulation.variables.spent_eur(quantity)
        assert worth[1 + variants.names.index("budget"), at] * 1e6 == pytest.approx(spent)


def test_neighbours_differ_by_one_project_and_what_stood_in_its_way():
    _, _, variants = started(Question(budget_eur=1e7, whole=True))
    rng = np.random.default_rng(5)
    built = np.zeros(variants.shape, dtype=bool)
    for _ in range(4):  # a few projects in every area, as far as they fit
        more = built | ((rng.random(variants.shape) < 0.05) & variants.open)
        built = np.where(variants.fits(more), more, built)
    assert built.sum() > 60
    made, area = variants.neighbours(built, np.ones(variants.shape[1], dtype=bool))
    added = (made & ~built[:, area]).sum(axis=0)
    assert set(added) == {0, 1}
    used = variants.member @ (made * variants.claim[:, area])
    assert (used <= variants.space[:, area] * (1 + 1e-8)).all()
    assert ((made * variants.drained[:, area]).sum(axis=0) <= variants.paving[area] * (1 + 1e-8)).all()
    removed = built[:, area] & ~made
    new_pool = np.where(added == 1, variants.pool[(made & ~built[:, area]).argmax(axis=0)], -2)
    new = (made & ~built[:, area]).argmax(axis=0)
    drains = (added == 1) & (variants.drained[new, area] > 0)
    in_the_way = (variants.pool[:, None] == new_pool) | (drains & (variants.drained[:, area] > 0))
    others = removed & ~in_the_way
    assert (
        others.sum(axis=0) <= 1
    ).all()  # the one left out or exchanged; the rest stood on the same surface


@pytest.mark.parametrize("budget_eur", [1e5, 8e5, 3e6])
def test_the_best_choice_of_all_in_a_small_city(budget_eur):
    study = corner(2)
    formulation, free, variants = started(Question(budget_eur=budget_eur, bans=only(*FEW), whole=True), study)
    best = 0.0
    for chosen in product((0.0, 1.0), repeat=len(formulation.variables)):
        shares = np.array(chosen)
        quantity = formulation.variables.quantity(shares, formulation.program.shape)
        if (
            formulation.variables.capex_eur @ shares <= budget_eur
            and (study.baseline.room.fitted(quantity) >= quantity * (1 - 1e-9)).all()
        ):
            best = max(best, float(formulation.benefit.avoided_eur(quantity)[0].sum()))
    start = formulation.program.quantity(variants.best(free.best, free.prices)[0])
    begun = formulation.benefit.avoided_eur(start)[0].sum()
    assert 0.8 * best <= begun <= best * (1 + 1e-9)  # from there the solver finds the best of all
    question = Question(budget_eur=budget_eur, bans=only(*FEW), whole=True)
    found = optimum(study, question)
    assert found.value == pytest.approx(best, rel=1e-9)
    assert found.bound >= best * (1 - 1e-9)


@few_examples
@given(budget_eur=st.floats(5e5, 2e8), equity=st.floats(0, 0.02), share=st.floats(0.7, 1))
def test_every_limit_holds_in_the_exact_model(budget_eur, equity, share):
    study = demo()
    before = formulate(study, Question(budget_eur=1e6)).benefit.before_eur[HAZARDS.index("pluvial")].sum()
    limit = Threshold("pluvial", share * float(before), hard=False)
    question = Question(budget_eur=budget_eur, equity_share=equity, thresholds=(limit,), whole=True)
    formulation, free, variants = started(question)
    if free is None:
        return
    shares, _ = variants.best(free.best, free.prices)
    if shares is None:
        return
    assert set(shares) <= {0.0, 1.0}
    assert shares @ formulation.variables.capex_eur <= budget_eur * (1 + 1e-6)
    quantity = formulation.program.quantity(shares)
    assert formulation.damage.kept(quantity, formulation.program)
    np.testing.assert_allclose(formulation.base.room.fitted(quantity), quantity, rtol=1e-6)


def test_what_excludes_or_needs_what_is_kept_to():
    question = Question(
        budget_eur=5e7,
        whole=True,
        exclusions=(("wadi", "street_tree"),),
        dependencies=(("heat_plan", "wadi"),),
    )
    formulation, free, variants = started(question)
    quantity = formulation.program.quantity(variants.best(free.best, free.prices)[0])
    place = formulation.base.room.place
    wadi, tree, plan = (quantity[place[one]] > 0 for one in ("wadi", "street_tree", "heat_plan"))
    assert not (wadi & tree).any()
    assert not (plan & ~wadi).any()
    assert quantity.any()


@pytest.mark.parametrize("budget_eur", [1e6, 2e7, 2e8])
def test_a_choice_without_time_is_whole_within_its_budget_and_near_the_free_one(monkeypatch, budget_eur):
    monkeypatch.setattr(whole_projects, "MASTER_NODES", 0)
    formulation, free, variants = started(Question(budget_eur=budget_eur, whole=True))
    shares, _ = variants.best(free.columns, free.prices)
    assert set(shares) <= {0.0, 1.0}
    quantity = formulation.variables.quantity(shares, formulation.program.shape)
    assert formulation.variables.spent_eur(quantity) <= budget_eur * (1 + 1e-8)
    worth = formulation.benefit.avoided_eur(quantity)[0].sum() / formulation.scale
    assert 0.9 * free.value <= worth <= free.bound * (1 + 1e-9)
