"""`commonstead design`: reads, takes apart, costs, converts; says by line and field what is wrong; writes nothing."""

import json

import pytest

from commonstead.site.cli import main

STOOL = """
okhv = "2.0"
name = "Stool"
version = "1.0"
license = "CC0-1.0"
bom = "stool-bom.csv"

[commonstead]
makes = { stool = "1 each" }
skills = { carpentry = 3 }
days = 2
"""
BILL = "Name,Good,Qty,Unit,Module,Price (EUR)\nSeat,board,1,each,,4.50\nLeg,stool-leg,3,each,leg,\n"
LEG = """
okhv = "2.0"
name = "Leg"
version = "2"

[commonstead]
makes = { stool-leg = "4 each" }
skills = { turning = 2 }
days = 1
parts = [{ name = "Beech", good = "beech", quantity = "2 m", price = 3 }]
"""


@pytest.fixture
def files(tmp_path):
    for name, text in (("stool-okh.toml", STOOL), ("stool-bom.csv", BILL), ("leg-okh.toml", LEG)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {path.name: str(path) for path in tmp_path.iterdir()}


def run(capsys, *words):
    status = main(["design", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_manifest_with_its_bill_and_a_module(files, capsys):
    status, out, _ = run(capsys, *files.values())
    assert status == 0
    # three legs are three quarters of a batch of four from 2 m: 1.5 m at 3 = 4.50, and the seat 4.50
    assert "Cost: 9 EUR" in out and "3 lines on 2 levels" in out and "Price (EUR) → price" in out


def test_json_and_recipes(files, capsys):
    status, out, _ = run(capsys, *files.values(), "--json", "--recipes")
    answers = {answer["design"]["id"]: answer for answer in json.loads(out)["designs"]}
    assert status == 0 and answers["stool"]["cost"]["total"] == "9"
    assert answers["stool"]["columns"][-1] == {"heading": "Price (EUR)", "field": "price", "how": "guessed"}
    assert [recipe["id"] for recipe in answers["stool"]["recipes"]] == ["leg-2", "stool-1-0"]
    assert answers["stool"]["recipes"][1]["inputs"] == {"board": "1 each", "stool-leg": "3 each"}
    assert [line["state"] for line in answers["stool"]["lines"]] == ["part", "module", "part"]


def test_recipes_that_cannot_be_made_name_what_is_missing(files, capsys):
    status, out, _ = run(capsys, files["stool-bom.csv"], "--recipes")
    assert status == 1
    assert "problem: Stool: How many days is it from beginning to done?" in " ".join(out.split())


@pytest.mark.parametrize("format", ["okh1", "okh2", "csv", "tsv", "valueflows"])
def test_what_is_written_is_read_again(files, capsys, tmp_path, format):
    status, out, _ = run(capsys, files["leg-okh.toml"], "--as", format)
    assert status == 0
    again = (
        tmp_path / {"okh1": "a.yml", "okh2": "a.toml", "csv": "a.csv", "tsv": "a.tsv", "valueflows": "a.json"}[format]
    )
    again.write_text(out, encoding="utf-8")
    assert "2 m" in run(capsys, str(again))[1]


def test_a_mapping_and_prices(files, capsys, tmp_path):
    (tmp_path / "odd.csv").write_text("Thing it is,How\nPlank,2\n", encoding="utf-8")
    (tmp_path / "prices.csv").write_text("Name,Price\nplank,2.50\n", encoding="utf-8")
    odd, prices = str(tmp_path / "odd.csv"), str(tmp_path / "prices.csv")
    status, _, err = run(capsys, odd)
    assert status == 1 and "Say which one does: column=name" in err
    status, out, _ = run(capsys, odd, "--map", "Thing it is=name", "--map", "How=quantity", "--prices", prices)
    assert status == 0 and "Cost: 5" in out
    assert run(capsys, odd, "--map", "nonsense")[0] == 1
    assert run(capsys, odd, "--map", "How=quantity", "--prices", odd)[0] == 1


def test_pieces_cut_from_one_stock(capsys, tmp_path):
    rods = tmp_path / "rods.csv"
    rods.write_text(
        "Name,Good,Qty,Length (mm),Stock length,Kerf,Price\n"
        "Long rod,rod,2,400,1000,2,5\nShort rod,rod,3,190,1000,2,5\n",
        encoding="utf-8",
    )
    status, out, _ = run(capsys, str(rods))
    # 400 + 400 + 190 and three cuts of 2 leave 4 mm of one metre, 190 + 190 and two cuts 616 mm of another
    assert status == 0 and "Long rod and 1 other: 2 stock lengths, 620 mm left over" in out and "Cost: 10" in out


def test_problems_are_said_by_line_and_nothing_is_converted(capsys, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Name,Qty\nPlank,2\nRope,-3\nNail\n", encoding="utf-8")
    status, out, _ = run(capsys, str(wrong))
    assert status == 1 and "problem: line 3: Qty: “-3”" in out and "problem: line 4: This row has 1 cells" in out
    status, out, err = run(capsys, str(wrong), "--as", "okh2")
    assert (status, out) == (1, "") and "Refused: line 3" in err


def test_files_that_are_none(capsys, tmp_path):
    assert "There is no file" in run(capsys, str(tmp_path / "none.csv"))[2]
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04")
    assert "is a workbook" in run(capsys, str(tmp_path / "book.csv"))[2]
