"""Clearing a table from the command line, and checking the answer."""

import csv
import json
from decimal import Decimal

import pytest

from commonstead.site.cli import main

DEBTS = """id,debtor,creditor,amount,date
1,Ana,Bruno,10.50,2026-01-05
2,Bruno,Clara,7,2026-01-04
3,Clara,Ana,12.25,2026-02-01
4,Dora,Ana,3,
"""
LIMITS = "member,lower,upper\nDora,-2,0\nAna,-5,20\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "debts.csv").write_text(DEBTS)
    (tmp_path / "limits.csv").write_text(LIMITS)
    return tmp_path


def test_the_answer_has_its_figures(files, capsys):
    assert main(["clear", str(files / "debts.csv"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert [answer[name] for name in ("gross", "cleared", "net_internal_debt", "credit_drawn", "members", "debts")] == [
        Decimal("32.75"), 21, Decimal("8.25"), 0, 4, 4]
    assert answer["decimals"] == 2 and answer["fallen"] == [700, 700, 700, 0]


def test_with_limits_each_debt_is_written_and_the_answer_checks(files, capsys):
    words = [str(files / "debts.csv"), "--limits", str(files / "limits.csv")]
    answer = str(files / "answer.json")
    assert main(["clear", *words, "--out", str(files / "left.csv"), "--answer", answer, "--member", "Ana",
                 "--compare"]) == 0
    said = capsys.readouterr().out
    assert "23.00" in said and "net position before: 4.75, after: 4.75, with 2.00 on the balance" in said
    assert "greedy cycle search" in said
    with (files / "left.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["left"] for row in rows] == ["3.50", "0.00", "5.25", "1.00"] and rows[3]["cleared"] == "2.00"
    assert main(["check-clearing", words[0], answer, "--limits", words[2]]) == 0
    assert "holds" in capsys.readouterr().out
    assert main(["check-clearing", words[0], answer]) == 1
    assert "has room for 0 down" in capsys.readouterr().out


@pytest.mark.parametrize("change", [
    {"cleared": 22}, {"cleared": 21.001}, {"gross": 33}, {"decimals": 1}, {"decimals": "2"}, {"currency": "EUR"},
    {"cleared": 10**400}, {"cleared": "1e99999999"},
    {"fallen": [700, 700, 699, 0]}, {"fallen": [0, 0, 0, 0], "cleared": 0}, {"proof": {}}, {"format": "x"},
])
def test_an_answer_that_was_changed_does_not_hold(files, capsys, change):
    debts, answer = str(files / "debts.csv"), files / "answer.json"
    main(["clear", debts, "--answer", str(answer)])
    document = json.loads(answer.read_text())
    answer.write_text(json.dumps(document | change))
    capsys.readouterr()
    assert main(["check-clearing", debts, str(answer)]) == 1
    assert "does not hold" in capsys.readouterr().out
    answer.write_text(json.dumps(document))
    assert main(["check-clearing", debts, str(answer)]) == 0
    (files / "debts.csv").write_text(DEBTS.replace("12.25", "12.26"))
    assert main(["check-clearing", debts, str(answer)]) == 1


def test_each_currency_has_its_own_answer(tmp_path, capsys):
    debts = tmp_path / "debts.csv"
    debts.write_text("debtor;creditor;amount;currency\na;b;5,5;EUR\nb;a;4;EUR\na;b;3;USD\nb;a;3;USD\n")
    assert main(["clear", str(debts), "--json"]) == 0
    said = capsys.readouterr().out
    (tmp_path / "answer.json").write_text(said)
    assert [(one["currency"], one["cleared"]) for one in json.loads(said)["answers"]] == [("EUR", 8), ("USD", 6)]
    assert main(["check-clearing", str(debts), str(tmp_path / "answer.json")]) == 0
    assert main(["clear", str(debts)]) == 0
    assert "2 currencies" in capsys.readouterr().out


def test_a_quote_that_is_never_closed_swallows_no_debts(files, capsys):
    debts, answer = files / "debts.csv", str(files / "answer.json")
    assert main(["clear", str(debts), "--answer", answer]) == 0
    debts.write_text("id,debtor,creditor,amount,date\n1,Ana,Bruno,5,\n2,Bruno,Ana,5,\"\n3,Clara,Ana,5,\n")
    capsys.readouterr()
    for words in (["clear", str(debts)], ["check-clearing", str(debts), answer]):
        assert main(words) == 1
        said = capsys.readouterr()
        assert "line 3" in said.err and "cannot be taken apart" in said.err and not said.out


@pytest.mark.parametrize("text", ["[" * 100_000, '{"cleared": ' + "9" * 5_000 + "}", "7", "[]", '{"answers": [1]}'])
def test_what_is_no_answer_is_refused_in_words(files, capsys, text):
    (files / "answer.json").write_text(text)
    assert main(["check-clearing", str(files / "debts.csv"), str(files / "answer.json")]) == 1
    said = capsys.readouterr()
    assert "holds no answer of a clearing" in said.err and not said.out


def test_wrong_tables_are_refused_in_words(files, capsys):
    (files / "debts.csv").write_text(DEBTS + "4,Ana,Ana,0,x\n4,Ana,Clara,5,\n")
    assert main(["clear", str(files / "debts.csv")]) == 1
    said = capsys.readouterr().err
    assert "line 6:" in said and "Ana" in said and "line 7:" in said and "line 5 already" in said
    assert main(["clear", str(files / "none.csv")]) == 1
    assert main(["check-clearing", str(files / "limits.csv"), str(files / "debts.csv")]) == 1
    (files / "debts.csv").write_text(DEBTS)
    assert main(["check-clearing", str(files / "debts.csv"), str(files / "debts.csv")]) == 1
    assert main(["clear", str(files / "debts.csv"), "--member", "Nobody"]) == 1
    assert "Nobody" in capsys.readouterr().err
