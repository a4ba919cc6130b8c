"""Every sentence that is marked for translation in the source stands in the Spanish catalogue, translated, with the
same gaps; and the compiled catalogue is the one that was written.

Marked sentences are found by reading the source, in Python as a syntax tree and in templates with Django's own
reader, so that no further program is needed.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "commonstead"
CATALOGUE = PACKAGE / "locale" / "es" / "LC_MESSAGES" / "django.po"
#: Names under which sentences are marked, and which arguments hold (context, sentence, plural).
MARKS = {
    "_": (None, 0, None), "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1), "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
IN_TEMPLATE = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")
GAPS = re.compile(r"%\(\w+\)s|(?<!\{)\{\w+\}(?!\})|%%")


def marked_in_python(source: str):
    """(context, sentence, plural) of each mark that has plain text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield from _sentence(name, node.args)


def marked_in_template(source: str):
    """The same for a template."""
    text = templatize(source)
    for found in IN_TEMPLATE.finditer(text):
        end = found.end()
        while end < len(text):  # the call ends where it parses
            end = text.find(")", end) + 1
            if not end:
                break
            try:
                call = ast.parse(text[found.start():end].replace("(u'", "('").replace(", u'", ", '"), mode="eval").body
            except SyntaxError:
                continue
            yield from _sentence(found.group(1), call.args)
            break


def _sentence(name: str, args: list):
    if name not in MARKS:
        return
    values = []
    for place in MARKS[name]:
        if place is None:
            values.append("")
        elif place < len(args) and isinstance(args[place], ast.Constant) and isinstance(args[place].value, str):
            values.append(args[place].value)
        else:
            return
    yield tuple(values)


def all_marked() -> dict[tuple[str, str, str], str]:
    """Every marked sentence with a file in which it stands."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts:
            for sentence in marked_in_python(path.read_text(encoding="utf-8")):
                found.setdefault(sentence, str(path.relative_to(PACKAGE)))
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if "templates" in path.parts:
            for sentence in marked_in_template(path.read_text(encoding="utf-8")):
                found.setdefault(sentence, str(path.relative_to(PACKAGE)))
    return found


@pytest.fixture(scope="module")
def catalogue() -> dict[tuple[str, str], polib.POEntry]:
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}


def said_in(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_readers_find_sentences():
    marked = all_marked()
    assert len(marked) > 500
    assert ("", "Boundary", "") in marked
    assert list(marked_in_template("{% load i18n %}{% blocktranslate count n=x %}{{ n }} day{% plural %}{{ n }} days"
                                   "{% endblocktranslate %}{% translate 'It’s (good)' %}")) == [
        ("", "%(n)s day", "%(n)s days"), ("", "It’s (good)", "")]


def test_every_marked_sentence_is_translated(catalogue):
    missing = []
    for (context, sentence, _plural), where in all_marked().items():
        entry = catalogue.get((context, sentence))
        if entry is None or "fuzzy" in entry.flags or not all(said_in(entry)):
            missing.append(f"{where}: {sentence}")
    assert not missing, "not in Spanish yet:\n" + "\n".join(missing)


def test_translations_keep_the_gaps(catalogue):
    wrong = []
    for entry in catalogue.values():
        wanted = sorted(GAPS.findall(entry.msgid_plural or entry.msgid))
        if sorted(GAPS.findall(said_in(entry)[-1])) != wanted:
            wrong.append(entry.msgid)
    assert not wrong


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    entries = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    compiled = {(entry.msgctxt or "", entry.msgid): said_in(entry) for entry in entries}
    assert compiled == {key: said_in(entry) for key, entry in catalogue.items()}
