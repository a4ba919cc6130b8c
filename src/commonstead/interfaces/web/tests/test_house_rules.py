"""What every template keeps to: no inline style or script, one accent, no address of elsewhere; and contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[1]
TEMPLATES = sorted(WEB.rglob("*.html"))
STYLES = sorted((WEB / "static").rglob("*.css"))
INLINE = re.compile(r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:""", re.I)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_has_inline_style_or_script(template):
    text = template.read_text()
    assert not INLINE.search(text)
    for script in SCRIPT.findall(text):
        assert "application/json" in script  # data, not code


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_loads_from_elsewhere(template):
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", template.read_text())


def test_python_draws_no_inline_style():
    for module in (WEB / "charts").glob("*.py"):
        assert "style=\"" not in module.read_text(), module


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [("ink", "paper"), ("ink", "surface"), ("ink", "sunk"), ("ink-soft", "paper"), ("ink-soft", "surface"),
              ("ink-soft", "sunk"), ("accent", "paper"), ("accent", "surface"), ("accent", "sunk"),
              ("accent-ink", "accent"),
              ("accent-strong", "accent-soft"), ("accent", "accent-soft"), ("refuse", "paper"),
              ("refuse", "refuse-soft"),
              ("ink", "accent-soft"), ("ink", "outside-soft"), ("ink-soft", "accent-soft")]
SHAPE_PAIRS = [("line-strong", "paper"), ("line-strong", "surface"), ("accent", "paper"), ("outside", "paper")]


@pytest.mark.parametrize("mode", [0, 1])
def test_colours_are_told_apart_in_light_and_dark(mode):
    text = (WEB / "static/commonstead/tokens.css").read_text()
    light, dark, dark_again = (tokens(block) for block in re.findall(r":root[^{]*\{(.*?)\n *\}", text, re.S))
    assert dark == dark_again  # the two dark lists must not drift apart
    colours = (light, dark)[mode]
    for one, other in TEXT_PAIRS:
        assert contrast(colours[one], colours[other]) >= 4.5, (one, other, contrast(colours[one], colours[other]))
    for one, other in SHAPE_PAIRS:
        assert contrast(colours[one], colours[other]) >= 3, (one, other)


def test_no_colour_is_named_outside_the_tokens():
    for style in STYLES:
        if style.name != "tokens.css":
            text = style.read_text().split("@media print")[0]  # paper is white and ink is black
            found = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", text)
            assert not found, (style, found)
