"""The parts of a study file, each with its type and bounds."""

from typing import Annotated, Any

from pydantic import Field

from kans_model.finance.split_terms import PRESETS
from kans_model.measures.portfolio import TARGETINGS, WORKED_OUT
from kans_model.study.part_kinds import (
    MOST_AREAS,
    MOST_DECISIONS,
    MOST_MEASURES,
    MOST_PACKAGES,
    MOST_PARTNERS,
    MOST_PROJECTS,
    Amount,
    Cell,
    Name,
    Names,
    Number,
    Pair,
    Part,
    PerArea,
    PerMeasure,
    Share,
    Text,
    Year,
    at_most,
    choice_of,
    one_of,
)
from kans_model.study.policy_parts import PolicyPart
from kans_model.tables.vocabulary import REFERENCE_YEAR, WHOLE, YEARS
from kans_model.words.json_text import LARGEST_NUMBER

SCHEMA = 1


class _City(Part):
    name: Name
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    corrections: Annotated[
        dict[Name, Annotated[dict[Name, Number | Text | None], PerMeasure]], at_most(MOST_AREAS)
    ] = {}


class _OwnValue(Part):
    value: Number
    reason: Text


class _Assumptions(Part):
    own: Annotated[dict[Name, _OwnValue], at_most(5 * MOST_MEASURES)]


class _Threshold(Part):
    hazard: Name
    most_eur_per_year: Amount
    area: Name | None = None
    hard: bool = True


class _Ambition(Part):
    thresholds: Annotated[list[_Threshold], at_most(MOST_AREAS)] = []
    equity_share: Share = 0.0
    vulnerable: Names = []
    weights: Annotated[dict[Name, Amount], PerMeasure] = {}


class _Criterion(Part):
    id: Name
    indicator: Name
    limit: Amount
    acceptance: Name = "undesirable"
    moment: Text = "2050"
    areas: Names = []
    wijk: Text = ""
    each: bool = False
    latest_year: int | None = None
    partners: Annotated[list[Name], at_most(MOST_PARTNERS)] = []
    reason: Text = ""
    since: Text = ""
    norm: Text = ""


class _ChoiceAnswer(Part):
    first: Annotated[dict[Name, Number], PerMeasure] = {}
    second: Annotated[dict[Name, Number], PerMeasure] = {}
    chosen: Name = "neither"


class _Partner(Part):
    id: Name
    name: Name
    role: Text = ""
    interest: Text = ""
    person: Text = ""
    actors: Annotated[list[Name], PerMeasure] = []
    weights: Annotated[dict[Name, Amount], PerMeasure] = {}
    answers: Annotated[list[_ChoiceAnswer], PerMeasure] = []
    typed_weights: Annotated[dict[Name, Amount], PerMeasure] = {}


class _Quote(Part):
    indicator: Name
    moment: Text
    value: Number
    areas: Names = []
    package: Text = ""


class _Decision(Part):
    id: Name
    when: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    what: Name
    why: Text = ""
    partners: Annotated[list[Name], at_most(MOST_PARTNERS)] = []
    study: Text = ""
    quotes: Annotated[list[_Quote], PerMeasure] = []
    package: Text = ""
    criterion: Text = ""
    corrects: Text = ""


class _Dialogue(Part):
    criteria: Annotated[list[_Criterion], at_most(MOST_AREAS)] = []
    partners: Annotated[list[_Partner], at_most(MOST_PARTNERS)] = []
    decisions: Annotated[list[_Decision], at_most(MOST_DECISIONS)] = []


class _Project(Part):
    id: Name
    name: Name
    owner: Name
    quantities: Annotated[dict[Name, PerArea], PerMeasure]
    start: Year | None = None
    pinned: bool = False
    earliest: Year | None = None
    latest: Year | None = None
    duration_years: Annotated[int, Field(ge=1, le=100)] = 1
    after: Annotated[list[Name], at_most(MOST_PROJECTS)] = []
    excludes: Annotated[list[Name], at_most(MOST_PROJECTS)] = []
    status: Name = "idea"
    realised_eur: Amount | None = None
    realised: Annotated[dict[Name, Amount], PerMeasure] = {}
    reason: Text = ""


