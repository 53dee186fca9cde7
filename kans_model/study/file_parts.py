"""The parts of a study file, each with its type and bounds."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from kans_model.finance.split_terms import PRESETS
from kans_model.measures.portfolio import TARGETINGS, WORKED_OUT
from kans_model.outlook.scenario import Scenario
from kans_model.tables.vocabulary import REFERENCE_YEAR, WHOLE, YEARS
from kans_model.words.json_text import LARGEST_NUMBER

SCHEMA = 1


def _one_of(*options: Any) -> AfterValidator:
    """That a value is one of these; the error of one that is not names them."""

    def check(value: Any) -> Any:
        if value not in options:
            raise ValueError(", ".join(map(str, options)))
        return value

    return AfterValidator(check)


class TooMany(ValueError):
    """More parts than there can be; its text says how many there may be."""


def _at_most(most: int) -> BeforeValidator:
    """That there are no more parts than this, before any of them is looked at."""

    def check(value: Any) -> Any:
        if isinstance(value, dict | list) and len(value) > most:
            raise TooMany(str(most))
        return value

    return BeforeValidator(check)


def _choice(name: str) -> Any:
    """What a choice of the scenario may be, as its Param class has it."""
    choice = Scenario.param[name]
    if hasattr(choice, "objects"):
        return _one_of(*choice.objects)
    low, high = choice.bounds
    return Field(ge=low, le=high)


Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=2000)]
Number = Annotated[float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Amount = Annotated[float, Field(ge=0, le=LARGEST_NUMBER)]
MOST_AREAS, MOST_MEASURES, MOST_PACKAGES = 20_000, 500, 500
MOST_PARTNERS, MOST_DECISIONS, MOST_PROJECTS = 200, 5_000, 5_000
"""More than the country and the library have: what a file may ask of memory is bounded."""
Names = Annotated[list[Name], Field(fail_fast=True), _at_most(MOST_AREAS)]
PerArea = Annotated[dict[Name, Amount], _at_most(MOST_AREAS)]
PerMeasure = _at_most(MOST_MEASURES)
Pair = Annotated[list[Name], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]
_Cell = Amount | Literal[""] | None


class _Part(BaseModel):
    """A part of the file: nothing is left out that has no default, nothing more stands in it."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class _City(_Part):
    name: Name
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    corrections: Annotated[
        dict[Name, Annotated[dict[Name, Number | Text | None], PerMeasure]], _at_most(MOST_AREAS)
    ] = {}


class _OwnValue(_Part):
    value: Number
    reason: Text


class _Assumptions(_Part):
    own: Annotated[dict[Name, _OwnValue], _at_most(5 * MOST_MEASURES)]


class _Threshold(_Part):
    hazard: Name
    most_eur_per_year: Amount
    area: Name | None = None
    hard: bool = True


class _Ambition(_Part):
    thresholds: Annotated[list[_Threshold], _at_most(MOST_AREAS)] = []
    equity_share: Share = 0.0
    vulnerable: Names = []
    weights: Annotated[dict[Name, Amount], PerMeasure] = {}


class _Criterion(_Part):
    id: Name
    indicator: Name
    limit: Amount
    acceptance: Name = "undesirable"
    moment: Text = "2050"
    areas: Names = []
    wijk: Text = ""
    each: bool = False
    latest_year: int | None = None
    partners: Annotated[list[Name], _at_most(MOST_PARTNERS)] = []
    reason: Text = ""
    since: Text = ""
    norm: Text = ""


class _ChoiceAnswer(_Part):
    first: Annotated[dict[Name, Number], PerMeasure] = {}
    second: Annotated[dict[Name, Number], PerMeasure] = {}
    chosen: Name = "neither"


class _Partner(_Part):
    id: Name
    name: Name
    role: Text = ""
    interest: Text = ""
    person: Text = ""
    actors: Annotated[list[Name], PerMeasure] = []
    weights: Annotated[dict[Name, Amount], PerMeasure] = {}
    answers: Annotated[list[_ChoiceAnswer], PerMeasure] = []


class _Quote(_Part):
    indicator: Name
    moment: Text
    value: Number
    areas: Names = []
    package: Text = ""


class _Decision(_Part):
    id: Name
    when: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    what: Name
    why: Text = ""
    partners: Annotated[list[Name], _at_most(MOST_PARTNERS)] = []
    study: Text = ""
    quotes: Annotated[list[_Quote], PerMeasure] = []
    package: Text = ""
    criterion: Text = ""
    corrects: Text = ""


class _Dialogue(_Part):
    criteria: Annotated[list[_Criterion], _at_most(MOST_AREAS)] = []
    partners: Annotated[list[_Partner], _at_most(MOST_PARTNERS)] = []
    decisions: Annotated[list[_Decision], _at_most(MOST_DECISIONS)] = []


_Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[1])]


class _Project(_Part):
    id: Name
    name: Name
    owner: Name
    quantities: Annotated[dict[Name, PerArea], PerMeasure]
    start: _Year | None = None
    pinned: bool = False
    earliest: _Year | None = None
    latest: _Year | None = None
    duration_years: Annotated[int, Field(ge=1, le=100)] = 1
    after: Annotated[list[Name], _at_most(MOST_PROJECTS)] = []
    excludes: Annotated[list[Name], _at_most(MOST_PROJECTS)] = []
    status: Name = "idea"
    realised_eur: Amount | None = None
    realised: Annotated[dict[Name, Amount], PerMeasure] = {}
    reason: Text = ""


