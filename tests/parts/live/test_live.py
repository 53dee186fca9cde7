"""What a page writes into its HTML: escaped, once, and heard when clicked."""

from contextlib import nullcontext

import panel as pn
import pytest
from bokeh.document import Document

from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.look.css import file_version
from dashboards.sections.maatregelen.measure_slider import MeasureSlider


def test_values_that_come_from_files_are_escaped():
    assert notice("<script>").strip() == '<p class="notice">&lt;script&gt;</p>'
    view = LiveHtml('<p data-slot="name"></p>')
    view.show(name='<img src=x onerror="alert(1)">')
    assert "<img" not in view.slots["name"]


@pytest.fixture
def heard():
    """Messages to the browser."""
    return []


@pytest.fixture
def shown(heard, monkeypatch):
    """Two pieces in the document of a visitor."""
    document, pieces = Document(), (LiveHtml('<p data-slot="a"></p><p data-slot="b"></p>'), LiveHtml())
    for piece in pieces:
        document.add_root(piece.get_root(document))
    monkeypatch.setattr(Document, "session_context", "a visit")
    document.callbacks.on_change(lambda event: heard.append(event.msg_data))
    monkeypatch.setattr(pn.state, "curdoc", document)
    monkeypatch.setattr(pn.io, "hold", nullcontext)  # it lets go of what it holds for a real visitor only
    return pieces


def test_only_what_changed_of_a_piece_travels(shown, heard):
    piece, _ = shown
    (model, _), *_ = piece._models.values()
    piece.show(a="1", b="2")
    piece.show(a="1", b="3")
    piece.show(a="1")
    assert heard == [{model.data.id: {"slots": {"a": "1", "b": "2"}}}, {model.data.id: {"slots": {"b": "3"}}}]
    assert piece.slots == dict(model.data.slots) == {"a": "1", "b": "3"}


def test_what_changes_together_is_one_message(shown, heard):
    with together():
        for place, piece in enumerate(shown):
            piece.show(a=str(place))
        shown[0].show(a="last")
    one, other = (model.data.id for piece in shown for model, _ in piece._models.values())
    assert heard == [{one: {"slots": {"a": "last"}}, other: {"slots": {"a": "1"}}}]


def test_marks_of_rows_that_are_gone_do_not_stay():
    view = LiveHtml()
    view.place({"mid:0": [1.0, 2.0, 3.0], "mid:1": [1.0, 2.0, 3.0]})
    view.place({"mid:0": [1.0, 2.0, 3.0]})
    assert view.marks == {"mid:0": [1.0, 2.0, 3.0]}


def test_a_button_calls_back_with_its_data():
    view, heard = LiveHtml(), []
    view.on("add", heard.append)
    view._handle_msg({"do": "add", "measure": "wadi"})
    view._handle_msg({"do": "unheard of"})
    assert heard == [{"measure": "wadi"}]


def test_a_text_too_long_to_send_changes_nothing_and_that_is_said(monkeypatch):
    view, heard, said = LiveHtml(), [], []
    view.on("paste", heard.append)
    monkeypatch.setattr(LiveHtml, "_send_msg", lambda self, message: said.append(message["refused"]))
    view._handle_msg({"do": "paste", "value": "", "length": 250_000, "longest": 100_000})
    assert heard == []
    assert "250.000" in said[0] or "250000" in said[0]


def test_a_script_is_fetched_once_at_an_address_that_changes_with_it():
    for part, name in ((LiveHtml, "live.js"), (MeasureSlider, "measure_slider.js")):
        address = part._component_resource_path(part._bundle_path, compiled=True)
        assert address.startswith("components/")
        assert address.endswith(f"{name}?v={file_version(part._bundle_path)}")
