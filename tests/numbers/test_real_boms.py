"""Real bills of materials and manifests, read, taken apart and costed. The figures were counted by hand in the files.

PlanktoScope v2.5 and its HAT (CERN-OHL-S-2.0), the LOSH dummy MOSH-A (manifest and tab-separated bill), Boxfarm
(Open Know-How 1) and Nimble (Open Know-How 2), from ../shared/data/production/hardware. Not part of the project.
"""

from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest

from commonstead.core.making import Price, cost, explode, fingerprint, open_questions
from commonstead.interfaces.files.designs import read_design, read_designs, write_design
from commonstead.site.cli import main

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "production" / "hardware"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real hardware files: {FOLDER} is missing")


def read(*names):
    """One design from files that belong together; nothing in them may be a problem."""
    (draft,) = read_designs([(name, (FOLDER / name).read_bytes()) for name in names])
    assert draft.problems == ()
    return draft


def taken(draft):
    return {column.heading: column.field for column in draft.columns}


def test_planktoscope():
    draft = read("planktoscope-v2.5-bom.csv")
    design = draft.design
    assert (draft.format, draft.encoding, draft.rows, len(design.parts)) == ("csv", "UTF-8", 34, 34)
    assert sum(part.quantity for part in design.parts) == 156
    screws = next(part for part in design.parts if part.number == "BHCEI03012")
    assert (screws.name, screws.quantity, screws.maker, screws.designators, screws.line) == (
        "M3X12 INOX A2 BHC BASE ISO 7380-2",
        32,
        "BafaSa",
        ("A6",),
        9,
    )
    assert design.parts[9].name == 'Barbed to Female Luer Adapter 1/16"'
    assert sum(not part.number for part in design.parts) == 7  # lines 9, 12, 13, 14, 21, 25, 29
    assert taken(draft) == {
        "#": "position",
        "Comments": "note",
        "Part/BOM Name": "name",
        "BOM Qty": "quantity",
        "Designators": "designators",
        "Manufacturer": "maker",
        "MPN": "number",
        "Part": "",
    }


def test_planktoscope_hat():
    draft = read("planktoscope-hat-bom.csv")
    parts = draft.design.parts
    assert (draft.rows, len(parts), sum(part.quantity for part in parts)) == (28, 28, 56)
    assert all(len(part.designators) == part.quantity for part in parts)  # the file lists each place on the board
    assert len({place for part in parts for place in part.designators}) == 56
    assert parts[1].designators == ("C1", "C2", "C3", "C11", "C13", "C19", "C21", "C22")
    assert parts[20].name == parts[20].number == "PMV33UPE,215"  # a comma inside a cell
    assert [part.name for part in parts if not part.number] == ["FM4007W"]


def test_planktoscope_with_its_hat_as_a_module():
    hat = read("planktoscope-hat-bom.csv").design
    whole = read("planktoscope-v2.5-bom.csv").design
    parts = tuple(replace(part, design=hat.id) if part.name == "Custom HAT" else part for part in whole.parts)
    found = explode(replace(whole, parts=parts), {hat.id: hat})
    assert (len(found.lines), found.levels, found.missing) == (34 + 28, 2, ())
    assert len(found.needs) == 33 + 28
    assert sum(need.quantity for need in found.needs) == 156 - 1 + 56
    without = explode(replace(whole, parts=parts))
    assert without.missing == ("planktoscope-hat",) and len(without.lines) == 34
    twice = explode(replace(whole, parts=parts), {hat.id: hat}, batches=2)
    assert sum(need.quantity for need in twice.needs) == 2 * (156 - 1 + 56)


def test_planktoscope_costs_only_what_is_known():
    design = read("planktoscope-v2.5-bom.csv").design
    nothing = cost(design)
    assert (nothing.total, nothing.known, len(nothing.unknown)) == (None, 0, 34)
    assert {line.why for line in nothing.unknown} == {"no_price"}
    some = cost(
        design, {"BHCEI03012": "0.10", "Custom HAT": D(80), "neodyme circular magnet 5mm x5mm": Price(D("0.5"))}
    )
    assert (some.total, some.known, len(some.unknown)) == (None, D("3.20") + 80 + 15, 31)
    all_one = cost(design, {part.name: 1 for part in design.parts})
    assert (all_one.total, all_one.unknown) == (156, ())


