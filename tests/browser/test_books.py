"""Open books, sharing out a pot and how a circle goes, in a real browser: axe in light and dark, no sideways scrolling,
and the keyboard alone. Opened as whoever sees the most of them: the stewards of the bakery and of the exchange."""

from __future__ import annotations

import pytest

from .conftest import be, told_by_axe
from .keyboard import press, tab_to, write
from .test_pages import BROKEN


def _books(page) -> str:
    """The bakery's open books, by the links that a member follows."""
    be(page, "Renata Marchetti")
    page.goto("/associations")
    page.get_by_role("link", name="Bakery Kitchen").first.click()
    page.get_by_role("link", name="Accounts").click()
    return page.url


def _pages(page) -> list[str]:
    """The three pages, filled: the pot with what each would get."""
    books = _books(page)
    page.get_by_role("link", name="Share out a pot").click()
    page.get_by_label("How much is there to share?").fill("500")
    page.get_by_role("button", name="See what each would get").click()
    pot = page.url
    page.goto(books)
    page.get_by_role("link", name="How it goes").first.click()
    return [books, pot, page.url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_reports_nothing_serious(town, visit, scheme):
    page, problems = visit(town, color_scheme=scheme), []
    for address in _pages(page):
        page.goto(address)
        problems += told_by_axe(page, scheme)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_and_no_amount_is_broken(town, visit, width):
    page = visit(town, viewport={"width": width, "height": 844})
    for address in _pages(page):
        page.goto(address)
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert not page.evaluate(BROKEN), address
        assert page.locator("h1").count() == 1


def test_counting_by_keyboard_alone(town, visit):
    page = visit(town)
    _books(page)
    tab_to(page, page.get_by_label("What did you count?"))
    page.keyboard.type("Salt")
    write(page, page.get_by_label("How much is there?"), "1,5")
    press(page, page.get_by_role("button", name="I counted this"))
    row = page.get_by_role("row", name="Salt").last
    assert "1.5 kg" in row.inner_text().replace("\u00a0", " ")
    assert "written" in row.inner_text() or "the same" in row.inner_text()


def test_a_pot_by_keyboard_alone_is_asked_for_and_waits(town, visit):
    page = visit(town)
    _books(page)
    press(page, page.get_by_role("link", name="Share out a pot"))
    write(page, page.get_by_label("How much is there to share?"), "12.34")
    tab_to(page, page.locator("input[name=rule]:checked"))
    page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="See what each would get"))
    assert "$12.34" in page.locator(".row-total").inner_text()
    press(page, page.get_by_role("button", name="Ask the others"))
    assert page.get_by_role("heading", name="$12.34 by hours, and how hard they were").is_visible()
    assert page.get_by_text("waits for somebody to agree").is_visible()
    assert page.get_by_role("button", name="I agree, pay it").count() == 0
