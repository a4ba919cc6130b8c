"""A mechanic brings a parts list in on a phone, with the keyboard alone: dry run, a mistake put right, one confirm,
an answer. And the pages of designs keep to what every page keeps to."""

from __future__ import annotations

import re

import pytest

from .conftest import be, told_by_axe
from .keyboard import press, tab_to, write

BILL = "Teil,Menge,Einheit,Farbe\nBoard,4,each,brown\nHook,-3,each,\nWax,,kg,\n"
PAGES = ("/designs/", "/designs/begin", "/designs/import", "/designs/bicycle/", "/designs/bicycle-frame/",
         "/designs/sourdough-starter/", "/designs/compost-sieve/", "/designs/compost-sieve/answer",
         "/designs/bicycle-trailer/recipes", "/designs/bicycle-wheel/fork",
         "/designs/low-cold-frame/compare?with=cold-frame", "/recipes/bicycle-frame-0-4", "/goods/bicycle-wheel")


def file_of(text: str, name: str = "coat-rack.csv") -> dict:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def test_a_parts_list_comes_in_by_keyboard_alone_at_390_px(town, visit):
    page = visit(town)
    be(page)
    page.goto("/designs/")
    press(page, page.get_by_role("link", name="Bring a design in"))
    page.get_by_label("Files").set_input_files(file_of(BILL))  # the system's own file window is not the page's
    press(page, page.get_by_role("button", name="Look at it first"))

    assert page.get_by_role("heading", level=1).inner_text() == "Is this right?"
    assert page.get_by_text("Line 3").first.is_visible()  # minus three hooks
    assert page.get_by_role("button", name="Bring it in").count() == 0
    fold = page.locator("summary", has_text="Add a file that belongs to it")
    tab_to(page, fold)
    page.keyboard.press("Enter")
    page.get_by_label("Files").set_input_files(file_of(BILL.replace("-3", "3")))
    colour = page.get_by_label(re.compile("^Farbe"))
    tab_to(page, colour)
    page.keyboard.type("material")
    write(page, page.get_by_label("What is the design called?"), "Coat rack")
    press(page, page.get_by_role("button", name="Read it again"))

    assert page.get_by_text("A new design would be added.").is_visible()
    assert page.get_by_text("as you said").first.is_visible()
    assert page.get_by_text("not known yet").first.is_visible()  # the wax
    write(page, page.get_by_label("What is the design called?"), "Coat rack")
    press(page, page.get_by_role("button", name="Bring it in"))

    assert page.url.endswith("/designs/coat-rack/")
    assert page.get_by_role("heading", level=1).inner_text() == "Coat rack"
    press(page, page.get_by_role("link", name="I know something"))
    write(page, page.get_by_label("Wax", exact=True).first, "0.1")
    write(page, page.get_by_label("How do you know?"), "weighed")
    press(page, page.get_by_role("button", name="Make a new version"))
    assert page.get_by_text("0.1\u00a0kg").first.is_visible()
    page.goto("/designs/?q=coat")
    assert page.get_by_role("link", name="Coat rack").is_visible()


def test_the_walk_works_without_javascript_and_a_wrong_file_is_refused(town, visit):
    page = visit(town, java_script_enabled=False)
    be(page)
    page.goto("/designs/import")
    page.get_by_label("Files").set_input_files(
        {"name": "drawing.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n"})
    page.get_by_role("button", name="Look at it first").click()
    assert page.get_by_text("It could not be read").is_visible() and "not text" in page.locator("main").inner_text()
    page.locator("summary", has_text="Or paste the text").click()
    page.get_by_label("The text").fill("Name,Quantity,Unit\nPeg,2,each\n")
    page.get_by_role("button", name="Look at it first").click()
    assert page.get_by_role("button", name="Bring it in").is_visible()
    page.get_by_role("button", name="Rather not").click()
    assert page.url.endswith("/designs/")
    assert page.get_by_role("link", name="Pasted").count() == 0


def test_a_design_becomes_recipes_after_one_look(town, visit):
    page = visit(town)
    be(page)
    page.goto("/designs/low-cold-frame/answer")
    page.get_by_label("Hours of Woodwork").fill("4")
    page.get_by_label("How do you know?").fill("timed at the second one")
    page.get_by_role("button", name="Make a new version").click()
    page.get_by_role("link", name="Make recipes of it").click()
    page.get_by_role("button", name="Write 1 recipe into the catalogue").click()
    page.get_by_role("link", name="Low cold frame for the school beds", exact=True).click()
    assert "/recipes/low-cold-frame-1-1" in page.url
    assert page.get_by_role("link", name="its design").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_reports_nothing_serious_on_designs(town, visit, scheme):
    page, problems = visit(town, color_scheme=scheme), []
    be(page)
    for path in PAGES:
        page.goto(path)
        problems += told_by_axe(page, scheme)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_designs_do_not_scroll_sideways(town, visit, width):
    page, problems = visit(town, viewport={"width": width, "height": 844}), []
    be(page)
    for path in PAGES:
        page.goto(path)
        for details in page.locator("details").all()[:8]:
            details.evaluate("one => { one.open = true; }")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{path} is {wide} px wide")
    assert not problems, "\n".join(problems)
