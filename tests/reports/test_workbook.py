"""The workbook of a financing: what people typed is text, whatever it looks like."""

import io
from dataclasses import replace

import openpyxl
import pytest

from kans_model.reports.workbook import financing_workbook
from kans_model.study.study import Study
from tests.fixtures.full_study import full_values
from tests.fixtures.small import corner


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "half\x0bsign\x00"])
def test_what_people_typed_runs_nothing_and_stops_nothing(typed):
    values = full_values()
    values["portfolios"][1]["title"] = values["splits"][0]["title"] = typed
    values["actors"]["names"]["waterschap"] = values["actors"]["added"]["park"]["name"] = typed
    values["splits"][0]["rules"]["own-1"]["name"] = typed
    study = Study.from_dict(values, corner().city)
    study = study.replaced(city=replace(study.city, name=typed))
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(study, "mijn", "raad")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f" and typed in cell.value] == []
    assert sum(typed[:4] in str(cell.value) for cell in cells) >= 5
