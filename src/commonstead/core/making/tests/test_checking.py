"""What stands in headings and addresses is one line that can be shown."""

from dataclasses import replace

import pytest

from commonstead.core.making import Design, Origin, Part
from commonstead.core.making.checking import faults

STOOL = Design(id="stool", version="1.0", name="Stool", makes={"stool": None}, skills={"wood": None})


def told(design):
    assert all(fault.reason for fault in faults(design))
    return [(fault.clause, fault.field) for fault in faults(design)]


@pytest.mark.parametrize("sign", ["\n", "\r", "\x00", "\x7f", "\u2028", "\ud800"])
@pytest.mark.parametrize(
    "field, changed",
    [
        ("version", lambda word: {"version": word}),
        ("name", lambda word: {"name": word}),
        ("makes", lambda word: {"makes": {word: None}}),
        ("skills", lambda word: {"skills": {word: None}}),
        ("lineage.0", lambda word: {"lineage": (Origin(word, "1"),)}),
        ("lineage.0.version", lambda word: {"lineage": (Origin("bench", word),)}),
        ("parts.0.design", lambda word: {"parts": (Part("Leg", design=word),)}),
        ("parts.0.design_version", lambda word: {"parts": (Part("Leg", design="leg", design_version=word),)}),
    ],
)
def test_a_sign_that_cannot_be_shown_is_refused_by_field(field, changed, sign):
    assert told(replace(STOOL, **changed(f"1{sign}2"))) == [("design.unreadable_sign", field)]


@pytest.mark.parametrize("word", ["2.0/b c", "Größe\u00a03", "läuft 🚲", "1٫5"])
def test_letters_of_any_script_pass(word):
    assert told(replace(STOOL, name=word, version=word)) == []
