"""What a council decides on: the dearest measure first, the packages beside it, and what is not counted."""

from kans_model.reports.council_package import alternatives, measure_rows, not_counted
from tests.fixtures.packages import demo


def test_the_council_reads_what_comes_where_and_what_else_is_possible():
    study = demo()
    package = study.portfolio("eigen")
    result = study.evaluate(package)
    rows = measure_rows(study, package, result, "nl")
    capex = result["capex_eur"].sum([dim for dim in result["capex_eur"].dims if dim != "measure"])
    assert len(rows) == sum(float(capex.sel(measure=m)) > 0 for m in package.choices)
    assert all(where.split(", ")[0] in set(study.city.areas["name"]) for _, _, where, _ in rows)
    assert alternatives(study, "alles", "nl")[0][0] == "Nulalternatief"
    assert "overstroming" in not_counted(result, "nl").lower()
    result.attrs["hazards_included"] = ["pluvial", "heat", "drought", "flood"]
    assert not_counted(result, "nl") == ""