class _Work(_Part):
    id: Name
    name: Name
    kind: Name
    shares: PerArea
    start: _Year
    end: _Year
    earliest: _Year | None = None
    latest: _Year | None = None
    opens: Annotated[list[Name], PerMeasure] = []
    owner: Text = ""
    status: Name = "planned"
    budget_eur: Amount | None = None


class _Programme(_Part):
    package: Text = ""
    first_year: _Year = YEARS[0]
    last_year: _Year = YEARS[1]
    projects: Annotated[list[_Project], _at_most(MOST_PROJECTS)] = []
    works: Annotated[list[_Work], _at_most(MOST_AREAS)] = []
    budgets: Annotated[dict[Name, Annotated[dict[Name, Amount], PerMeasure]], PerMeasure] = {}
    capacity_eur: Annotated[dict[Name, Amount], PerMeasure] = {}
    capacity_projects: Annotated[dict[Name, Amount], PerMeasure] = {}
    reach_eur: Amount = 0.0
    only_worthwhile: bool = False


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
    limits: Annotated[list[_Criterion], _at_most(MOST_AREAS)] = []
    private_most: Any = None


class _Choice(_Part):
    uptake: Share
    targeting: Annotated[str, _one_of(*TARGETINGS, WORKED_OUT)]
    areas: Names
    pattern: PerArea = {}


class _Portfolio(_Part):
    id: Name
    title: Text
    description: Text = ""
    best_first: bool = False
    budget_eur: Amount | None = None
    choices: Annotated[dict[Name, _Choice], PerMeasure]
    explicit: Annotated[dict[Name, PerArea], PerMeasure]
    question: QuestionPart = QuestionPart()


class _Ceiling(_Part):
    ceiling_eur: Amount
    committed_eur: Amount = 0.0


class _Loan(_Part):
    kind: Name = ""
    rate: Share = 0.0
    years: Amount = 0
    share: Share = 1.0


class _LevyShare(_Part):
    rioolheffing_share: Share
    reason: Text = ""


class _Rule(_Part):
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
    share: _Cell = None
    share_low: _Cell = None
    share_high: _Cell = None
    amount_eur: _Cell = None
    amount_eur_low: _Cell = None
    amount_eur_high: _Cell = None
    unit: Text | None = None
    price_year: _Cell = None
    vat_base: Text | None = None
    cap_eur: _Cell = None
    cap_per: Text | None = None
    projects_per_year: _Cell = None
    min_eur: _Cell = None
    yearly_ceiling_eur: _Cell = None
    total_ceiling_eur: _Cell = None
    own_share_min: _Cell = None
    stacking_limit: _Cell = None
    from_year: _Cell = None
    to_year: _Cell = None
    note: Text | None = None
    source: Text | None = None
    evidence: Text | None = None


class _Split(_Part):
    id: Name
    title: Text
    description: Text = ""
    preset: Annotated[str, _one_of(*PRESETS)]
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
    levy_shares: Annotated[dict[Name, _LevyShare], PerMeasure] = {}
    depreciation_years: Annotated[dict[Name, Amount], PerMeasure] = {}
    rooms: Annotated[dict[Name, Amount], PerMeasure] = {}
    routes: Annotated[dict[Name, Annotated[dict[Name, Name], PerMeasure]], PerMeasure] = {}


class _NewActor(_Part):
    name: Text
    like: Name


class _Actors(_Part):
    names: Annotated[dict[Name, Text], PerMeasure] = {}
    joined: Annotated[dict[Name, Name], PerMeasure] = {}
    added: Annotated[dict[Name, _NewActor], PerMeasure] = {}


class _Scenario(_Part):
    climate: Annotated[str, _choice("climate")]
    rain_regime: Annotated[str, _choice("rain_regime")]
    duration_min: Annotated[int, _choice("duration_min")]
    heat_value: Annotated[str, _choice("heat_value")]
    base_year: Annotated[int, _choice("base_year")]
    discount: Annotated[str, _choice("discount")]
    period_years: Annotated[int, _choice("period_years")]
    build_years: Annotated[int, _choice("build_years")]
    co_benefits: Annotated[list[Annotated[str, _choice("co_benefits")]], PerMeasure]


class StudyFile(_Part):
    schema_: Annotated[int, Field(alias="schema"), _one_of(SCHEMA)]
    model: Name = ""
    city: _City
    tables: Text = ""
    scenario: _Scenario
    assumptions: _Assumptions
    ambition: _Ambition = _Ambition()
    portfolios: Annotated[list[_Portfolio], Field(min_length=1), _at_most(MOST_PACKAGES)]
    splits: Annotated[list[_Split], _at_most(MOST_PACKAGES)] = []
    actors: _Actors = _Actors()
    balance: Annotated[dict[Name, Number], PerMeasure] = {}
    dialogue: _Dialogue = _Dialogue()
    programme: _Programme = _Programme()
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