class _Work(Part):
    id: Name
    name: Name
    kind: Name
    shares: PerArea
    start: Year
    end: Year
    earliest: Year | None = None
    latest: Year | None = None
    opens: Annotated[list[Name], PerMeasure] = []
    owner: Text = ""
    status: Name = "planned"
    budget_eur: Amount | None = None


class _RecordYear(Part):
    year: Year
    planned_eur: Amount
    realised_eur: Amount


class _Basis(Part):
    package: Text = ""
    outlook: Text = ""
    worth_eur: Number | None = None
    quantities: Annotated[dict[Name, Amount], PerMeasure] = {}


class _Programme(Part):
    package: Text = ""
    first_year: Year = YEARS[0]
    last_year: Year = YEARS[1]
    projects: Annotated[list[_Project], at_most(MOST_PROJECTS)] = []
    works: Annotated[list[_Work], at_most(MOST_AREAS)] = []
    budgets: Annotated[dict[Name, Annotated[dict[Name, Amount], PerMeasure]], PerMeasure] = {}
    capacity_eur: Annotated[dict[Name, Amount], PerMeasure] = {}
    capacity_projects: Annotated[dict[Name, Amount], PerMeasure] = {}
    reach_eur: Amount = 0.0
    only_worthwhile: bool = False
    record: Annotated[list[_RecordYear], at_most(MOST_PARTNERS)] = []
    made_on: _Basis = _Basis()
    planned_on: _Basis = _Basis()


class QuestionPart(_Ambition):
    """As `optimum.Question` writes itself; what it means is checked where it is asked again."""

    goal: Name = ""
    horizon: Name = ""
    budget_eur: Amount | None = None
    budget_eur_per_year: Amount | None = None
    budget_of: Name = ""
    pins: Annotated[dict[Name, Share], PerMeasure] = {}
    bans: Names = []
    caps: Annotated[dict[Name, Share], PerMeasure] = {}
    areas: Names = []
    least_project_eur: Amount = 0.0
    exclusions: Annotated[list[Pair], PerMeasure] = []
    dependencies: Annotated[list[Pair], PerMeasure] = []
    whole: bool = False
    split: Name | None = None
    free_split: bool = False
    expected: bool = False
    least_reach_pct: Amount | None = None
    limits: Annotated[list[_Criterion], at_most(MOST_AREAS)] = []
    private_most: Any = None


class _Choice(Part):
    uptake: Share
    targeting: Annotated[str, one_of(*TARGETINGS, WORKED_OUT)]
    areas: Names
    pattern: PerArea = {}


class _Portfolio(Part):
    id: Name
    title: Text
    description: Text = ""
    best_first: bool = False
    budget_eur: Amount | None = None
    choices: Annotated[dict[Name, _Choice], PerMeasure]
    explicit: Annotated[dict[Name, PerArea], PerMeasure]
    question: QuestionPart = QuestionPart()


class _Ceiling(Part):
    ceiling_eur: Amount
    committed_eur: Amount = 0.0


class _Loan(Part):
    kind: Name = ""
    rate: Share = 0.0
    years: Amount = 0
    share: Share = 1.0


class _LevyShare(Part):
    rioolheffing_share: Share
    reason: Text = ""


class _Rule(Part):
    """The columns of `funding`, as far as a rule needs them."""

    name: Text | None = None
    name_nl: Text | None = None
    name_en: Text | None = None
    payer: Text | None = None
    status: Text | None = None
    version_of: Text | None = None
    measures: Text | Names | None = None
    themes: Text | Names | None = None
    owners: Text | Names | None = None
    share: Cell = None
    share_low: Cell = None
    share_high: Cell = None
    amount_eur: Cell = None
    amount_eur_low: Cell = None
    amount_eur_high: Cell = None
    unit: Text | None = None
    price_year: Cell = None
    vat_base: Text | None = None
    cap_eur: Cell = None
    cap_per: Text | None = None
    projects_per_year: Cell = None
    min_eur: Cell = None
    yearly_ceiling_eur: Cell = None
    total_ceiling_eur: Cell = None
    own_share_min: Cell = None
    stacking_limit: Cell = None
    from_year: Cell = None
    to_year: Cell = None
    note: Text | None = None
    source: Text | None = None
    evidence: Text | None = None


