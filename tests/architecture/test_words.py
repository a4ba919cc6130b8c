"""The house keeps its words: names of modules, opening paragraphs, what public verbs say of themselves."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "commonstead"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "services", "service", "data",
                   "misc"}
LONGEST_FILE, FILE_AIM = 600, 300
#: A folder of somebody's machine has no place in what everybody reads.
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:work|root|home)/\w")


def sources(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_drawers():
    """A module called utils takes in everything and says nothing."""
    wrong = [name_of(path) for path in sources(HOUSE, ROOT / "tests", ROOT / "benchmarks")
             if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES]
    assert not wrong


def test_every_module_opens_with_what_it_is_for():
    silent = []
    for path in sources(HOUSE):
        if "migrations" in path.parts or "tests" in path.parts or path.name in {"apps.py", "__init__.py"}:
            continue
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))):
            silent.append(name_of(path))
    assert not silent


def _public_functions(tree: ast.Module):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def test_public_functions_of_core_say_what_they_do():
    silent = []
    for path in sources(HOUSE / "core"):
        if "tests" in path.parts:
            continue
        for node in _public_functions(ast.parse(path.read_text(encoding="utf-8"))):
            if not ast.get_docstring(node):
                silent.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not silent


def test_commands_and_queries_say_what_they_do():
    silent = []
    for path in sources(HOUSE / "town"):
        if path.stem not in {"commands", "queries"} and path.parent.name not in {"commands", "queries"}:
            continue
        for node in _public_functions(ast.parse(path.read_text(encoding="utf-8"))):
            if not ast.get_docstring(node):
                silent.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not silent


def test_files_stay_small():
    """Long files are told about; very long ones are refused."""
    long, too_long = [], []
    for path in sources(HOUSE):
        if "migrations" in path.parts:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            too_long.append(f"{name_of(path)}: {lines}")
        elif lines > FILE_AIM:
            long.append(f"{name_of(path)}: {lines}")
    if long:
        warnings.warn(f"files over {FILE_AIM} lines: " + "; ".join(long), stacklevel=1)
    assert not too_long


@pytest.mark.parametrize("ending", ["py", "md", "toml", "csv", "html", "sh"])
def test_no_path_of_anybodys_machine(ending):
    wrong = []
    for path in ROOT.rglob(f"*.{ending}"):
        if {".venv", ".git", "node_modules", "var"} & set(path.relative_to(ROOT).parts) or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE_PATH.search(line):
                wrong.append(f"{name_of(path)}:{number}")
    assert not wrong
