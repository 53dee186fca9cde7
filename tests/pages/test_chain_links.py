"""A thing of the chain that is named on one page is opened on the page where it is chosen or shown."""

from functools import cache

import pytest

from dashboards.beleid import BeleidPage
from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.origin import Origin
from dashboards.parts.frame.session import Session
from dashboards.risicodialoog import RisicodialoogPage
from dashboards.stresstest import StresstestPage
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from kans_model.chain.links import KINDS, PAGE_OF
from kans_model.chain.study_chain import study_chain
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from tests.fixtures.chained import chained

ROOF = "green_roof_extensive"
LEVERS = LeverSet(
    "s",
    "Set",
    (
        Lever("eerst", "campaign", 2028, measures=("rain_barrel",)),
        Lever("groen-dak", "subsidy", 2028, measures=(ROOF,), subsidy_share=0.5),
    ),
)
PAGES = {
    "stresstest": StresstestPage,
    "risicodialoog": RisicodialoogPage,
    "maatregelen": MaatregelenPage,
    "uitvoeringsagenda": UitvoeringsagendaPage,
    "beleid": BeleidPage,
}


@cache
def study():
    return chained().replaced(policy=Policy().with_set(LEVERS))


def where(shown, kind, key):
    """What holds the keyboard after a link led there, and what must stand in it."""
    return {
        "risk": lambda: (shown.session.area, key[-1]),
        "threshold": lambda: (shown.criteria.rows.aim, f"limit-{key[0]}#"),
        "measure": lambda: (str(bool(shown.uptake.rows[key[-1]].aim)), "True"),
        "project": lambda: (shown.gantt.view.aim, f"sheet-{key[0]}#"),
        "lever": lambda: (shown.list.list.aim, f"lever-{key[0]}#"),
        "text": lambda: (shown.text.lever, key[0]),
    }[kind]()


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_opens_the_very_thing(kind):
    node = study_chain(study()).of(kind)[-1]
    shown = PAGES[PAGE_OF[kind]](Session(study=study(), lang="nl"))
    shown.aim(node.id)
    found, wanted = where(shown, kind, node.key)
    assert found.startswith(wanted)


def test_the_list_of_the_chain_names_things_that_lead_there():
    session, led = Session(study=study(), lang="nl"), []
    line = Origin(session, lambda page: (page, f"?page={page}"))
    line.show("beleid")
    line.toggle()
    project = next(own for own in study().programme.projects if ROOF in own.quantities)
    part = f"project/{project.id}"
    assert f'data-part="{part}"' in line.list.html
    session.param.watch(lambda event: led.append(event.new), "place")
    line.list._handle_msg({"do": "go", "page": "uitvoeringsagenda", "part": part})
    assert led[0] == ("uitvoeringsagenda", part)
