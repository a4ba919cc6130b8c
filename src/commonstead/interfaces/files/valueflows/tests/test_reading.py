"""How the reader takes what files throw at it: refusals by line, words that look like numbers, JSON."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.refusal import Refused
from commonstead.core.vocabulary.valueflows import EconomicEvent, Measure, Reference, Unknown
from commonstead.interfaces.files.valueflows import as_json, as_yaml, read_file, read_text
from commonstead.interfaces.files.valueflows.reading import read_moment

HEAD = "'@context':\n  - '@vocab': https://w3id.org/valueflows/ont/vf#\n  - town: https://town.example/\n'@graph':\n"
LOAF = HEAD + """  - '@id': town:e1
    '@type': EconomicEvent
    action: produce
    provider: town:bakery
    resourceQuantity: {hasUnit: kilogram, hasNumericalValue: .25}
    hasPointInTime: 2026-03-01T8:05:00-5:00
    toLocation: no
    note: "12"
"""


def refusal(text):
    with pytest.raises(Refused) as refused:
        read_text(text)
    return refused.value.refusals[0]


def test_a_loaf_is_read_into_typed_values():
    event = read_text(LOAF).nodes[0]
    assert event == EconomicEvent(
        id="town:e1", action=Action.PRODUCE, provider="town:bakery", note="12", to_location="no",
        resource_quantity=Measure(has_unit="kilogram", has_numerical_value=Decimal("0.25")),
        has_point_in_time=datetime(2026, 3, 1, 8, 5, tzinfo=timezone(timedelta(hours=-5))))
    assert event.line == 5


def test_a_number_in_a_text_stays_a_text_and_a_long_one_keeps_its_digits():
    text = LOAF + "    trackingIdentifier: 0012345678901234567890\n    x:weight: 0.12345678901234567890\n"
    event = read_text(text).nodes[0]
    assert dict(event.extras)["x:weight"] == Decimal("0.12345678901234567890")
    for write in (as_yaml, as_json):
        again = read_text(write(read_text(text))).nodes[0]
        assert again.note == "12"
        assert dict(again.extras)["trackingIdentifier"] == dict(event.extras)["trackingIdentifier"]
    assert read_text(as_yaml(read_text(text))).nodes[0] == event


@pytest.mark.parametrize(("text", "clause", "line"), [
    (HEAD + "  - '@id': town:a\n    name: x\n    name: y\n", "valueflows.key_twice", 7),
    (HEAD + "  - '@id': town:a\n   name: x\n", "valueflows.broken_file", 6),
    (HEAD + "  - just a word\n", "valueflows.not_a_thing", 5),
    ("bread and wine", "valueflows.not_a_document", 1),
    ("", "valueflows.not_a_document", 1),
    ('{"@graph": [{"@id": "a"},, ]}', "valueflows.broken_file", 1),
    ('{"@graph": [{"@id": "a", "@id": "b"}]}', "valueflows.key_twice", 0),
    ('{"@graph": [{"@id": "a", "hasNumericalValue": NaN}]}', "valueflows.broken_file", 0),
])
def test_a_broken_file_is_refused_by_line(text, clause, line):
    refused = refusal(text)
    assert (refused.clause, refused.line) == (clause, line)
    assert refused.reason


def test_a_small_file_cannot_unfold_without_end():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    assert refusal(bomb).clause == "valueflows.broken_file"


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(Refused):
        read_file(tmp_path / "none.yaml")
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(Refused):
        read_file(tmp_path / "picture.yaml")


def test_types_and_terms_of_others_are_kept_and_listed():
    document = read_text(HEAD + "  - '@id': town:a\n    '@type': schema:Recipe\n    schema:cookTime: 1h\n"
                         "  - '@id': town:b\n    '@type': Intent\n    fulfils: town:x\n    due: tomorrow\n"
                         "    provider: {'@id': town:ana}\n")
    first, second = document.nodes
    assert first == Unknown(id="town:a", type="schema:Recipe", extras=(("schema:cookTime", "1h"),))
    assert dict(second.extras) == {"fulfils": "town:x", "due": "tomorrow"}
    assert second.provider == Reference(id="town:ana")
    assert [notice.sort for notice in document.notices] == ["unknown"] * 3
    assert [notice.line for notice in document.notices] == [6, 10, 11]
    assert read_text(as_yaml(document)) == document == read_text(as_json(document))


def test_a_file_of_one_thing_and_a_file_that_is_a_list():
    single = read_text('{"@context": "https://example.org/vf.jsonld", "@id": "town:a", "@type": "Plan",'
                       ' "name": "Spring"}')
    assert single.single and single.nodes[0].name == "Spring"
    assert read_text(as_json(single)) == single
    several = read_text('[{"@id": "town:a", "@type": "Plan"}, {"@id": "town:b"}]')
    assert [type(node).__name__ for node in several.nodes] == ["Plan", "Reference"]


@pytest.mark.parametrize(("text", "moment"), [
    ("2019-04-18T8:30:08-5:00", datetime(2019, 4, 18, 8, 30, 8, tzinfo=timezone(timedelta(hours=-5)))),
    ("2018-10-14T15:00:00-0:00", datetime(2018, 10, 14, 15, tzinfo=timezone.utc)),  # noqa: UP017
    ("2026-01-02 03:04Z", datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc)),  # noqa: UP017
    ("2026-01-02T03:04:05.25+0530",
     datetime(2026, 1, 2, 3, 4, 5, 250000, tzinfo=timezone(timedelta(hours=5, minutes=30)))),
    ("2026-02-30T00:00:00Z", None),
    ("2026-02-03", None),
    ("noon", None),
])
def test_moments(text, moment):
    assert read_moment(text) == moment
