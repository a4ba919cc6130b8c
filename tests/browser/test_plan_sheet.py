"""The plan for an assembly is one sheet of A4 in each language, and a phone leads to the reason in two taps."""

from __future__ import annotations

import re

import pytest

from .conftest import PHONE, be


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_plan_prints_on_one_sheet(town, browser, language):
    context = browser.new_context(base_url=town, locale="en-US")
    page = context.new_page()
    be(page)
    page.goto("/boundary/plan/")
    page.locator(f"button[name=language][value={language}]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == language
    paper = page.pdf(prefer_css_page_size=True)
    context.close()
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_two_taps_on_a_phone_tell_why_and_what_it_would_take(town, visit):
    page = visit(town, viewport=PHONE, locale="en-US")
    be(page)
    page.goto("/boundary")
    page.locator(".steps h3 a").first.click()
    page.wait_for_load_state()
    words = page.locator("main").inner_text()
    assert re.search(r"It saves \$[\d,]+ a year", words)
    assert "What it would take" in words and ("stops paying" in words or "goes on paying" in words)
    lead = page.locator(".page-head .lead")
    assert lead.bounding_box()["y"] + lead.bounding_box()["height"] < PHONE["height"], "before one scrolls"


def test_the_boundary_page_leads_to_what_looks_closer(town, visit):
    page = visit(town, viewport=PHONE, locale="en-US")
    be(page)
    page.goto("/boundary")
    links = page.locator("section[aria-labelledby=closer] a").evaluate_all("all => all.map(one => one.pathname)")
    assert "/boundary/plan/" in links and "/boundary/plan/compare" in links
    for link in links:
        assert page.goto(link).status == 200, link
        assert page.locator("h1").count() == 1
