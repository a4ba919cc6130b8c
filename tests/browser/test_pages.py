"""Every kind of page that a member can reach, found by following links: nothing serious for axe in light or dark,
no sideways scrolling at 390 px, nothing loaded from elsewhere (the last is watched in conftest)."""

from __future__ import annotations

import re
import shutil
from functools import cache
from urllib.parse import urlsplit

import pytest

from .conftest import be, serving, told_by_axe

DOWNLOADS = (".csv", ".json", ".ics", ".beancount")
#: Pages that must be among those found; if one is not, following links has failed and the test proves little.
EXPECTED = {"today", "boundary", "needs", "associations", "association", "me", "record", "livelihood",
            "livelihood-step", "livelihood-result", "door-keys", "leave", "design", "event", "resource",
            "boundary-next", "explained", "compare", "prices", "association-begin", "pledge", "thing-new", "need-new",
            "circles", "circle-begin", "open-books", "shares"}


@cache
def _view_name(path: str) -> str | None:
    """The kind of page at that address: its name, and which part of it."""
    from django.urls import Resolver404, resolve
    try:
        found = resolve(path)
    except Resolver404:
        return None
    part = found.kwargs.get("part") or found.kwargs.get("deed")
    return f"{found.view_name} {part}" if part else found.view_name


@pytest.fixture(scope="module")
def town(browser, loaded_demo, tmp_path_factory):
    """A demo that no other test has written in: which page a link leads to first must not hang on who ran before."""
    own = tmp_path_factory.mktemp("untouched") / "var"
    shutil.copytree(loaded_demo, own)
    with serving(own, "demo", "--no-browser") as (address, _said):
        yield address


@pytest.fixture(scope="module")
def state(town, browser):
    """A signed-in resident whose audit is done, as cookies for other contexts, and one address of each kind of page."""
    context = browser.new_context(base_url=town, viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    be(page)
    page.goto("/livelihood/")
    if page.get_by_role("button", name="Begin").count():
        page.get_by_role("button", name="Begin").click()
    found = _follow(page)
    kept = context.storage_state()
    context.close()
    return kept, found


def _follow(page) -> dict[str, str]:
    """One address for each kind of page, nearest first. Forms that change something are not pressed."""
    found: dict[str, str] = {}
    waiting = ["/", "/livelihood/", "/livelihood/result", "/livelihood/delete", "/door/", "/door/keys", "/door/let-in"]
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        name = _view_name(urlsplit(path).path)
        if name is None or name in found:
            continue
        answer = page.goto(path)
        if answer is None or answer.status != 200 or "html" not in answer.headers.get("content-type", ""):
            continue
        if _view_name(urlsplit(page.url).path) != name:
            continue
        found[name] = path
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            target = urlsplit(link)
            if link.startswith("/") and not target.path.endswith(DOWNLOADS) and link not in seen:
                seen.add(link)
                waiting.append(link.split("#")[0])
    return found


def test_links_lead_to_every_kind_of_page(state):
    assert set(state[1]) >= EXPECTED


#: Words of number cells that stand on more than one line.
BROKEN = """() => [...document.querySelectorAll(".table td.is-number")].flatMap(cell => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = [];
  while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
    const range = document.createRange();
    range.setStart(texts.currentNode, word.index);
    range.setEnd(texts.currentNode, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0]);
  }
  return broken;
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_reports_nothing_serious(state, town, visit, scheme):
    kept, found = state
    page, problems = visit(town, storage_state=kept, color_scheme=scheme), []
    for path in found.values():
        page.goto(path)
        problems += told_by_axe(page, scheme)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways_or_breaks_a_number(state, town, visit, width):
    """2.38 kWh with a note beside it once read "2.38 kW/h"; JavaScript's \\s holds the no-break space."""
    kept, found = state
    page, problems = visit(town, storage_state=kept, viewport={"width": width, "height": 844}), []
    for name, path in found.items():
        page.goto(path)
        if broken := page.evaluate(BROKEN):
            problems.append(f"{name} {path} breaks {broken[:4]}")
        page.evaluate("[...document.querySelectorAll('details')].slice(0, 8).forEach(one => { one.open = true; })")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{name} {path} is {wide} px wide")
    assert not problems, "\n".join(problems)


def test_every_page_has_one_first_heading_a_title_and_the_readers_language(state, town, visit):
    kept, found = state
    page = visit(town, storage_state={**kept, "cookies": [
        one for one in kept["cookies"] if one["name"] != "django_language"]}, locale="es-ES")
    for name, path in found.items():
        answer = page.goto(path)
        assert answer.status == 200, name
        assert page.locator("html").get_attribute("lang") == "es", name
        assert page.locator("h1").count() == 1, name
        assert re.search(r"\w", page.title()), name


def test_pages_work_without_javascript(state, town, visit):
    kept, found = state
    page = visit(town, storage_state=kept, java_script_enabled=False)
    for name in ("today", "boundary", "livelihood", "livelihood-result", "door"):
        answer = page.goto(found[name])
        assert answer.status == 200, name
        assert page.locator("h1").inner_text(), name
