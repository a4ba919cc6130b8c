"""The gate, for people and CI alike: every test, on SQLite and, where a server answers, on PostgreSQL.

The arrows (import-linter) and the style (ruff) are tests too, in tests/architecture; the tests that say
nothing about their database run a second time on the server that COMMONSTEAD_TEST_POSTGRES names, from
tests/test_both_databases.py. With arguments only pytest runs, with just those: `./commonstead test -k closure`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HELP = "Run every test (with arguments: pytest with those arguments)."
ROOT = Path(__file__).resolve().parents[4]
#: One more than there are processors: many tests wait for a browser, a server or a process that they end.
WORKERS = (os.cpu_count() or 1) + 1
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
LAST_LINE = re.compile(r"^=*\s*(\d+ [a-z]+(, )?)+ in [\d.]+s")
SKIPPED = re.compile(r"^SKIPPED \[\d+\] ")
PROVIDED = re.compile(r"chromium|postgresql", re.IGNORECASE)


def arguments(parser):
    parser.add_argument("words", nargs="...", metavar="pytest arguments", help="given on to pytest as they are")


def run(args):
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    if args.words:
        return subprocess.call([*pytest, *args.words], cwd=ROOT, env=_environment())
    counts, skipped, status = _every([*pytest, "-q", "-n", str(WORKERS)])
    if skipped:
        print("\nSkipped, and why:")
        print("\n".join(f"  {line}" for line in skipped))
    if os.environ.get("COMMONSTEAD_TEST_NOTHING_MISSING"):
        missing = [line for line in skipped if PROVIDED.search(line)]
        if missing:
            print("\nA browser and a server are provided here: what was skipped for want of them counts as failed.")
            counts["failed"] += len(missing)
            counts["skipped"] -= len(missing)
    if status and not counts["failed"]:
        print(f"\npytest ended with status {status}.")
        counts["failed"] = 1
    print(f"\n{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["passed"] else 0


def _environment() -> dict[str, str]:
    """The settings of a running town must not leak into the tests."""
    kept = {key: value for key, value in os.environ.items()
            if not key.startswith("COMMONSTEAD_") or key.startswith("COMMONSTEAD_TEST_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def _every(words: list[str]) -> tuple[dict[str, int], list[str], int]:
    """Run pytest and show it as it goes: what it counted, its lines about what was skipped, its exit status."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    skipped: list[str] = []
    with subprocess.Popen(words, cwd=ROOT, env=_environment(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        for line in running.stdout:
            print(line, end="", flush=True)
            if SKIPPED.match(line):
                skipped.append(line.strip())
            if LAST_LINE.match(line.strip()):
                for number, word in COUNTED.findall(line):
                    counts["failed" if word.startswith("error") else word] += int(number)
    return counts, skipped, running.returncode
