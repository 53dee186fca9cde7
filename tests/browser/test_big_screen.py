"""The big screen in a browser: finger and keyboard reach it, it is read from afar, and Escape leaves it."""

from playwright.sync_api import expect

from tests.browser.reader import nobody_is_shut_out, open_page

FINGER_PX = 44
FAR_PX = 24
"""The least size of the sentence, at the width of a desk. [px]"""


def test_a_room_switches_with_finger_and_keyboard_and_leaves_with_escape(reader, server):
    open_page(reader, f"{server().url}/?page=risicodialoog&screen=room")
    sentence = reader.get_by_role("heading", level=1)
    expect(sentence).to_contain_text("maatregelen gaat de schade")
    assert float(sentence.evaluate("it => getComputedStyle(it).fontSize").removesuffix("px")) >= FAR_PX
    switches = reader.get_by_role("switch")
    expect(switches.first).to_be_visible()
    for button in (*switches.all(), *reader.locator(".room-button, .room-tools button").all()):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= FINGER_PX
    before = sentence.inner_text()
    switches.first.click()
    expect(switches.first).to_have_attribute("aria-checked", "false")
    expect(sentence).not_to_have_text(before)
    switches.first.focus()
    reader.keyboard.press("Space")
    expect(switches.first).to_have_attribute("aria-checked", "true")
    expect(switches.first).to_be_focused()
    expect(sentence).to_have_text(before)
    nobody_is_shut_out(reader, 1440)
    nobody_is_shut_out(reader, 390)
    nobody_is_shut_out(reader, 1440, "dark")
    reader.keyboard.press("Escape")
    expect(sentence).to_have_text("Risicodialoog")
    door = reader.get_by_role("button", name="Groot scherm")
    expect(door).to_be_focused()
    reader.wait_for_function("!location.search.includes('screen=')")
    reader.keyboard.press("Enter")
    expect(sentence).to_contain_text("maatregelen gaat de schade")
