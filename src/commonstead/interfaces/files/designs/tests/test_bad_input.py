"""What cannot be a design is refused by line and field, with what to do, and nothing is kept of it."""

import io

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.designs import LARGEST, read_design, read_stream

GOOD = "Name,Qty,Unit,Price\nPlank,2,m,4.50\n"


def refused(data, name="bom.csv", **rest):
    with pytest.raises(Refused) as caught:
        read_design(data if isinstance(data, bytes) else data.encode(), name, **rest)
    return [(refusal.clause.removeprefix("design."), refusal.field, refusal.line) for refusal in caught.value.refusals]


def problems(text, name="bom.csv"):
    draft = read_design(text.encode(), name)
    assert all(problem.reason for problem in draft.problems)
    return [(problem.clause.removeprefix("design."), problem.field, problem.line) for problem in draft.problems]


def parts(data, name="bom.csv"):
    draft = read_design(data if isinstance(data, bytes) else data.encode(), name)
    assert draft.problems == ()
    return draft.design.parts


# -- the file itself


class Endless(io.RawIOBase):
    """A file without end that counts what was read of it."""

    def __init__(self):
        self.given = 0

    def read(self, size=-1):
        self.given += size
        return b"x" * size


def test_a_file_larger_than_10_mb_is_refused_without_reading_it_to_its_end():
    endless = Endless()
    with pytest.raises(Refused, match="larger than 10 MB"):
        read_stream(endless, "big.csv")
    assert endless.given <= LARGEST + 2 * (1 << 16)
    assert refused(b"x" * (LARGEST + 1)) == [("file_too_large", "file", 0)]


def test_a_file_just_within_10_mb_is_read_up_to_the_most_lines_of_a_bill():
    row = "Plank,2,m,4.50," + "x" * 400 + "\n"
    text = "Name,Qty,Unit,Price,Note\n" + row * 19_000
    assert 7_000_000 < len(text) < LARGEST
    assert len(parts(text)) == 19_000
    assert refused("Name,Qty\n" + "Plank,2\n" * 20_001)[0][0] == "too_many_parts"


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 a workbook", b"%PDF-1.7 \xe2\xe3", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0 xls", b"Name,Qty\nA\x00B,2\n"],
)
def test_binary_files_are_no_text(data):
    assert refused(data)[0][:2] == ("file_not_text", "file")


def test_a_control_character_is_named_by_its_line():
    assert refused(b"Name,Qty\nPlank,2\nBo\x07ard,1\n") == [("file_not_text", "file", 3)]


@pytest.mark.parametrize("data", [b"", b"  \n\t\n"])
def test_an_empty_file_is_refused(data):
    assert refused(data) == [("file_empty", "file", 0)]


# -- encodings


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_encodings_that_can_be_told(encoding, said):
    draft = read_design("Bezeichnung;Menge;Preis\nTür 80×200 µm;2;4,50 €\n".encode(encoding), "stückliste.csv")
    assert (draft.encoding, draft.problems) == (said, ())
    part = draft.design.parts[0]
    assert (part.name, part.quantity, part.price, part.currency) == ("Tür 80×200 µm", 2, 4.50, "EUR")
    assert [remark.line for remark in draft.remarks if remark.clause == "design.read_as_windows"] == (
        [2] if said == "Windows-1252" else []
    )


@pytest.mark.parametrize(
    "data",
    [
        "Name,Qty\nPlank,2\nДеталь,2\n".encode("cp1251"),  # words of nothing but high letters
        "Name,Qty\nPlank,2\n部品,2\n".encode("shift_jis"),
        b"Name,Qty\nPlank,2\n" + "Tür,1\n".encode() + "Tür,1\n".encode("cp1252"),  # two encodings in one file
    ],
)
def test_encodings_that_cannot_be_told_are_refused_at_their_line(data):
    found = refused(data)
    assert found[0][:2] == ("file_encoding", "file") and found[0][2] in (3, 4)


def test_the_byte_is_named():
    with pytest.raises(Refused, match="byte 18 in line 3 is no UTF-8"):
        read_design("Name,Qty\nPlank,2\nДеталь,2\n".encode("cp1251"), "bom.csv")


