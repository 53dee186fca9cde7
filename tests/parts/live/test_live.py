"""What a page writes into its HTML: escaped, once, and heard when clicked."""

from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import file_version
from dashboards.sections.maatregelen.measure_slider import MeasureSlider


def test_values_that_come_from_files_are_escaped():
    assert notice("<script>").strip() == '<p class="notice">&lt;script&gt;</p>'
    view = LiveHtml('<p data-slot="name"></p>')
    view.show(name='<img src=x onerror="alert(1)">')
    assert "<img" not in view.slots["name"]


def test_only_slots_that_changed_are_written_again():
    view = LiveHtml('<p data-slot="a"></p><p data-slot="b"></p>')
    writes = []
    view.param.watch(lambda event: writes.append(event.new), "slots")
    view.show(a="1", b="2")
    view.show(a="1")
    assert writes == [{"a": "1", "b": "2"}]


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
