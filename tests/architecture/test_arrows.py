"""The house keeps its arrows: what import-linter sees, and what it cannot see.

The contracts themselves are in pyproject.toml; docs/decisions/0001-house.md says why they are as they are.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "commonstead"
TOWN_ORDER = ("people", "door", "ledger", "making", "livelihood", "boundary")  # from below to above


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py")
                  if "tests" not in path.relative_to(HOUSE).parts and "__pycache__" not in path.parts)


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)


def test_imports_keep_the_contracts():
    script = ("import sys; sys.path.insert(0, 'src')\n"
              "from importlinter.cli import lint_imports\n"
              "sys.exit(lint_imports(cache_dir=None))")
    done = run("-c", script)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_style():
    done = run("-m", "ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_foreign_keys_point_downwards():
    """`"ledger.Intent"` as a string is an import that the linter cannot see."""
    wrong = []
    for config in apps.get_app_configs():
        if config.label not in TOWN_ORDER:
            continue
        for model in config.get_models():
            for field in model._meta.get_fields(include_hidden=False):
                if not isinstance(field, ForeignKey) or field.related_model is None:
                    continue
                target = field.related_model._meta.app_label
                if target in TOWN_ORDER and TOWN_ORDER.index(target) > TOWN_ORDER.index(config.label):
                    wrong.append(f"{config.label}.{model.__name__}.{field.name} -> {target}")
    assert not wrong


def test_kinds_own_no_tables():
    assert not [app.name for app in apps.get_app_configs() if app.name.startswith("commonstead.commons")]
    assert not list((HOUSE / "commons").rglob("models.py"))


@pytest.mark.parametrize("room", ["core", "town", "interfaces", "commons", "site"])
def test_nobody_reaches_models_by_name(room):
    """get_model, import_module with another's models, and signals are ways around the arrows."""
    wrong = []
    for path in sources(HOUSE / room):
        in_migration = "migrations" in path.parts  # there `apps.get_model` is Django's own way to its own tables
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"get_model", "get_models", "receiver", "connect"} and not in_migration:
                called = ast.unparse(node.func)
                if called.endswith(("apps.get_model", "apps.get_models")) or "signal" in called:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {called}")
    assert not wrong


def test_core_asks_neither_clock_nor_chance():
    """The linter forbids `time` and `random`; datetime and numpy come with both, so their calls are looked for."""
    wrong = []
    for path in sources(HOUSE / "core"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                    and node.func.attr in {"now", "utcnow", "today"}):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()")
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} numpy.random")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "print",
                                                                                                   "input"}:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.func.id}()")
    assert not wrong


def test_simulation_draws_only_from_a_seed():
    """In the imagined towns chance is a `random.Random(seed)` that was handed in; the module's own is unseeded."""
    wrong = []
    for path in sources(HOUSE / "core" / "simulation"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "random"
                    and node.attr != "Random"):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} random.{node.attr}")
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"random.Random", "Random"} and not node.args:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} Random() without a seed")
    assert not wrong


@pytest.mark.django_db
def test_models_and_migrations_agree():
    from io import StringIO

    from django.core.management import call_command

    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())
