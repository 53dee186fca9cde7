"""The slider of a measure."""

from dashboards.sections.maatregelen.measure_slider import MeasureSlider


def test_a_slider_stops_where_the_room_ends():
    row = MeasureSlider(measure="wadi", label="Wadi", lang="nl", value=40)
    row.show(
        row=0,
        unit="m2",
        quantity="10 m²",
        euro="€ 1 mln",
        range_text="1–2",
        kind="cited",
        limit=62,
        holders=["Straatboom"],
    )
    row._handle_msg({"do": "move", "value": 90, "sequence": 7})
    assert (row.value, row.answered) == (62, 7)
    assert "Straatboom" in row.texts["stop"]
    assert row.texts["spoken"] == "40\xa0% inzet, 10 m², € 1 mln"
