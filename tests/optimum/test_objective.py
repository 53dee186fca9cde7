"""What is maximised: coefficients and worth of each goal, by hand and by the model."""

from types import SimpleNamespace

import numpy as np
import pytest

from kans_model.optimum.answer import package
from kans_model.optimum.formulation import formulate
from kans_model.optimum.objective import Goal, goal_of, least_investment
from kans_model.optimum.question import Question
from tests.fixtures.small import FEW, corner, only
from tests.fixtures.two_buurten import program, variables


def formulation():
    """A tree avoids 2 thousand euro wherever it stands; a target is missed by 3 thousand in column 5."""
    lp = program()
    lp.extra([0.0, 0.0], [100.0, 100.0])
    return SimpleNamespace(
        program=lp,
        variables=variables(),
        scale=1000.0,
        block=SimpleNamespace(expression=lambda: (np.array([4]), np.array([1.0]))),
        benefit=SimpleNamespace(avoided_eur=lambda quantity: (2000.0 * quantity[0], None)),
        damage=SimpleNamespace(shortfalls={"target": 5}, shortfall=lambda quantity: {"target": 3.0}),
    )


def test_a_goal_adds_what_is_avoided_and_built_and_takes_off_what_targets_are_missed_by():
    goal = Goal(formulation(), 0.5, np.array([1.0, 2.0, 3.0, 4.0]))
    assert goal.coefficients().tolist() == [1.0, 2.0, 3.0, 4.0, 0.5, -1.0]
    # half of 2 per tree for 10 + 15 of them, 1 for all in the north, half of 2 in the south, less 3
    assert goal.worth(np.array([[10.0, 15.0], [0.0, 0.0]])) == pytest.approx(25.0 + 1.0 + 1.0 - 3.0)


def test_the_cheapest_package_aims_at_money_alone():
    goal = least_investment(formulation())
    assert goal.coefficients().tolist() == [-10.0, -30.0, -20.0, -4.0, 0.0, -1.0]
    assert goal.worth(np.array([[10.0, 0.0], [0.0, 0.0]])) == pytest.approx(-10.0 - 3.0)


def test_a_price_per_euro_takes_off_what_is_built():
    goal = Goal(formulation(), 1.0, np.zeros(4)).priced(0.1)
    assert goal.per_variable.tolist() == pytest.approx([-1.0, -3.0, -2.0, -0.4])


@pytest.mark.parametrize(
    ("goal", "of_model"),
    [
        ("avoided", lambda result: float(result["avoided_total_eur"].sel(horizon="2050"))),
        ("cheapest", lambda result: -float(result["capex_eur"].sum())),
    ],
)
def test_a_goal_is_worth_what_the_model_says(goal, of_model):
    study = corner(2)
    question = Question(goal=goal, budget_eur=1e6, bans=only(*FEW), equity_share=0.001)
    asked = formulate(study, question)
    quantity = asked.variables.quantity(np.full(len(asked.variables), 0.3), asked.program.shape)
    quantity = asked.base.room.fitted(quantity)
    result = study.evaluate(package(asked.base, quantity))
    assert goal_of(asked).worth(quantity) * asked.scale == pytest.approx(of_model(result), rel=1e-6)