class _Split(Part):
    id: Name
    title: Text
    description: Text = ""
    preset: Annotated[str, one_of(*PRESETS)]
    own: Annotated[dict[Name, dict[Name, Annotated[int, Field(ge=0, le=WHOLE)]]], PerMeasure] = {}
    locked: Names = []
    instruments: Names = []
    rules: Annotated[dict[Name, _Rule], PerMeasure] = {}
    ceilings: Annotated[dict[Name, _Ceiling], PerMeasure] = {}
    loans: Annotated[dict[Name, _Loan], PerMeasure] = {}
    reserves: Annotated[dict[Name, Amount], PerMeasure] = {}
    renewal_provisions: Annotated[dict[Name, Amount], PerMeasure] = {}
    levelling_provisions: Annotated[dict[Name, Amount], PerMeasure] = {}
    grant_treatment: Annotated[dict[Name, Amount], PerMeasure] = {}
    rates: Annotated[dict[Name, Share], PerMeasure] = {}
    capitalisation_threshold_eur: Amount = 0.0
    levy_units: Annotated[float, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    water_levy_units: Annotated[float, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    reference_year: Annotated[int, Field(ge=YEARS[0], le=YEARS[1])] = REFERENCE_YEAR
    levy_tariff_eur: Annotated[float, Field(gt=0, le=LARGEST_NUMBER)] | None = None
    levy_payers: Annotated[dict[Name, Amount], PerMeasure] = {}
    levy_costs: Annotated[dict[Name, Amount], PerMeasure] = {}
    levy_today: Annotated[dict[Name, Amount], PerMeasure] = {}
    levy_shares: Annotated[dict[Name, _LevyShare], PerMeasure] = {}
    depreciation_years: Annotated[dict[Name, Amount], PerMeasure] = {}
    rooms: Annotated[dict[Name, Amount], PerMeasure] = {}
    routes: Annotated[dict[Name, Annotated[dict[Name, Name], PerMeasure]], PerMeasure] = {}


class _NewActor(Part):
    name: Text
    like: Name


class _Actors(Part):
    names: Annotated[dict[Name, Text], PerMeasure] = {}
    joined: Annotated[dict[Name, Name], PerMeasure] = {}
    added: Annotated[dict[Name, _NewActor], PerMeasure] = {}


class _Scenario(Part):
    climate: Annotated[str, choice_of("climate")]
    rain_regime: Annotated[str, choice_of("rain_regime")]
    duration_min: Annotated[int, choice_of("duration_min")]
    heat_value: Annotated[str, choice_of("heat_value")]
    base_year: Annotated[int, choice_of("base_year")]
    discount: Annotated[str, choice_of("discount")]
    period_years: Annotated[int, choice_of("period_years")]
    build_years: Annotated[int, choice_of("build_years")]
    co_benefits: Annotated[list[Annotated[str, choice_of("co_benefits")]], PerMeasure]


class StudyFile(Part):
    schema_: Annotated[int, Field(alias="schema"), one_of(SCHEMA)]
    model: Name = ""
    city: _City
    tables: Text = ""
    scenario: _Scenario
    assumptions: _Assumptions
    ambition: _Ambition = _Ambition()
    portfolios: Annotated[list[_Portfolio], Field(min_length=1), at_most(MOST_PACKAGES)]
    splits: Annotated[list[_Split], at_most(MOST_PACKAGES)] = []
    actors: _Actors = _Actors()
    balance: Annotated[dict[Name, Number], PerMeasure] = {}
    dialogue: _Dialogue = _Dialogue()
    programme: _Programme = _Programme()
    policy: PolicyPart = PolicyPart()
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
