"""No page of ours loads anything from elsewhere, runs a script in the page or carries a style in it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "commonstead"

LOADS = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|object|embed|use|image)\b[^>]*?"""
    r"""(?:src|href|data|srcset)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE | re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", re.IGNORECASE)
DATA_SCRIPT = re.compile(r"<script[^>]*type=[\"']application/(?:json|ld\+json)", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=\s*[\"']", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>]*\son(?:click|load|change|submit|input|error|focus|blur|key\w+|mouse\w+)\s*=",
                            re.IGNORECASE)
CSS_LOADS = re.compile(r"(?:url\(\s*[\"']?\s*(?:https?:)?//|@import\s+(?:url\()?[\"']?(?:https?:)?//)", re.IGNORECASE)


def files(*endings: str) -> list[Path]:
    return sorted(path for ending in endings for path in HOUSE.rglob(f"*.{ending}"))


def found(pattern: re.Pattern, paths: list[Path], but: re.Pattern | None = None) -> list[str]:
    wrong = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for match in pattern.finditer(text):
            if but is None or not but.match(match.group()):
                line = text.count("\n", 0, match.start()) + 1
                wrong.append(f"{path.relative_to(ROOT)}:{line} {match.group()[:60]}")
    return wrong


def test_there_are_pages_to_look_at():
    assert files("html")


def test_pages_load_nothing_from_elsewhere():
    assert not found(LOADS, files("html", "svg"))


def test_styles_load_nothing_from_elsewhere():
    assert not found(CSS_LOADS, files("css"))


def test_no_script_in_a_page():
    assert not found(INLINE_SCRIPT, files("html"), but=DATA_SCRIPT)
    assert not found(INLINE_HANDLER, files("html"))


def test_no_style_in_a_page():
    assert not found(INLINE_STYLE, files("html"))
