"""The documents keep up with the house: links lead somewhere, commands and settings that they name exist, and
the glossary is true of screen, code and book."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.site import commands
from commonstead.site.options import TABLE

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "commonstead"
BOOK_LINES = 15_048
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *HOUSE.rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| (?P<screen>[^|]+) \| `(?P<code>[^`]+)` \| (?P<standard>[^|]+) \| (?P<book>[^|]+) \|$",
                 re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def rows() -> list[re.Match]:
    return list(ROW.finditer((ROOT / "GLOSSARY.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    broken = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in _anchors(found)):
            broken.append(target)
    assert not broken


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_documents_name_exist(path):
    known = {module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__)}
    named = set(re.findall(r"\./commonstead ([a-z][a-z-]+)", path.read_text(encoding="utf-8")))
    assert named <= known


def test_every_setting_is_explained_to_operators():
    text = (ROOT / "docs" / "guide" / "operators.md").read_text(encoding="utf-8")
    missing = [option.name for option in TABLE if f"`{option.name}`" not in text]
    assert not missing


def test_every_command_is_in_the_readme_or_a_guide():
    text = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS if path.parent in {ROOT, ROOT / "docs/guide"})
    missing = [module.name for module in pkgutil.iter_modules(commands.__path__)
               if f"commonstead {module.name.replace('_', '-')}" not in text]
    assert not missing


def test_every_decision_is_on_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in folder.glob("0*.md") if f"({path.name})" not in listed]


def test_the_glossary_has_rows():
    assert len(rows()) > 60


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["code"])
def test_the_code_has_the_glossarys_words(row):
    module, found = _import(row["code"].split("."))
    for name in found:
        fields = {field.name for field in dataclasses.fields(module)} if dataclasses.is_dataclass(module) else set()
        if name in fields:
            return
        assert hasattr(module, name), row["code"]
        module = getattr(module, name)


def _import(steps: list[str]):
    """The longest part that is a module, and what is left."""
    for end in range(len(steps), 0, -1):
        name = ".".join(["commonstead", *steps[:end]])
        try:
            return importlib.import_module(name), steps[end:]
        except ModuleNotFoundError as error:
            if not name.startswith(error.name):
                raise
    raise AssertionError(f"commonstead.{'.'.join(steps)} is no module")


@pytest.fixture(scope="module")
def sentences() -> str:
    """Everything that a screen may say: templates, and the texts in the code of pages, kinds and the core."""
    said = [path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.html")]
    for path in HOUSE.rglob("*.py"):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        constants = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                     if isinstance(node, ast.Constant)]
        said += [node.value for node in constants if isinstance(node.value, str)]
    return "\n".join(said).casefold()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["screen"])
def test_the_screen_says_the_glossarys_words(row, sentences):
    assert row["screen"].casefold() in sentences


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["code"])
def test_the_book_has_the_glossarys_lines(row):
    numbers = [int(number) for number in re.findall(r"\d+", row["book"])]
    assert numbers and all(1 <= number <= BOOK_LINES for number in numbers)
    for first, last in re.findall(r"(\d+)-(\d+)", row["book"]):
        assert int(first) < int(last)


def test_no_action_mode_or_kind_is_missing():
    named = {row["code"] for row in rows()}
    wanted = {f"core.vocabulary.modes.Mode.{mode.name}" for mode in Mode}
    wanted |= {f"core.vocabulary.actions.Action.{action.name}" for action in Action}
    wanted |= {f"commons.{path.parent.name}.kind.KIND" for path in (HOUSE / "commons").glob("*/kind.py")}
    assert wanted <= named
    standards = {row["code"]: row["standard"] for row in rows()}
    assert all(standards[f"core.vocabulary.actions.Action.{action.name}"] == f"vf:{action.value}" for action in Action)


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert len(text) > 33_000
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text and "END OF TERMS AND CONDITIONS" in text
    assert all(re.search(rf"^\s*{number}\. ", text, re.MULTILINE) for number in range(18))
