"""The gate, for people and CI alike: every test, on SQLite and, where a server answers, on PostgreSQL.

The arrows (import-linter) and the style (ruff) are tests too, in tests/architecture. With arguments only
pytest runs, with just those: `./commonstead test -k closure`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HELP = "Run every test (with arguments: pytest with those arguments)."
ROOT = Path(__file__).resolve().parents[4]
SUMMARY = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
LAST_LINE = re.compile(r"^=*\s*((\d+ \w+(, )?)+|no tests ran) in [\d.]+s")
SKIPPED = re.compile(r"^SKIPPED \[\d+\] .*")
PROVIDED = re.compile(r"chromium|postgresql", re.IGNORECASE)


def arguments(parser):
    parser.add_argument("words", nargs="...", metavar="pytest arguments", help="given on to pytest as they are")


def run(args):
    words = list(args.words)
    if words:
        return subprocess.call([*_pytest(), *words], cwd=ROOT, env=_environment())
    postgres = os.environ.get("COMMONSTEAD_TEST_POSTGRES", "")
    counts, skipped = _pass("on SQLite", ["-n", "auto"], _environment())
    if postgres:
        more, more_skipped = _pass(
            "on PostgreSQL", ["-n", "auto", "-m", "django_db or postgres"],
            {**_environment(), "COMMONSTEAD_DATABASE": postgres})
        counts += more
        skipped += more_skipped
    else:
        print("\nNot run on PostgreSQL: COMMONSTEAD_TEST_POSTGRES names no server "
              "(postgresql://user:password@host:port/database; the user must be allowed to create databases).")
    return _close(counts, skipped)


def _pytest() -> list[str]:
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]


def _environment() -> dict[str, str]:
    """The operator's settings of a running town must not leak into the tests."""
    kept = {key: value for key, value in os.environ.items()
            if not key.startswith("COMMONSTEAD_") or key.startswith("COMMONSTEAD_TEST_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def _pass(where: str, words: list[str], environment: dict[str, str]) -> tuple[Counter, list[str]]:
    """One run of pytest, shown as it goes: what it counted, and the lines that say what was skipped and why."""
    print(f"\nTests {where}:", flush=True)
    counts: Counter = Counter()
    skipped: list[str] = []
    with subprocess.Popen([*_pytest(), "-q", *words], cwd=ROOT, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        for line in running.stdout:
            print(line, end="", flush=True)
            if SKIPPED.match(line):
                skipped.append(f"{line.strip()} ({where})")
            if LAST_LINE.match(line.strip()):
                counts = Counter({("failed" if word.startswith("error") else word): int(number)
                                  for number, word in SUMMARY.findall(line)})
    if running.returncode not in (0, 1) or (running.returncode and not counts["failed"]):
        print(f"pytest {where} ended with status {running.returncode}.")
        counts["failed"] += 1
    return counts, skipped


def _close(counts: Counter, skipped: list[str]) -> int:
    """The last words: what was skipped and why, and one line that counts both passes together."""
    if skipped:
        print("\nSkipped, and why:")
        print("\n".join(f"  {line}" for line in skipped))
    if os.environ.get("COMMONSTEAD_TEST_NOTHING_MISSING"):
        missing = [line for line in skipped if PROVIDED.search(line)]
        counts["failed"] += len(missing)
        if missing:
            print("\nA browser and a server are provided here; what was skipped for want of them counts as failed.")
    print(f"\n{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["passed"] else 0
