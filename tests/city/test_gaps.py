"""What was filled in, counted by hand."""

import pandas as pd

from kans_model.city.gaps import emptiest_columns, gaps_by_rule

CELLS = pd.DataFrame(
    [("soil", "stated", "derived"), ("soil", "stated", "derived"), ("soil", "typology", "expert")],
    columns=["column", "rule", "evidence"],
)


def test_cells_are_counted_by_column_and_rule():
    assert gaps_by_rule(CELLS).to_numpy().tolist() == [
        ["soil", "stated", "derived", 2],
        ["soil", "typology", "expert", 1],
    ]


def test_the_columns_that_lack_most_come_first():
    more = pd.concat([CELLS, CELLS.assign(column="typology"), CELLS.iloc[:1].assign(column="dwellings")])
    assert emptiest_columns(more.iloc[1:], 2) == ["typology", "soil"]
