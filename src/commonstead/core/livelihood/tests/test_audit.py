"""Reading and writing an audit: round trips, every refusal at its field, and a mute repr."""

from decimal import Decimal

import pytest

from commonstead.core.livelihood import Audit, Entry, Way, audit_as_dict, read_audit
from commonstead.core.vocabulary.refusal import Refused

SECRET_WORDS = "aunt Rosa, quietly"


def an_audit() -> Audit:
    return Audit(size=3, type="family", waged_hours=Decimal(160), steps=("food",), entries=(
        Entry("bread", "food", (Way("sale", Decimal("8.5")), Way("own", Decimal("1.5"), hours=Decimal(4)))),
        Entry("child-care", "care", (Way("gift", Decimal(20), by=SECRET_WORDS, kind="family", hours=Decimal(20)),)),
    ))


def test_an_audit_reads_back_what_was_written():
    assert read_audit(audit_as_dict(an_audit())) == an_audit()


def test_a_decimal_comma_is_understood():
    raw = audit_as_dict(an_audit())
    raw["entries"][0]["ways"][0]["amount"] = "8,5"
    assert read_audit(raw) == an_audit()


@pytest.mark.parametrize(("path", "value", "field", "clause"), [
    (("size",), "0", "size", "livelihood.size"),
    (("size",), "2.5", "size", "livelihood.size"),
    (("size",), "many", "size", "livelihood.not_a_number"),
    (("type",), "clan", "type", "livelihood.unknown_choice"),
    (("entries", 0, "ways", 0, "amount"), "-1", "entries.bread.ways.0.amount", "livelihood.out_of_range"),
    (("entries", 0, "ways", 0, "amount"), "NaN", "entries.bread.ways.0.amount", "livelihood.not_a_number"),
    (("entries", 0, "ways", 0, "amount"), "1e99", "entries.bread.ways.0.amount", "livelihood.out_of_range"),
    (("entries", 0, "ways", 0, "mode"), "stolen", "entries.bread.ways.0.mode", "livelihood.unknown_choice"),
    (("entries", 1, "ways", 0, "kind"), "illegal", "entries.child-care.ways.0.kind", "livelihood.unknown_choice"),
    (("entries", 1, "ways", 0, "by"), "x" * 81, "entries.child-care.ways.0.by", "livelihood.too_long"),
    (("entries", 1, "good"), "bread", "entries.bread", "livelihood.good_twice"),
])
def test_what_is_wrong_is_refused_at_its_field(path, value, field, clause):
    raw = audit_as_dict(an_audit())
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(Refused) as refused:
        read_audit(raw)
    assert (field, clause) in {(refusal.field, refusal.clause) for refusal in refused.value.refusals}
    assert all(refusal.reason for refusal in refused.value.refusals)


def test_every_problem_is_named_at_once():
    raw = audit_as_dict(an_audit()) | {"size": "0", "type": "clan"}
    with pytest.raises(Refused) as refused:
        read_audit(raw)
    assert {refusal.field for refusal in refused.value.refusals} == {"size", "type"}


def test_nothing_shows_in_a_traceback_or_a_log_line():
    audit = an_audit()
    for value in (audit, audit.entries, audit.entries[1], audit.entries[1].ways[0], [audit]):
        for text in (repr(value), str(value), f"{value}"):
            assert SECRET_WORDS not in text
            assert "child-care" not in text
            assert "20" not in text
