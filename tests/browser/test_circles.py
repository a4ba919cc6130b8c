"""A coordinator opens a time bank and the first hour is paid, on a phone's width: by keyboard alone, and by tapping
with every tap and field counted; and the pages of circles are clean for axe and no wider than the phone."""

from __future__ import annotations

import re

import pytest

from .conftest import be, told_by_axe
from .keyboard import press, tab_to, write

#: What it may take from the page of circles to the first hour written: more would be too many for three minutes.
MOST_TAPS, MOST_FIELDS = 12, 4


class Counted:
    """Taps on a page and fields typed into, counted."""

    def __init__(self, page):
        self.page, self.taps, self.fields = page, 0, 0

    def tap(self, target):
        self.taps += 1
        target.click()

    def type(self, label: str, text: str):
        self.fields += 1
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, label: str, place: int):
        self.taps += 1
        self.page.get_by_label(label).select_option(index=place)


def test_from_nothing_to_the_first_hour_in_few_taps(town, visit):
    page = visit(town)
    be(page)
    page.goto("/circles/")
    hand = Counted(page)
    hand.tap(page.get_by_role("link", name="Begin a circle"))
    hand.type("What is it called?", "Counted Time Bank")
    hand.tap(page.get_by_role("button", name="Begin", exact=True))
    for place in (0, 1):
        hand.tap(page.locator("input[name=holders]").nth(place))
    hand.tap(page.get_by_role("button", name="Take them in"))
    assert page.get_by_role("heading", level=1).inner_text() == "Write the first hour"
    hand.choose("Who pays?", 1)
    hand.choose("To whom?", 2)
    hand.type("How much?", "1")
    hand.type("What for?", "gardening")
    hand.tap(page.get_by_role("button", name="Look it over"))
    hand.tap(page.get_by_role("button", name="Write it down"))
    assert "/circles/payments/" in page.url
    assert page.get_by_text("gardening").is_visible()
    assert hand.taps <= MOST_TAPS
    assert hand.fields <= MOST_FIELDS


def test_the_same_by_keyboard_alone(town, visit):
    page = visit(town)
    be(page)
    page.goto("/circles/begin")
    write(page, page.get_by_label("What is it called?"), "Keyboard Time Bank")
    press(page, page.get_by_role("button", name="Begin", exact=True))
    boxes = page.locator("input[name=holders]")
    for place in (0, 1):
        tab_to(page, boxes.nth(place))
        page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Take them in"))
    for label, presses in (("Who pays?", 1), ("To whom?", 2)):
        tab_to(page, page.get_by_label(label))
        for _ in range(presses):
            page.keyboard.press("ArrowDown")
    write(page, page.get_by_label("How much?"), "0.5")
    write(page, page.get_by_label("What for?"), "a ride")
    press(page, page.get_by_role("button", name="Look it over"))
    press(page, page.get_by_role("button", name="Write it down"))
    assert re.match(r"0\.5", page.get_by_role("heading", level=1).inner_text())
    press(page, page.get_by_role("link", name="Keyboard Time Bank"))
    assert "All accounts together: 0" in page.get_by_role("main").inner_text()


@pytest.fixture(scope="module")
def circle(town, browser):
    """A circle with one payment, one request and one repetition, as a path, and the cookies of who keeps it."""
    context = browser.new_context(base_url=town, viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    be(page)
    page.goto("/circles/begin")
    page.get_by_label("What is it called?").fill("Looked at")
    page.locator("input[value=credit]").check()
    page.get_by_label("A sign for the amounts").fill("leaf")
    page.get_by_role("button", name="Begin", exact=True).click()
    path = re.search(r"/circles/\w+", page.url).group()
    for place in (0, 1):
        page.locator("input[name=holders]").nth(place).check()
    page.get_by_role("button", name="Take them in").click()
    page.goto(f"{path}/vouch")
    page.goto(f"{path}/ask")
    page.get_by_label("Whom do you ask?").select_option(index=1)
    page.get_by_label("How much?").fill("12.5")
    page.get_by_role("button", name="Ask", exact=True).click()
    kept = context.storage_state()
    payment = page.url.replace(town, "")
    page.goto(path)
    accounts = page.locator("a[href*='/accounts/']").evaluate_all("links => links.map(one => one.pathname)")
    context.close()
    return [path, *(f"{path}/{part}" for part in ("pay", "ask", "split", "repeat", "vouch", "terms", "end", "take-in")),
            payment, accounts[0], f"{accounts[-1]}/limits", "/circles/", "/circles/begin"], kept


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(circle, town, visit, scheme):
    paths, kept = circle
    page, problems = visit(town, storage_state=kept, color_scheme=scheme), []
    for path in paths:
        assert page.goto(path).status == 200, path
        problems += told_by_axe(page, scheme)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["en-US", "es-ES"])
def test_no_page_is_wider_than_the_phone(circle, town, visit, width, language):
    paths, kept = circle
    cookies = [one for one in kept["cookies"] if one["name"] != "django_language"]
    page = visit(town, storage_state={**kept, "cookies": cookies}, locale=language,
                 viewport={"width": width, "height": 844})
    for path in paths:
        page.goto(path)
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        bar = page.locator("nav.nav ul").evaluate("one => one.scrollWidth")
        assert bar <= width, f"the navigation is {bar} px wide"


def test_they_work_without_javascript(circle, town, visit):
    paths, kept = circle
    page = visit(town, storage_state=kept, java_script_enabled=False)
    for path in paths:
        assert page.goto(path).status == 200, path
        assert page.locator("h1").inner_text(), path