def test_losh_manifest_with_its_bill():
    draft = read("losh-dummy-mosh-a-okh.toml", "losh-dummy-mosh-a-sBoM.csv")
    design = draft.design
    assert (draft.format, draft.rows, draft.wants) == ("okh2", 13, ())
    assert (design.name, design.version, design.licence, design.licensor) == (
        "LOSH Dummy MOSH-A",
        "1.0.2",
        "CERN-OHL-S-2.0",
        "Martin Häuer",
    )
    assert design.status == "built_once"  # “OTLR-5”, a slip of the pen for OTRL-5
    assert len(design.parts) == 13 and sum(part.quantity for part in design.parts) == 54
    assert design.modules == ("clamp-ring", "comb-module", "losh-dummy-mosh-b", "losh-dummy-mosh-c")
    ring = next(part for part in design.parts if part.name == "Clamp Ring")
    assert (ring.quantity, ring.material, ring.sort) == (2, "PLA", "POSH")  # from the bill, the manifest, the bill
    assert explode(design).missing == design.modules
    assert {line.why for line in cost(design).unknown} == {"no_price", "module_missing"}
    asked = {question.clause for question in open_questions(design)}
    assert {"design.ask_makes", "design.ask_module", "design.ask_price", "design.ask_days"} <= asked
    assert design.extras["rpm"] == 666  # a field of their own is kept


def test_a_tab_separated_bill_calls_itself_csv():
    draft = read("losh-dummy-mosh-a-sBoM.csv")
    assert draft.format == "tsv"
    assert taken(draft) == {
        "POS": "position",
        "NAME": "name",
        "UNITS": "quantity",
        "TYPE": "sort",
        "REFERENCE": "reference",
    }


def test_a_manifest_alone_asks_for_its_bill():
    draft = read("losh-dummy-mosh-a-okh.toml")
    assert draft.wants == ("sBoM.csv",)
    assert [part.quantity for part in draft.design.parts] == [None]  # the clamp ring, which only the bill counts
    assert "design.bill_missing" in {remark.clause for remark in draft.remarks}


def test_boxfarm():
    design = read("boxfarm-okh.yml").design
    assert (design.name, design.version, design.status, design.licensor) == (
        "BoxFram",
        "1.1",
        "built_once",
        "Timo Nendel",
    )
    assert design.licence == "CERN OHL"  # three licences have that name: asked for, not chosen
    assert "design.ask_licence_unclear" in {question.clause for question in open_questions(design)}
    assert design.purpose == "Mobile Off-Grid DIY farm" and design.note.startswith("Die Boxfarm ist ein kleiner")
    assert design.keywords == ("Mobile", "Farm", "Off-Grid", "NFT", "Hydrophonic") and design.parts == ()


def test_nimble():
    design = read("nimble-okh.toml").design
    assert (design.name, design.version, design.licence, design.status) == ("nimble", "0.1.0", "CERN-OHL-S-2.0", "")
    assert design.links[0] == ("repo", "https://gitlab.com/Wakoma/nimble")
    assert "design.ask_parts" in {question.clause for question in open_questions(design)}


@pytest.mark.parametrize(
    "names",
    [
        ("planktoscope-v2.5-bom.csv",),
        ("planktoscope-hat-bom.csv",),
        ("boxfarm-okh.yml",),
        ("nimble-okh.toml",),
        ("losh-dummy-mosh-a-okh.toml", "losh-dummy-mosh-a-sBoM.csv"),
    ],
    ids=lambda names: names[0],
)
@pytest.mark.parametrize("format", ["okh1", "okh2"])
def test_what_was_read_goes_through_either_manifest_unchanged(names, format):
    design = read(*names).design
    name, content, _ = write_design(design, format)
    again = read_design(content, name)
    assert again.problems == () and fingerprint(again.design) == fingerprint(design)
    assert again.design.version == design.version


@pytest.mark.parametrize("separator", ["csv", "tsv"])
def test_a_bill_goes_through_a_table_unchanged(separator):
    design = read("planktoscope-hat-bom.csv").design
    name, content, _ = write_design(design, separator)
    assert read_design(content, name).design.parts == design.parts


def test_the_command_line(capsys, tmp_path):
    prices = tmp_path / "prices.csv"
    prices.write_text("name,price,currency\nM8 Nuts,0.10,EUR\nModule B,12,EUR\n", encoding="utf-8")
    files = [str(FOLDER / "losh-dummy-mosh-a-okh.toml"), str(FOLDER / "losh-dummy-mosh-a-sBoM.csv")]
    assert main(["design", *files, "--prices", str(prices)]) == 0
    said = capsys.readouterr().out
    assert "13 lines" in said and "Cost: unknown; at least 12.4 EUR, with 11 lines missing" in said
