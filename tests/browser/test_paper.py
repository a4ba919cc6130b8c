"""Circles on paper in a real browser: thirty slips by keyboard alone, cards and codes on a phone, and the pages keep to
what every page keeps to."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import _environment, be, serving, told_by_axe

#: In three minutes: what somebody types who is no typist, at two and a half keys a second, with pauses to turn slips.
MOST_KEYS_A_SLIP = 25


@pytest.fixture(scope="module")
def with_circle(browser, demo_var, tmp_path_factory):
    """(address, circle, steward, member, member's id): the demo with an hour circle beside it."""
    var = tmp_path_factory.mktemp("a circle") / "var"
    shutil.copytree(demo_var, var)
    done = subprocess.run([sys.executable, str(Path(__file__).with_name("circle_in_demo.py"))], env=_environment(var),
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    with serving(var, "demo", "--no-browser") as (address, _said):
        yield address, *json.loads(done.stdout.splitlines()[-1])


class Keys:
    """The keyboard, with a count of what was pressed."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_thirty_slips_by_keyboard_alone(with_circle, visit, scripts):
    address, circle, steward, _member, _id = with_circle
    page = visit(address, java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    be(page, steward)
    page.goto(f"/circles/{circle}/slips")
    names = page.locator("#names option").evaluate_all("found => found.map(one => one.value)") if scripts else [
        one.get_attribute("value") for one in page.locator("#names option").all()]
    for _ in range(2):
        page.get_by_role("button", name="10 more rows").press("Enter")
    assert page.locator("[name^='payer.']").count() == 30
    keys = Keys(page)
    page.locator("[name='payer.1']").focus()
    going_on = "Enter" if scripts else "Tab"
    amounts = ("1", "0,5") if scripts else ("2", "0,7")  # both sheets go into one circle
    for number in range(30):
        payer, payee = names[number % 12], names[(number + 1 + number // 12) % 12]
        for cell in (_short(payer, names), _short(payee, names), amounts[number % 2],
                     "wood" if number % 3 == 0 else "", f"{number % 9 + 1}.11." if number % 5 == 0 else ""):
            keys.type(cell)
            keys.press(going_on)
    focused = page.locator(":focus")
    assert focused.inner_text() == "Look at it first"
    with page.expect_navigation():
        keys.press("Enter")
    said = page.locator("#looked-at").inner_text()
    assert "30 slips, and all are good" in said, said + page.locator(".slip-wrong").first.inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Write all 30").press("Enter")
    assert "30 slips were written" in page.locator("main").inner_text()
    print(f"keys pressed for thirty slips: {keys.pressed}")
    assert keys.pressed <= 30 * MOST_KEYS_A_SLIP, keys.pressed


def test_notes_have_a_field_only_on_a_sheet_that_is_to_have_them(with_circle, visit):
    address, circle, steward, _member, _id = with_circle
    page = visit(address)
    be(page, steward)
    page.goto(f"/circles/{circle}/slips")
    day, note, following = (page.locator(f"[name='{name}']") for name in ("day.1", "note.1", "payer.2"))
    page.locator("[name='payer.1']").fill("nobody")
    day.focus()
    page.keyboard.press("Enter")
    assert following.evaluate("one => one === document.activeElement")
    page.get_by_role("button", name="Notes too").press("Enter")
    assert page.locator("[name='payer.1']").input_value() == "nobody"
    day.focus()
    page.keyboard.press("Enter")
    assert note.evaluate("one => one === document.activeElement")
    page.keyboard.type("with the blue ladder")
    page.keyboard.press("Enter")
    assert following.evaluate("one => one === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def _short(name: str, names: list[str]) -> str:
    """The fewest first letters that fit one name alone, as a coordinator gets to know them."""
    first, *rest = name.lower().split()
    for length in range(2, len(first) + 1):
        fits = [one for one in names if any(word.lower().startswith(first[:length]) for word in one.split())]
        if fits == [name]:
            return first[:length]
    return f"{first[:3]} {rest[0][:3]}" if rest else first


def pages_of(circle) -> list[str]:
    return [f"/circles/{circle}/{part}" for part in (
        "paper", "slips", "slips?as=text", "import", "statement", "directory", "notices", "blank-slips", "ask-by-qr",
        "cards", "cards/make")] + ["/card"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_keep_to_what_pages_keep_to(with_circle, visit, scheme):
    address, circle, steward, member, _id = with_circle
    page = visit(address, color_scheme=scheme)
    be(page, steward)
    wrong = {}

    def look(where: str) -> None:
        found = told_by_axe(page, scheme)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found or wide > 0:
            wrong[where] = (found, wide)

    for path in pages_of(circle):
        assert page.goto(path).status == 200, path
        look(path)
    page.goto(f"/circles/{circle}/slips")
    page.locator("[name='payer.1']").fill("nobody at all")
    page.get_by_role("button", name="Look at it first").click()
    look("a sheet with a mistake")
    page.goto(f"/circles/{circle}/import")
    page.get_by_label("File", exact=True).set_input_files({
        "name": "slips.csv", "mimeType": "text/csv",
        "buffer": f"payer;payee;amount;day\nNobody;{member};1;2026-01-02\n{steward};{member};1;2026-01-02\n".encode()})
    page.get_by_role("button", name="Look at it first").click()
    assert page.get_by_role("heading", name="Who is meant?").is_visible()
    look("a file that was looked at")
    page.goto(f"/circles/{circle}/cards/make")
    page.get_by_label("For whom?").select_option(label=member)
    page.get_by_role("button", name="Make the card").click()
    look("a card with its PIN")
    page.goto(f"/circles/{circle}/cards")
    look("cards")
    assert not wrong


def test_a_card_pays_on_a_phone(with_circle, visit):
    address, circle, steward, member, _id = with_circle
    page = visit(address)
    be(page, steward)
    page.goto(f"/circles/{circle}/cards/make")
    page.get_by_label("For whom?").select_option(label=member)
    page.get_by_label("PIN").fill("4826")
    page.get_by_role("button", name="Make the card").click()
    assert page.locator(".pin").inner_text() == "4826" and "4826" not in page.url
    picture = page.locator(".pay-card img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    code = page.locator(".code").inner_text()
    page.goto("/card")
    page.get_by_label("Code of the card").fill(code)
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{member.split()[0]} pays with a card"
    page.get_by_label("How much?").fill("0,5")
    page.get_by_label("PIN").fill("0000")
    page.get_by_role("button", name="Pay").click()
    assert "Tries left: 4" in page.locator("main").inner_text()
    assert page.get_by_label("PIN").input_value() == ""
    page.get_by_label("PIN").fill("4826")
    page.get_by_role("button", name="Pay").click()
    assert f"{member.split()[0]} paid 0.5" in page.locator("main").inner_text()
    page.goto(f"/circles/{circle}/ask-by-qr")
    page.get_by_label("How much?").fill("1.5")
    page.get_by_role("button", name="Show the code").click()
    assert page.locator(".qr img").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
