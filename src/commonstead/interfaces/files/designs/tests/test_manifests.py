"""Designs go out as Open Know-How 1 and 2 and as ValueFlows, and come back saying the same."""

from decimal import Decimal as D

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from commonstead.core.making import Alternative, Cut, Design, Origin, Part, Step, Tool, fingerprint
from commonstead.interfaces.files.designs import read_design, read_designs, write_design
from commonstead.interfaces.files.designs.toml_lines import line_index

STOOL = Design(
    id="stool",
    version="1.10",
    name="Three-legged stool",
    purpose="Something to sit on",
    status="drawn",
    licence="CC-BY-SA-4.0",
    licensor="Ana",
    lineage=(Origin("bench", "2.0"), Origin("plank")),
    makes={"stool": D(1)},
    makes_units={"stool": "each"},
    days=D("1.5"),
    stage="gaps",
    language="en",
    parts=(
        Part(
            "Leg",
            good="stool-leg",
            quantity=D(3),
            unit="each",
            design="leg",
            alternatives=(Alternative("Broom stick", quantity=D(1), unit="m"),),
        ),
        Part(
            "Rod",
            quantity=D(2),
            unit="each",
            cut=Cut(D(180), "mm", D("0.5"), D(1000), D(2)),
            price=D("1.20"),
            currency="EUR",
            material="steel",
            number="M8-1000",
        ),
        Part("Glue"),
    ),
    tools=(Tool("Saw", good="saw"), Tool("Lathe", hours=D("0.75"))),
    skills={"carpentry": D(3), "turning": None},
    steps=(Step("Saw", "Saw three legs.", D(1)), Step("Glue")),
    keywords=("seat",),
    sources=("our own drawing",),
    links=(("repo", "https://example.org/stool"),),
    note="No screws.",
    extras={"colour": "red", "size": {"mm": 45}},
)


@pytest.mark.parametrize("format", ["okh1", "okh2"])
def test_a_whole_design_comes_back_the_same(format):
    name, content, _ = write_design(STOOL, format)
    draft = read_design(content, name)
    assert draft.problems == () and draft.format == format
    assert draft.design == STOOL


def test_the_standard_fields_say_it_to_everybody():
    toml = write_design(STOOL, "okh2")[1].decode()
    for line in (
        'name = "Three-legged stool"',
        'version = "1.10"',
        'license = "CC-BY-SA-4.0"',
        'function = "Something to sit on"',
        'technology-readiness-level = "OTRL-3"',
    ):
        assert line in toml
    yaml = write_design(STOOL, "okh1")[1].decode()
    for line in (
        "title: Three-legged stool",
        "hardware: CC-BY-SA-4.0",
        "made: false",
        "intended-use: Something to sit on",
    ):
        assert line in yaml


def test_a_manifest_written_by_hand():
    text = b"""
okhv = "2.0"
name = "Sourdough"
version = "1"
license = "CC0-1.0"

[commonstead]
days = 1
makes = { sourdough = "3 kg" }
skills = { baking = 0.1 }
parts = [
  { name = "Sourdough", good = "sourdough", quantity = "1 kg" },
  { name = "Rye flour", quantity = "1000 g" },
  { name = "Salt", quantity = "?" },
]
"""
    design = read_design(text, "okh.toml").design
    assert (design.makes, design.makes_units, design.days) == ({"sourdough": 3}, {"sourdough": "kg"}, 1)
    assert [(part.quantity, part.unit) for part in design.parts] == [(1, "kg"), (1000, "g"), (None, "")]
    assert design.skills == {"baking": D("0.1")} and design.starter(design.parts[0])


def test_each_bill_goes_to_the_manifest_that_names_it():
    one = b'okhv = "2.0"\nname = "One"\nbom = "docs/one.csv"\n'
    two = b"title: Two\nbom: two.csv\n"
    files = [("two.csv", b"Name,Qty\nB,2\n"), ("one.toml", one), ("x/one.csv", b"Name,Qty\nA,1\n"), ("two.yml", two)]
    drafts = {draft.design.name: draft.design.parts for draft in read_designs(files)}
    assert {name: parts[0].name for name, parts in drafts.items()} == {"One": "A", "Two": "B"}


amounts = some.none() | some.decimals(0, 10**6, allow_nan=False, places=3)
words = some.text(some.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text == " ".join(text.split())
)
parts = some.builds(
    Part,
    name=words,
    quantity=amounts,
    unit=some.sampled_from(["each", "kg", "m"]),
    price=amounts,
    material=words | some.just(""),
    note=words | some.just(""),
)


@settings(max_examples=60, deadline=None)
@example([], {}, "0E0", None)
@given(
    some.lists(parts, max_size=4),
    some.dictionaries(some.sampled_from(["sawing", "baking"]), amounts, max_size=2),
    words,
    amounts,
)
@pytest.mark.parametrize("format", ["okh1", "okh2"])
def test_any_design_comes_back_the_same(format, parts, skills, name, days):
    design = Design("thing", version="1", name=name, parts=tuple(parts), skills=skills, days=days)
    file, content, _ = write_design(design, format)
    assert fingerprint(read_design(content, file).design) == fingerprint(design)


