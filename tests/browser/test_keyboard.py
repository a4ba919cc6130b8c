"""A member completes the audit and reads the Boundary page with the keyboard alone, on a phone's width."""

from __future__ import annotations

import re

from .keyboard import press, tab_to, write

MOST_STEPS = 40


def test_the_audit_and_the_boundary_by_keyboard_alone_at_390_px(town, visit):
    page = visit(town)
    page.goto("/door/?next=/livelihood/")
    press(page, page.get_by_role("button", name=re.compile("^Be ")).last)
    press(page, page.get_by_role("link", name="Delete it all"))  # the demo's households have one already
    press(page, page.get_by_role("button", name="Delete it"))
    press(page, page.get_by_role("link", name="Begin again"))

    assert page.get_by_role("heading", level=1).inner_text() == "How we live"
    write(page, page.get_by_label("How many people live in your household?"), "3")
    tab_to(page, page.locator("input[name=type]:checked"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    write(page, page.get_by_label("Hours of paid work a month"), "160")
    press(page, page.get_by_role("button", name="Begin"))

    steps = 0
    while "/livelihood/step/" in page.url:
        steps += 1
        assert steps < MOST_STEPS
        if steps == 1:
            _change_the_first_need(page)
        press(page, page.get_by_role("button", name=re.compile("^Save and (go on|see)")))

    assert steps >= 2
    assert page.url.endswith("/livelihood/result")
    assert page.get_by_role("heading", level=1).inner_text() == "What nourishes us"
    assert page.locator(".chart-narrow svg").first.is_visible()
    tab_to(page, page.locator(".chart details summary").first)
    page.keyboard.press("Enter")
    assert page.get_by_role("table").first.is_visible()
    press(page, page.get_by_role("button", name="Count us in"))
    assert page.get_by_role("button", name="Count us out").is_visible()

    press(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Boundary"))
    _read(page)


def _change_the_first_need(page):
    write(page, page.locator("input[name$='.amount']").first, "7.5")
    ways = page.locator("select[name$='.mode']").first
    tab_to(page, ways)
    page.keyboard.type("made")
    assert ways.evaluate("choice => choice.value") == "own"
    tab_to(page, page.locator("fieldset summary").first)
    page.keyboard.press("Enter")
    write(page, page.locator("input[name$='.hours']").first, "6")


def _read(page):
    """The page says what it is for, its figures and tables are there, and the keyboard reaches the last link."""
    assert page.url.endswith("/boundary")
    assert page.get_by_role("heading", level=1).inner_text()
    figures = page.locator("main .figure .value")
    assert figures.count() >= 2
    assert all(re.search(r"\d", text) for text in figures.all_inner_texts())
    for chart in page.locator("main figure.chart").all():
        summary = chart.locator("details summary")
        tab_to(page, summary)
        page.keyboard.press("Enter")
        assert chart.get_by_role("table").is_visible()
    tab_to(page, page.locator("main a:visible").last)


def test_a_skip_link_comes_first_and_works(town, visit):
    page = visit(town)
    page.goto("/door/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
