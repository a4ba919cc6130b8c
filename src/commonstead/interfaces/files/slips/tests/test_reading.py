"""Slips as people write them: signs, marks, amounts, days; and for each fault its line, its field and what to do."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonstead.core.circulation.slip_lines import COLUMNS, told_apart, who_is_meant
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.slips import LARGEST, read_members, read_slips, write_table

TODAY = date(2026, 11, 29)
HOW = {"decimals": 2, "symbol": "h", "today": TODAY}
HEAD = "day{0}payer{0}payee{0}amount\n"


def amounts(text):
    return [line.amount for line in read_slips(text, **HOW).lines]


def fault(text):
    """(clause, line, field) of the one fault."""
    (found,) = read_slips(text, **HOW).problems
    return found.clause, found.line, found.field


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_signs_marks_and_line_ends(sign, mark, end):
    text = (mark + HEAD.format(sign) + f'2026-11-03{sign}Ana{sign}"Bo"{sign}"1,5"\n').replace("\n", end)
    (line,) = read_slips(text.encode(), **HOW).lines
    assert (line.line, line.payer, line.payee, line.amount, line.day) == (2, "Ana", "Bo", 150, date(2026, 11, 3))
    assert amounts(text.encode("utf-16")) == [150]


@pytest.mark.parametrize(("said", "steps"), [
    ("1", 100), ("1.5", 150), ("1,5", 150), (",5", 50), ("1.", 100), ("1.50", 150), ("1 000,5", 100_050),
    ("1.234,50", 123_450), ("1,234.50", 123_450), ("1'234.5", 123_450), ("2 h", 200), ("1.500", None),
    ("-1", None), ("−1", None), ("0", None), ("0.00", None), ("0,001", None), ("", None), ("x", None), ("1e3", None),
    ("nan", None), ("1,2,3", None), ("1.234.50", None), ("٣", None), ("9" * 40, None),
])
def test_amounts(said, steps):
    read = read_slips(f"Ana;Bo;{said};;3.11.", **HOW)
    assert [line.amount for line in read.lines] == ([] if steps is None else [steps])
    assert all(one.field == "amount" and one.line == 1 for one in read.problems)
    assert bool(read.problems) == (steps is None)


@pytest.mark.parametrize(("said", "day"), [
    ("2026-11-03", date(2026, 11, 3)), ("3.11.2026", date(2026, 11, 3)), ("03.11.26", date(2026, 11, 3)),
    ("3.11.", date(2026, 11, 3)), ("3. 11.", date(2026, 11, 3)), ("30.11.", date(2025, 11, 30)),
    ("13/11/2026", date(2026, 11, 13)), ("11/13/2026", date(2026, 11, 13)), ("11/11", date(2026, 11, 11)),
    ("3/11/2026", None), ("31.2.", None), ("2026-13-01", None), ("tomorrow", None), ("30.11.2026", None),
    ("1.1.1066", None), ("29.2.26", None),
])
def test_days(said, day):
    read = read_slips(f"Ana;Bo;1;;{said}", **HOW)
    assert [line.day for line in read.lines] == ([] if day is None else [day])
    assert all(one.field == "day" for one in read.problems) and bool(read.problems) == (day is None)


def test_without_headings_an_empty_day_is_that_of_the_line_above():
    days = [line.day for line in read_slips("Ana;Bo;1\nAna;Bo;2;;3.11.\nBo;Ana;3;x;\n", **HOW).lines]
    assert days == [TODAY, date(2026, 11, 3), date(2026, 11, 3)]
    (line,) = read_slips("Ana;Bo;1;wood;;two loads;a1b2", **HOW).lines
    assert (line.day, line.note, line.links_to) == (TODAY, "two loads", "a1b2")


@pytest.mark.parametrize(("row", "told"), [
    ("2026-11-03,,Bo,1", ("slips.name_missing", 2, "payer")),
    (",Ana,Bo,1", ("slips.day_missing", 2, "day")),
    ("2026-11-03,Ana,Bo,1,5", ("slips.too_many_cells", 2, "")),
    ("2026-11-03,Ana,Bo,", ("slips.amount_missing", 2, "amount")),
    ("2026-11-03,Ana," + "B" * 300 + ",1", ("slips.too_long", 2, "payee")),
])
def test_each_fault_has_line_and_field(row, told):
    assert fault(HEAD.format(",") + row) == told


@pytest.mark.parametrize(("column", "cell", "clause"), [
    ("state", "maybe", "slips.state_unknown"), ("unit", "USD", "slips.other_unit"), ("at", "noon", "slips.no_moment"),
    ("levy", "1", "slips.levy_too_large"), ("paid", "2026-11-03 12:00", "slips.no_moment"),
    ("due", "x", "slips.no_day"), ("category", "x" * 61, "slips.too_long"), ("note", "x" * 501, "slips.too_long"),
])
def test_what_else_can_be_wrong(column, cell, clause):
    assert fault(f"day,payer,payee,amount,{column}\n2026-11-03,Ana,Bo,1,{cell}") == (clause, 2, column)


@pytest.mark.parametrize(("content", "clause", "line"), [
    (b"payer,payee,amount\n\xff\xfe\xfd", "slips.no_text", 2), ("a\n\0", "slips.no_text", 2),
    ("", "slips.nothing", 0), (" \n;;\n", "slips.nothing", 0), ("x" * (LARGEST + 1), "slips.too_large", 0),
    ('payer,payee,amount\nAna,"Bo,1\n', "slips.broken", 2), ("payer,payee,day\nAna,Bo,x", "slips.columns_missing", 0),
    ("payer,payee,amount,from\n", "slips.column_twice", 0), ("a;b;1\n" * 5_002, "slips.too_many", 5_002),
])
def test_what_cannot_be_read_at_all(content, clause, line):
    with pytest.raises(Refused) as refused:
        read_slips(content, **HOW)
    assert (refused.value.refusals[0].clause, refused.value.refusals[0].line) == (clause, line)


def test_a_file_must_name_its_columns():
    with pytest.raises(Refused) as refused:
        read_slips("Ana,Bo,1", **HOW, headed=True)
    assert refused.value.refusals[0].clause == "slips.columns_missing"


def test_headings_of_people_and_columns_that_are_not_known():
    read = read_slips("Fecha;Quien paga;Recibe;Horas;Color\n3.11.;Ana;Bo;1,5;rojo", **HOW)
    assert (read.lines[0].amount, read.unknown) == (150, ("Color",))


def test_members():
    read = read_members("name,since,line\nAna,2026-01-02,5\n,,\nBo,x,\n", **HOW)
    assert (read.lines[0].name, read.lines[0].since, read.lines[0].own_line) == ("Ana", date(2026, 1, 2), 500)
    assert [(one.line, one.field) for one in read.problems] == [(4, "since")]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40).map(str.strip)


@settings(max_examples=200, deadline=None)
@given(payer=WORDS.filter(bool), note=WORDS, category=WORDS, amount=st.integers(1, 10**9))
def test_what_is_written_is_read_back_to_the_letter(payer, note, category, amount):
    cells = dict.fromkeys(COLUMNS) | {"day": "2026-11-03", "payer": payer, "payee": "Bo", "note": note,
                                      "category": category, "amount": f"{amount / 100:.2f}", "unit": "h"}
    read = read_slips(write_table(COLUMNS, [[cells[name] for name in COLUMNS]]).encode(), **HOW)
    assert not read.problems
    assert (read.lines[0].payer, read.lines[0].note, read.lines[0].category, read.lines[0].amount) == (
        payer, note, category, amount)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_whatever_comes_it_is_lines_or_refusals(content):
    try:
        read_slips(content, **HOW)
    except Refused as refused:
        assert refused.refusals[0].reason


def test_whom_a_name_means():
    names = {"1": "Ana Rivera", "2": "Anabel Ruiz", "3": "Bo", "4": "Zoë Ánguiano", "5": "Bo"}
    assert who_is_meant("ana  rivera", names).ids == ("1",)
    assert who_is_meant("ANA RI", names).ids == () and who_is_meant("ANA RI", names, first_letters=True).ids == ("1",)
    assert who_is_meant("ana r", names, first_letters=True).near == ("Ana Rivera", "Anabel Ruiz")
    assert who_is_meant("zoe anguiano", names).ids == ("4",)
    assert who_is_meant("riv", names, first_letters=True).ids == ("1",)
    assert who_is_meant("Bo", names).ids == ("3", "5")
    assert who_is_meant("Anna Rivera", names).near[0] == "Ana Rivera" and who_is_meant("xyz", names).near == ()
    assert who_is_meant(" ", names).ids == ()


def test_names_that_several_bear_are_told_apart():
    names = {"aaaa1": "Bo", "aaaa2": "bó", "cccc": "Ana"}
    assert told_apart(names) == {"aaaa1": "Bo (aaaa1)", "aaaa2": "bó (aaaa2)", "cccc": "Ana"}
    assert who_is_meant("Bo (aaaa2)", told_apart(names)).ids == ("aaaa2",)
    assert who_is_meant("Bo", told_apart(names)).near == ("Bo (aaaa1)", "bó (aaaa2)")


def test_a_line_at_fault_keeps_the_names_that_could_be_read():
    read = read_slips("Ana; Bo; x\n; Bo; 1\nAna; Bo; 1\nEva; " + "b" * 201 + "; 2", **HOW)
    assert [(one.line, one.payer, one.payee) for one in read.half] == [(1, "Ana", "Bo"), (2, "", "Bo"), (4, "Eva", "")]
    assert [one.line for one in read.lines] == [3]