def test_broken_utf16_is_refused():
    assert refused("Name,Qty\nPlank,2\n".encode("utf-16")[:-1]) == [("file_encoding", "file", 0)]


# -- tables


def test_ragged_rows_are_named_by_line_and_the_rest_is_read():
    text = "Name,Qty,Unit\nPlank,2,m\nRope,3\n\nBolt,4,each,M8\nNut,5,each,\n"
    assert problems(text) == [("row_ragged", "row", 3), ("row_ragged", "row", 5)]
    draft = read_design(text.encode(), "bom.csv")
    assert [part.name for part in draft.design.parts] == ["Plank", "Nut"] and not draft.addable


def test_headings_twice_are_refused():
    assert refused("Name,Qty,qty\nPlank,2,3\n") == [("header_twice", "qty", 1)]
    assert [part.name for part in parts("Name,Qty,,\nPlank,2,,\n")] == ["Plank"]  # two without a heading are no harm


def test_a_table_without_names_or_columns_says_what_it_needs():
    assert refused("Foo,Bar\n1,2\n") == [("no_name_column", "columns", 1)]
    assert refused("just words\nand more\n") == [("no_columns", "columns", 1)]
    assert problems("Name,Qty\n") == [("no_rows", "parts", 1)]


def test_a_quote_that_never_ends_is_refused():
    assert refused('Name,Qty\n"Plank,2\nRope,3\n')[0][:2] == ("row_broken", "row")


def test_lines_are_those_of_the_file_also_where_a_cell_has_several():
    assert problems('Name,Qty\n"Plank\nof oak",2\nRope,-3\n') == [("amount_wrong", "Qty", 4)]


@pytest.mark.parametrize(
    ("quantity", "found"),
    [
        ("-2", "amount_wrong"),
        ("lots", "number_wrong"),
        ("2 parsecs", "unit_unknown"),
        ("1/0", "number_wrong"),
        ("1.2.3", "number_wrong"),
    ],
)
def test_amounts_that_cannot_be(quantity, found):
    assert problems(f"Name,Qty\nPlank,{quantity}\n") == [(found, "Qty", 2)]


def test_a_comma_that_may_be_a_thousand_is_asked_about():
    assert problems('Name,Qty\nPlank,"1,234"\n') == [("number_two_ways", "Qty", 2)]
    assert parts("Name;Qty\nPlank;1,234\n")[0].quantity * 1000 == 1234  # between semicolons a comma is the point


def test_units_that_are_none_and_units_said_twice():
    assert problems("Name,Qty,Unit\nPlank,2,furlong\n") == [("unit_unknown", "Unit", 2)]
    assert problems("Name,Qty,Unit\nPlank,2 kg,m\n") == [("unit_said_twice", "Unit", 2)]


def test_prices_that_cannot_be():
    assert problems("Name,Qty,Price\nPlank,2,-4\nRope,1,cheap\n") == [
        ("price_wrong", "Price", 2),
        ("price_wrong", "Price", 3),
    ]


def test_pieces_longer_than_their_stock():
    assert problems("Name,Qty,Length (mm),Stock length (mm)\nRod,2,1200,1000\n") == [
        ("cut_too_long", "parts.0.cut.length", 2)
    ]


def test_many_problems_end_the_reading():
    found = problems("Name,Qty\n" + "Plank,-1\n" * 500)
    assert len(found) == 101 and found[-1][0] == "many_problems"


def test_a_mapping_that_fits_nothing():
    assert refused(GOOD, mapping={"Colour": "name"}) == [("mapping_unknown_column", "mapping", 1)]
    assert refused(GOOD, mapping={"Name": "colour"}) == [("mapping_unknown_field", "mapping", 1)]


# -- manifests


def test_broken_manifests_are_refused_by_line():
    assert refused('okhv = "2.0"\nname = "x\n', "okh.toml") == [("toml_broken", "file", 2)]
    assert refused("title: x\n  version: 1\n", "okh.yml")[0][:2] == ("yaml_broken", "file")
    assert refused("title: x\ntitle: y\n", "okh.yml") == [("yaml_broken", "title", 2)]
    assert refused("- a\n- b\n", "okh.yml") == [("not_a_manifest", "file", 1)]


