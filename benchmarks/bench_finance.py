"""How long financing needs: six splits of one package, and a thousand draws of them."""

from collections.abc import Iterator

from benchmarks.measurement import Measurement, median_ms
from kans_model.city.city import City
from kans_model.finance.cost_part import cell
from kans_model.finance.ledger import Ledger
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.study.study import Study
from kans_model.uncertainty import ensemble
from kans_model.uncertainty.ledger_ranges import ranges

N_DRAWS = 1_024


def measurements() -> Iterator[Measurement]:
    """Yield six splits of one package in 60 buurten over 50 years, middle and under every draw."""
    study = Study.default(City.demo())
    package = study.portfolio("eigen")
    inputs, drawn = study.ledger(package, PRESETS[0]).inputs, ensemble.draws(study, N_DRAWS)
    study.evaluate(package, drawn)
    splits = [FinancingSplit.of(preset) for preset in PRESETS]
    splits.append(FinancingSplit(title="a", instruments=["waterschap_bijdrage"]))
    splits.append(FinancingSplit(title="b", own={cell(): {"rijk": 5000, "gemeente_algemeen": 5000}}))

    def ledgers() -> list[Ledger]:
        made = [Ledger(inputs, split, study.actors) for split in splits]
        for ledger in made:
            _ = ledger.present_value_eur, ledger.gap_total_eur, ledger.levy, ledger.benefit_eur
        return made

    yield Measurement("six splits of one package", median_ms(ledgers, 25), "ms", 20)
    made = ledgers()
    under = median_ms(lambda: [ranges(drawn, study, package, ledger) for ledger in made], 9)
    yield Measurement("six splits under 1,024 draws", under, "ms", 500)
