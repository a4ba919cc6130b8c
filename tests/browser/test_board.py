"""The board and standing agreements in a real browser: written with the keyboard alone on a phone, a delivery in two
taps, and every page of theirs without anything serious for axe or too wide."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from .conftest import be, told_by_axe
from .keyboard import press, tab_to, write


def photo() -> dict:
    """A picture as a phone takes it, with a note that says whose it is."""
    notes = Image.Exif()
    notes[0x010F] = "Phone"
    written = BytesIO()
    Image.new("RGB", (1600, 1200), "green").save(written, "JPEG", exif=notes)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def residents(page) -> list[str]:
    """Who can come in with one press."""
    page.goto("/door/")
    return [button.inner_text().removeprefix("Be ").strip()
            for button in page.get_by_role("button", name=re.compile("^Be ")).all()]


def test_an_offer_is_written_found_and_taken_down_by_keyboard_alone_at_390_px(town, visit):
    page = visit(town)
    be(page)
    page.goto("/board/")
    press(page, page.get_by_role("link", name="Offer something"))
    write(page, page.get_by_label("What?"), "Kite repair")
    write(page, page.get_by_label("How much?"), "3")
    write(page, page.get_by_label("About where?"), "Weir")
    page.get_by_label("A photo").set_input_files(photo())  # the system's own file window is not the page's
    press(page, page.get_by_role("button", name="Put it on the board"))
    assert page.get_by_role("heading", level=1).inner_text() == "Kite repair"
    shown = page.locator("img.notice-photo")
    assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1200
    page.goto("/board/")
    write(page, page.get_by_role("searchbox"), "kite")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Kite repair"))
    fold = page.locator("summary", has_text="Take it down")
    tab_to(page, fold)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="Take it down"))
    page.goto("/board/?q=kite")
    assert page.get_by_text("Nothing like that stands there").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_how_much_in_a_circle_is_asked_only_while_one_that_counts_is_chosen(town, visit, scripts):
    page = visit(town, java_script_enabled=scripts)
    be(page, "Marisa Crane")
    page.goto("/board/new")
    asks, returns = page.get_by_label("How much in the circle?"), page.get_by_label("For what in return?")
    assert not asks.is_visible()
    returns.select_option(label="in Tamarack Hours")
    assert asks.is_visible()
    returns.select_option(label="As a gift")
    assert not asks.is_visible()


def test_a_place_typed_wrongly_is_set_right_by_keyboard_alone(town, visit):
    page = visit(town)
    be(page)
    page.goto("/board/place")
    write(page, page.get_by_label("Where do you like to meet?"), "Weri bridge")
    press(page, page.get_by_role("button", name="Save"))
    page.goto("/board/place")
    press(page, page.get_by_role("link", name="Weri bridge"))
    name = page.get_by_label("What is it called?")
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type("Weir bridge")
    press(page, page.get_by_role("button", name="Save"))
    assert page.get_by_label("Where do you like to meet?").input_value() == "Weir bridge"


@pytest.fixture(scope="module")
def standing(town, browser) -> tuple[str, str]:
    """An agreement between two residents, asked for and agreed to without JavaScript; its address and who asked."""
    context = browser.new_context(base_url=town, viewport={"width": 390, "height": 844}, locale="en-US",
                                  java_script_enabled=False)
    page = context.new_page()
    first, second = residents(page)[:2]
    be(page, first)
    page.goto("/agreements/begin")
    page.get_by_label("With whom?").select_option(label=second)
    page.get_by_label("What do you give?").first.fill("Guitar lesson")
    page.get_by_label("How much?").nth(0).fill("2")
    page.get_by_label("What do you get?").first.fill("Window cleaning")
    page.get_by_role("group", name="What we get 1").get_by_label("How much?").fill("1")
    page.get_by_label("What do you call it?").fill("Music for windows")
    page.get_by_role("button", name="Send it to them").click()
    address = page.url
    assert page.get_by_text("Nothing is promised until then").is_visible()
    context.clear_cookies()
    be(page, second)
    page.goto("/")
    page.get_by_role("link", name="asks for an agreement: Music for windows").click()
    page.get_by_role("button", name="Yes, it stands").click()
    context.close()
    return address, first


def test_a_delivery_is_written_down_in_two_taps_and_both_say_whether_it_is_fair(town, visit, standing):
    address, first = standing
    page = visit(town)
    be(page, first)
    page.goto(address)
    page.locator("summary", has_text="Write down").first.click()
    page.get_by_role("button", name=re.compile(r"Write it down\s*: Guitar lesson")).click()
    assert page.get_by_text("2 of 2 this month").is_visible()
    page.locator("summary", has_text="Say it for").click()
    page.get_by_label("It is fair").check()
    page.get_by_role("button", name="Say it", exact=True).click()
    assert page.locator(".voice", has_text=first).get_by_text("It is fair").is_visible()


PAGES = ("/board/", "/board/new", "/board/mine", "/board/place", "/agreements/", "/agreements/begin",
         "/record/bought?good=potatoes", "/goods/potatoes")


def _notice(page) -> str:
    page.goto("/board/")
    return page.locator(".notice-card h3 a").first.get_attribute("href")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_reports_nothing_serious_on_the_board_and_on_agreements(town, visit, standing, scheme):
    page, problems = visit(town, color_scheme=scheme), []
    be(page, standing[1])
    for path in (*PAGES, standing[0], _notice(page)):
        page.goto(path)
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true; }")
        problems += told_by_axe(page, scheme)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_board_and_agreements_do_not_scroll_sideways(town, visit, standing, width):
    page, problems = visit(town, viewport={"width": width, "height": 844}), []
    be(page, standing[1])
    for path in (*PAGES, standing[0], _notice(page)):
        page.goto(path)
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true; }")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{path} is {wide} px wide")
    assert not problems, "\n".join(problems)