def test_a_recipe_goes_to_valueflows_and_back():
    leg = Design(
        "leg",
        version="2",
        name="Leg",
        makes={"stool-leg": D(4)},
        makes_units={"stool-leg": "each"},
        parts=(Part("Beech", good="beech", quantity=D(2), unit="m"),),
        skills={"turning": D(2)},
        days=D(1),
    )
    stool = Design(
        "stool",
        version="1.0",
        name="Stool",
        purpose="To sit on",
        status="drawn",
        licence="CC0-1.0",
        makes={"stool": D(1)},
        makes_units={"stool": "each"},
        days=D(2),
        parts=(Part("Leg", good="stool-leg", quantity=D(3), unit="each", design="leg"), Part("Glue", good="glue")),
        tools=(Tool("Saw", hours=D("0.5")),),
        skills={"carpentry": D(3)},
    )
    name, content, _ = write_design(stool, "valueflows")
    assert read_design(content, name).design == stool
    both = write_design(stool, "valueflows", {"leg": leg})[1]
    drafts = read_designs([("both.json", both)])
    assert all(draft.problems == () for draft in drafts)


def test_a_starter_survives_valueflows():
    dough = Design(
        "sourdough",
        name="Sourdough",
        makes={"sourdough": D(3)},
        makes_units={"sourdough": "kg"},
        parts=(
            Part("Sourdough", good="sourdough", quantity=D(1), unit="kg"),
            Part("Flour", good="flour", quantity=D(2), unit="kg"),
        ),
        days=D(1),
        skills={"baking": D(1)},
    )
    name, content, _ = write_design(dough, "valueflows")
    assert read_design(content, name).design == dough


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("made: true", "built_once"),
        ("made: yes", "built_once"),
        ("made: true\nmade-independently: true", "built_often"),
        ("development-stage: prototype", "built_once"),
        ("development-stage: Serienreif", "built_often"),
        ("development-stage: in development", "drawn"),
        ("development-stage: idea", "idea"),
        ("made: false", ""),
        ("development-stage: who knows", ""),
        ("", ""),
    ],
)
def test_how_far_it_got_is_read_where_it_is_said(fields, status):
    assert read_design(f"title: X\n{fields}\n".encode(), "okh.yml").design.status == status


@pytest.mark.parametrize(
    ("level", "status"),
    [
        ("OTRL-1", "idea"),
        ("OTRL-3", "drawn"),
        ("OTRL-4", "built_once"),
        ("OTRL-6", "built_often"),
        ("OTRL-9", ""),
        ("quite ready", ""),
    ],
)
def test_readiness_levels(level, status):
    text = f'okhv = "2.0"\nname = "X"\ntechnology-readiness-level = "{level}"\n'
    assert read_design(text.encode(), "okh.toml").design.status == status


def test_lines_of_fields_in_toml():
    text = '''# a comment with = and [brackets]
name = "A # no comment"
note = """
three = 3
lines"""
list = [1, "two",
  3]

[commonstead]
makes = { "a b" = 1, c = { d = [1, 2], e = "}" }, f = 2 }
parts = [
  { name = "x", cut = { length = 3 }, alternatives = [{ name = "y" },
    { name = "z" }] },

  { name = "w" },
]
[[part]]
name = "one"
[[part]]
name = "two"
[part.size]
mm = 3
'''
    lines = line_index(text)
    assert {
        path: lines[path]
        for path in (
            "name",
            "note",
            "list",
            "list.1",
            "list.2",
            "commonstead",
            "commonstead.makes.a b",
            "commonstead.makes.c.d.1",
            "commonstead.makes.f",
            "commonstead.parts.0.cut.length",
            "commonstead.parts.0.alternatives.1.name",
            "commonstead.parts.1",
            "commonstead.parts.1.name",
            "part.0.name",
            "part.1",
            "part.1.size.mm",
        )
    } == {
        "name": 2,
        "note": 3,
        "list": 6,
        "list.1": 6,
        "list.2": 7,
        "commonstead": 9,
        "commonstead.makes.a b": 10,
        "commonstead.makes.c.d.1": 10,
        "commonstead.makes.f": 10,
        "commonstead.parts.0.cut.length": 12,
        "commonstead.parts.0.alternatives.1.name": 13,
        "commonstead.parts.1": 15,
        "commonstead.parts.1.name": 15,
        "part.0.name": 18,
        "part.1": 19,
        "part.1.size.mm": 22,
    }
    assert "three" not in lines and not any(path.endswith("lines") for path in lines)


def test_problems_in_yaml_are_named_by_their_line():
    text = b"title: X\ncommonstead:\n  parts:\n    - name: A\n      quantity: 2\n    - name: B\n      quantity: -3\n"
    (problem,) = read_design(text, "okh.yml").problems
    assert (problem.field, problem.line) == ("commonstead.parts.1.quantity", 7)
