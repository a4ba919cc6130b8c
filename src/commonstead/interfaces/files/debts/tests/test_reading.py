"""Tables as people hand them in: what is read, and what is refused with line, column and remedy."""

import io
from datetime import date
from decimal import Decimal

import pytest

from commonstead.core.circulation.clearing import clear
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.debts import decimal_text, list_debts, read_debts, read_limits, write_left


def read(text, encoding="utf-8"):
    return read_debts(io.BytesIO(text if isinstance(text, bytes) else text.encode(encoding)), "debts.csv")


def refused(text) -> tuple:
    with pytest.raises(Refused) as found:
        read(text)
    for one in found.value.refusals:
        assert one.reason  # every gap is filled
    first = found.value.refusals[0]
    return first.clause.removeprefix("debts."), first.line, first.field


def test_amounts_are_exact_in_the_smallest_unit_written():
    (one,) = read("debtor,creditor,amount\nana,bruno,0.1\nbruno,ana,12.345\nana,bruno,7\n").currencies
    assert (one.decimals, one.debts.amount.tolist(), one.lines.tolist()) == (3, [100, 12345, 7000], [2, 3, 4])
    assert [decimal_text(value, 3) for value in (0, 5, -5, 12345)] == ["0.000", "0.005", "-0.005", "12.345"]
    (whole,) = read("debtor,creditor,amount\nana,bruno,7\n").currencies
    assert whole.decimals == 0 and whole.debts.amount.tolist() == [7]


@pytest.mark.parametrize("text", [
    b"\xef\xbb\xbfdebtor,creditor,amount\r\nana,jos\xc3\xa9,12.50\r\n",
    "debtor;creditor;amount\nana;josé;12,50\n".encode(),
    "Debtor ; Creditor ; Amount\n ana ; jose\u0301 ; 12,50 \n\n".encode(),
    "debtor\tcreditor\tamount\nana\tjosé\t12.50\n".encode("utf-16"),
    'debtor,creditor,amount\r"ana","josé","12,50"\r'.encode(),
    "\namount,note,creditor,debtor\n12.50,=1+1,josé,ana\n".encode(),
])
def test_ways_to_write_the_same_table(text):
    (one,) = read(text).currencies
    assert one.debts.members == ("ana", "josé")
    assert (one.debts.debtor.tolist(), one.debts.amount.tolist(), one.decimals) == ([0], [1250], 2)


HEAD = "id,debtor,creditor,amount,date\n1,ana,bruno,5,2026-01-01\n"


@pytest.mark.parametrize("line, expected", [
    ("2,ana,ana,5,", ("self_debt", 3, "creditor")),
    ("2,ana,bruno,0,", ("not_positive", 3, "amount")),
    ("2,ana,bruno,0.00,", ("not_positive", 3, "amount")),
    ("2,ana,bruno,-5,", ("not_positive", 3, "amount")),
    ("2,ana,bruno,,", ("amount", 3, "amount")),
    ("2,ana,bruno,five,", ("amount", 3, "amount")),
    ("2,ana,bruno,1e3,", ("amount", 3, "amount")),
    ("2,ana,bruno,nan,", ("amount", 3, "amount")),
    ("2,ana,bruno,€5,", ("amount", 3, "amount")),
    ("2,ana,bruno,٣,", ("amount", 3, "amount")),
    ('2,ana,bruno,"1,234",', ("amount", 3, "amount")),
    ('2,ana,bruno,"1,234.50",', ("amount", 3, "amount")),
    ("2,ana,bruno,0.0000001,", ("amount", 3, "amount")),
    ("2,ana,bruno,1234567890123,", ("amount", 3, "amount")),
    ("2,ana,bruno,5,1.2.2026", ("date", 3, "date")),
    ("2,ana,bruno,5,2026-02-30", ("date", 3, "date")),
    ("2,,bruno,5,", ("name_missing", 3, "debtor")),
    ("2,ana,,5,", ("name_missing", 3, "creditor")),
    ("1,bruno,ana,5,", ("same_id", 3, "id")),
    ("2,ana,bruno,12,50,2026-01-01", ("ragged", 3, "row")),
    ("2,ana", ("ragged", 3, "row")),
    ('2,ana,bruno,5,"2026-01-05\n3,bruno,ana,5,2026-01-06\n4,ana,bruno,5,', ("no_csv", 3, "row")),
    ('2,ana,bruno,5,\n3,bruno,ana,5,"', ("no_csv", 4, "row")),
    ('2,"ana' + "x" * 140_000, ("long_line", 3, "row")),
])
def test_what_is_wrong_names_line_and_column(line, expected):
    assert refused(HEAD + line + "\n") == expected


