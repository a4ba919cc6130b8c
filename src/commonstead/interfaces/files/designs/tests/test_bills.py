"""Bills of materials as people write them: headings in several languages, amounts of every spelling, a mapping."""

from decimal import Decimal as D

import pytest

from commonstead.core.making import Cut, Design, Part
from commonstead.interfaces.files.designs import read_design, write_bom_csv, write_bom_tsv
from commonstead.interfaces.files.designs.amounts import read_amount, read_price


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("2", "2", ""),
        ("2 pcs", "2", "each"),
        ("2pcs.", "2", "each"),
        ("4 Stück", "4", "each"),
        ("12 Stk.", "12", "each"),
        ("2x", "2", "each"),
        ("x 3", "3", ""),
        ("1,5 m", "1.5", "m"),
        ("1.5m", "1.5", "m"),
        ("0,75 kg", "0.75", "kg"),
        ("1.234,5 g", "1234.5", "g"),
        ("1,234.5 g", "1234.5", "g"),
        ("1 234 mm", "1234", "mm"),
        ("1.234.567", "1234567", ""),
        ("1/2 l", "0.5", "l"),
        ("1 1/2 kg", "1.5", "kg"),
        ("½ m", "0.5", "m"),
        ("3 m²", "3", "m2"),
        ("2 pairs", "2", "pair"),
        ('4 "', "101.6", "mm"),
        ("10 ft", "3.0480", "m"),
        ("3 dozen", "3", "dozen"),
        ("0", "0", ""),
        ("~5 m", "5", "m"),
        ("0,125", "0.125", ""),
        ("-2", "-2", ""),
    ],
)
def test_amounts(written, value, unit):
    amount = read_amount(written)
    assert (amount.value, amount.unit, amount.problem) == (D(value), unit, "")


@pytest.mark.parametrize("written", ["", " ", "-", "?", "tbd", "n/a", "as needed", "nach Bedarf", "—", "A/R"])
def test_what_says_nothing_is_unknown_and_not_nought(written):
    assert read_amount(written).value is None and read_amount(written).problem == ""


@pytest.mark.parametrize(
    ("written", "problem"),
    [("2-3", "range"), ("2 to 3 m", "range"), ("some", "no_number"), ("2 parsecs", "unit"), ("1,234", "two_ways")],
)
def test_what_is_not_clear_is_no_amount(written, problem):
    assert (read_amount(written).value, read_amount(written).problem) == (None, problem)


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("€ 4,50", ("4.50", "EUR")),
        ("$3", ("3", "USD")),
        ("4.50 GBP", ("4.50", "GBP")),
        ("12,-", ("12", "")),
        ("1'200.00 CHF", ("1200.00", "CHF")),
        ("0", ("0", "")),
    ],
)
def test_prices(written, price):
    assert read_price(written) == (D(price[0]), price[1], "")


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Part Name,Quantity,Unit,Unit Price,Supplier", "Plank,2,m,4.50,Mill"),
        ("Bezeichnung;Menge;Einheit;Einzelpreis;Lieferant", "Plank;2;m;4,50;Mill"),
        ("Désignation;Quantité;Unité;Prix unitaire;Fournisseur", "Plank;2;m;4,50;Mill"),
        ("Descripción\tCantidad\tUnidad\tPrecio unitario\tProveedor", "Plank\t2\tm\t4.50\tMill"),
        ("Descrizione|Quantità|Unità|Prezzo unitario|Fornitore", "Plank|2|m|4.50|Mill"),
        ("Omschrijving;Aantal;Eenheid;Prijs;Leverancier", "Plank;2;m;4,50;Mill"),
    ],
)
def test_headings_in_several_languages(headings, row):
    draft = read_design(f"{headings}\n{row}\n".encode(), "bom.csv")
    assert draft.problems == () and {column.how for column in draft.columns} == {"guessed"}
    assert draft.design.parts == (Part("Plank", quantity=D(2), unit="m", price=D("4.50"), bought_at="Mill"),)


def test_one_heading_for_two_things_is_told_by_its_content():
    kicad = read_design(b'Reference,Value,Qty\n"R1, R2",10k,2\n', "bom.csv").design.parts[0]
    assert (kicad.designators, kicad.name, kicad.reference) == (("R1", "R2"), "10k", "")
    losh = read_design(b"NAME,UNITS,REFERENCE\nNut,4,ISO 4032\n", "bom.csv").design.parts[0]
    assert (losh.quantity, losh.reference, losh.designators) == (4, "ISO 4032", ())
    units = read_design(b"Name,Qty,Units\nRope,4,m\n", "bom.csv").design.parts[0]
    assert (units.quantity, units.unit) == (4, "m")


def test_the_guess_is_shown_and_can_be_overridden():
    text = b"Name,Old name,Count,Menge\nPlank,Board,2,3\n"
    guessed = {column.heading: (column.field, column.how) for column in read_design(text, "b.csv").columns}
    assert guessed == {
        "Name": ("name", "guessed"),
        "Old name": ("", "unknown"),
        "Count": ("quantity", "guessed"),
        "Menge": ("", "unknown"),
    }
    told = read_design(text, "b.csv", mapping={"old name": "name", "3": "quantity", "4": ""})
    assert {column.heading: (column.field, column.how) for column in told.columns} == {
        "Name": ("", "unknown"),
        "Old name": ("name", "told"),
        "Count": ("quantity", "told"),
        "Menge": ("", "told"),
    }
    part = told.design.parts[0]
    assert (part.name, part.quantity) == ("Board", 2) and part.note == "Name: Plank; Menge: 3"


def test_an_empty_quantity_is_unknown_and_its_unit_is_kept():
    part = read_design(b"Name,Qty,Unit\nGlue,,kg\n", "b.csv").design.parts[0]
    assert (part.quantity, part.unit) == (None, "kg")


def test_lengths_with_tolerance_and_kerf():
    text = b"Name,Qty,Length (mm),Tolerance,Stock length,Kerf\nRod,4,180,0.5,1 m,2\nPipe,1,1.5 m,,,\n"
    rod, pipe = read_design(text, "b.csv").design.parts
    assert rod.cut == Cut(D(180), "mm", D("0.5"), D(1000), D(2)) and rod.quantity == 4
    assert pipe.cut == Cut(D(1500), "mm")


def test_a_formula_in_a_cell_is_written_as_words_and_read_back():
    design = Design("x", name="X", parts=(Part("=HYPERLINK(1)", quantity=D(1), unit="each", note="-5 °C"),))
    for text in (write_bom_csv(design), write_bom_tsv(design)):
        assert "'=HYPERLINK" in text and "'-5 °C" in text
        assert read_design(text.encode(), "x.csv").design.parts == design.parts


def test_headings_below_a_title_are_found():
    text = b"Bill of materials,,\nDate: 3 May,,\n\nQty,Name,Unit\n2,Plank,m\n"
    draft = read_design(text, "b.csv")
    assert [(part.name, part.quantity, part.line) for part in draft.design.parts] == [("Plank", 2, 5)]
    assert [remark.line for remark in draft.remarks if remark.clause == "design.rows_above"] == [4]


def test_commas_inside_cells_between_tabs():
    text = b"Name\tQty\tDesignators\nR 10k\t8\tR1, R2, R3, R4, R5, R6, R7, R8\n"
    part = read_design(text, "b.csv").design.parts[0]
    assert (part.quantity, len(part.designators)) == (8, 8)