def test_a_manifest_without_a_name():
    assert problems('okhv = "2.0"\nversion = "1"\n', "okh.toml")[0][0] == "name_missing"
    assert problems("version: 1\n", "okh.yml")[0][0] == "title_missing"


def test_our_own_table_is_checked_field_by_field():
    text = (
        'okhv = "2.0"\nname = "Stool"\n[commonstead]\ncolour = "red"\ndays = "3 kg"\nmakes = { stool = -1 }\n'
        'status = "perfect"\nparts = [{ name = "Leg", quantity = 3, unit = "furlong", wood = "oak" }]\n'
    )
    assert {(clause, field) for clause, field, _ in problems(text, "okh.toml")} == {
        ("word_unknown", "commonstead.colour"),
        ("hours_unit", "commonstead.days"),
        ("amount_wrong", "commonstead.makes.stool"),
        ("status_unknown", "commonstead.status"),
        ("unit_unknown", "commonstead.parts.0.unit"),
        ("word_unknown", "commonstead.parts.0.wood"),
    }
    assert {line for _, field, line in problems(text, "okh.toml") if field == "commonstead.days"} == {5}


def test_a_file_of_no_format_names_those_that_are_read():
    assert refused("words only", "notes.doc") == [("format_unknown", "file", 0)]


def test_valueflows_without_a_recipe_and_with_a_strange_unit():
    head = '{"@context": {"@vocab": "https://w3id.org/valueflows/ont/vf#"}, "@graph": ['
    assert refused(head + '{"@id": "a", "@type": "Person"}]}', "a.json") == [("no_recipe", "file", 0)]
    recipe = (
        head + '{"@id": "p", "@type": "RecipeProcess", "name": "Bake"}, {"@id": "f", "@type": "RecipeFlow", "action": '
        '"produce", "recipeOutputOf": "p", "resourceConformsTo": "bread", "resourceQuantity": {"hasUnit": "parsec", '
        '"hasNumericalValue": 2}}]}'
    )
    assert problems(recipe, "a.json") == [("unit_unknown", "hasUnit", 0)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a = " + "[" * 50_000, "okh.toml"),
        ("title: " + "[" * 50_000, "okh.yml"),
        ("title: x\nb: " + "{a: " * 5_000 + "1" + "}" * 5_000, "okh.yml"),
        ('{"@graph": ' + "[" * 50_000, "x.json"),
        ("@context:\n  - x\n'@graph': " + "[" * 50_000, "x.yaml"),
    ],
)
def test_files_nested_without_end_are_refused(text, name):
    assert refused(text, name)[0][0] in ("nested_too_deeply", "toml_broken", "yaml_broken", "valueflows.broken_file")


def test_a_manifest_of_more_than_a_megabyte_is_refused():
    assert refused('okhv = "2.0"\n' + "# x\n" * 300_000, "okh.toml") == [("manifest_too_large", "file", 0)]


@pytest.mark.parametrize("amount", ["1e999999", "1e-999999", "-1"])
def test_amounts_with_endless_exponents(amount):
    head = '{"@context": {"@vocab": "https://w3id.org/valueflows/ont/vf#"}, "@graph": ['
    recipe = (
        head + '{"@id": "p", "@type": "RecipeProcess", "name": "Bake"}, {"@id": "f", "@type": "RecipeFlow", "action": '
        '"produce", "recipeOutputOf": "p", "resourceConformsTo": "bread", "resourceQuantity": {"hasUnit": "kilogram", '
        f'"hasNumericalValue": {amount}}}}}]}}'
    )
    assert problems(recipe, "a.json") == [("amount_wrong", "hasNumericalValue", 0)]
    toml = f'okhv = "2.0"\nname = "X"\n[commonstead]\nmakes = {{ x = {amount} }}\n'
    assert problems(toml, "okh.toml") == [("amount_wrong", "commonstead.makes.x", 4)]
    assert problems(f"Name,Qty\nPlank,{'9' * 60}\n") == [("amount_wrong", "parts.0.quantity", 2)]