def test_headings_in_other_words_and_what_is_wrong_names_them_as_they_stand():
    (one,) = read("Deudora;acreedor;importe;fecha;factura\nana;bruno;5;2026-01-01;7\n").currencies
    assert (one.debts.members, one.debts.ids, one.debts.amount.tolist()) == (("ana", "bruno"), ["7"], [5])
    for line, word in (("ana;bruno;cinco;2026-01-01", "importe"), (";bruno;5;2026-01-01", "deudora")):
        with pytest.raises(Refused) as found:
            read(f"deudora;acreedor;importe;fecha\n{line}\n")
        assert word in found.value.refusals[0].reason
    assert refused("debtor,from,creditor,amount\na,a,b,1\n") == ("column_twice", 1, "debtor")


def test_a_list_for_a_page_has_days_numbers_and_notes():
    rows = list_debts(b"debtor,creditor,amount,since,number,note,currency\nana,bruno,12.5,2026-01-02,7,=rent,USD\n"
                      b"bruno,ana,3,2026-01-03,,,EUR\n", "debts.csv")
    assert [tuple(vars(row).values()) for row in rows] == [
        (2, "ana", "bruno", Decimal("12.5"), date(2026, 1, 2), "USD", "7", "=rent"),
        (3, "bruno", "ana", Decimal(3), date(2026, 1, 3), "EUR", "", "")]
    for table, line, field in (("debtor,creditor,amount\na,b,1\n", 1, "date"),
                               ("debtor,creditor,amount,since\na,b,1,\n", 2, "date"),
                               ("debtor,creditor,amount,since\na,b,1,2026-02-30\n", 2, "date")):
        with pytest.raises(Refused) as found:
            list_debts(table.encode(), "debts.csv")
        assert (found.value.refusals[0].line, found.value.refusals[0].field) == (line, field)


def test_two_decimal_signs_in_one_table_are_refused():
    assert refused("debtor;creditor;amount\na;b;1,5\nb;a;1.5\n") == ("amount", 3, "amount")


@pytest.mark.parametrize("content, expected", [
    (b"", ("empty", 0, "file")),
    (b"PK\x03\x04rest", ("not_text", 0, "file")),
    (b"who,whom,amount\na,b,1\n", ("columns", 1, "debtor")),
    (b"debtor,creditor,amount,amount\na,b,1,2\n", ("column_twice", 1, "amount")),
    (b"debtor,creditor,amount\n", ("no_debts", 0, "file")),
    (b"debtor,creditor,amount\nana,jos\xe9,5\n", ("encoding", 2, "creditor")),
    (b"debtor,creditor,amount,currency\na,b,1,EUR\na,b,1,\n", ("currency", 3, "currency")),
    (b"debtor,creditor,amount\na,b,1\x00\n", ("no_letter", 2, "amount")),
    (b"debtor,creditor,amount,note\na,b,1,x\nb,a,1,lu\x00nch\n", ("no_letter", 3, "note")),
    (b"debtor,cred\x00itor,amount\na,b,1\n", ("no_letter", 1, "row")),
    ("debtor,creditor,amount\na,b,1\n".encode("utf-16")[:-1], ("encoding", 2, "row")),
])
def test_files_that_are_no_table_of_debts(content, expected):
    assert refused(content) == expected


def test_all_is_told_at_once_but_not_without_end():
    with pytest.raises(Refused) as found:
        read("debtor,creditor,amount\n" + "a,a,1\n" * 1000)
    assert len(found.value.refusals) == 21 and found.value.refusals[-1].clause == "debts.more"


def test_the_sum_stays_exact():
    assert refused("debtor,creditor,amount\n" + "a,b,999999999999.99\n" * 11)[0] == "too_much"


def test_alike_lines_without_id_stay_apart_and_are_told():
    file = read("id,debtor,creditor,amount\n,a,b,5\n,a,b,5.00\n7,a,b,5\n,b,a,5\n,a,b,5\n")
    assert len(file.currencies[0].debts) == 5
    (note,) = file.notes
    assert note.clause == "debts.alike" and note.params["count"] == 2 and note.params["lines"] == "3, 6"
    assert "not read: note" in read("debtor,creditor,amount,note\na,b,1,x\n").notes[0].reason


def test_currencies_are_read_apart_and_written_back_in_the_order_of_lines():
    file = read("debtor,creditor,amount,currency,date\na,b,5,EUR,2026-01-02\na,b,2.5,USD,\nb,a,4,EUR,\nb,c,1,USD,\n")
    assert [(one.currency, one.decimals, one.debts.members) for one in file.currencies] == [
        ("EUR", 0, ("a", "b")), ("USD", 1, ("a", "b", "c"))]
    out = io.StringIO()
    write_left(out, file, [clear(one.debts) for one in file.currencies])
    assert out.getvalue().splitlines() == [
        "debtor,creditor,amount,cleared,left,date,currency", "a,b,5,4,1,2026-01-02,EUR", "a,b,2.5,0.0,2.5,,USD",
        "b,a,4,4,0,,EUR", "b,c,1.0,0.0,1.0,,USD"]


def test_names_that_a_spreadsheet_would_run_are_guarded_and_read_back():
    file = read("debtor,creditor,amount\n=1+1,b,5\n'=1+1,b,6\n")
    assert file.currencies[0].debts.members == ("=1+1", "b")
    out = io.StringIO()
    write_left(out, file, [clear(file.currencies[0].debts)])
    assert "'=1+1,b,5,0,5" in out.getvalue()


DEBTS = "debtor,creditor,amount\na,b,5.50\nb,c,5\n"


def limits(text, debts=DEBTS):
    return read_limits(io.BytesIO(text.encode()), "limits.csv", read(debts).currencies)


def test_room_is_what_a_balance_may_still_move():
    found, notes = limits("member,lower,upper,balance\na,-2.5,3,\nb,-10,10,4\nc,0,1,-7\nz,-1,1,0\n")
    assert found == {"": {"a": (250, 300), "b": (1400, 600), "c": (0, 800)}}
    assert notes[0].clause == "debts.strangers"


@pytest.mark.parametrize("text, expected", [
    ("member,lower,upper\na,5,3\n", ("limits_crossed", 2)), ("member,lower,upper\na,5,8\n", ("lower_positive", 2)),
    ("member,lower,upper\na,-1,1\na,-1,1\n", ("limit_twice", 3)), ("member,lower,upper\n,-1,1\n", ("name_missing", 2)),
    ("member,lower,upper\na,-1.001,1\n", ("limit_decimals", 2)), ("member,lower,upper\na,,1\n", ("amount", 2)),
    ("member,lower\na,-1\n", ("columns", 1)),
])
def test_limits_that_cannot_be(text, expected):
    with pytest.raises(Refused) as found:
        limits(text)
    first = found.value.refusals[0]
    assert (first.clause.removeprefix("debts."), first.line) == expected and first.reason


def test_limits_of_several_currencies_name_them():
    two = "debtor,creditor,amount,currency\na,b,5,EUR\na,b,5,USD\n"
    with pytest.raises(Refused):
        limits("member,lower,upper\na,-1,1\n", two)
    assert limits("member,lower,upper,currency\na,-1,1,USD\n", two)[0] == {"EUR": {}, "USD": {"a": (1, 1)}}
