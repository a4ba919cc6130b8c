"""Check the whole ledger: every event, hash, book and stock. Exit status 1 when something is wrong.

When all is well it tells one fingerprint of all books, for members to keep on paper.
"""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

HELP = "Replay the whole journal, check every chain and every stock, and name the first bad entry."


def arguments(parser):
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.add_argument("--heads", metavar="FILE", help="when all is well, write the heads of all books to FILE")
    parser.add_argument("--against", metavar="FILE",
                        help="check that the books still hold what they held when those heads were written")


def run(args):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import DatabaseError

    from commonstead.site.health import remember_verification
    from commonstead.town.ledger import heads
    from commonstead.town.ledger.verify import verify
    from commonstead.town.people import queries as people

    earlier = heads.read_heads(_read(args.against)) if args.against else {}
    begun = time.monotonic()
    try:
        result = verify(lambda done, total: None if args.quiet else _progress(done, total))
    except DatabaseError as error:
        raise Refused(Refusal(
            "verify.no_database",
            gettext_noop("The town's database cannot be read: {error}. If the town was never started, start it with "
                         "`commonstead serve`; otherwise restore a backup."), {"error": str(error).strip()})) from None
    if not result.problems:
        result = replace(result, problems=heads.missing_since(earlier, result.heads))
    seconds = time.monotonic() - begun
    remember_verification(settings.VAR, result)
    if not args.quiet and sys.stderr.isatty():
        print(file=sys.stderr)
    if result.problems:
        names = people.names(problem.book for problem in result.problems if problem.book)
        print(f"The ledger is not whole. First bad entry: {_sentence(result.problems[0], names)}")
        for problem in result.problems[1:]:
            print(f"Then: {_sentence(problem, names)}")
        return 1
    print(f"All well: {result.events} events, {result.entries} book entries, every chain and stock "
          f"({seconds:.1f} s).")
    if args.against:
        print(f"All {len(earlier)} books of {args.against} still hold what they held then.")
    if args.heads:
        _write(args.heads, heads.write_heads(result.heads))
    print(f"Fingerprint of {len(result.heads)} books at {result.events} events: {heads.fingerprint(result.heads)}")
    return 0


def _read(name):
    try:
        return Path(name).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(Refusal("files.unreadable", gettext_noop("{file} cannot be read: {problem}."),
                              {"file": name, "problem": getattr(error, "strerror", None) or str(error)})) from None


def _write(name, text):
    try:
        Path(name).write_text(text, encoding="ascii")
    except OSError as error:
        raise Refused(Refusal("files.unwritable", gettext_noop("{file} cannot be written: {problem}."),
                              {"file": name, "problem": error.strerror or str(error)})) from None


def _sentence(problem, names):
    place = []
    if problem.book:
        place.append(f"book of {names[problem.book]} ({problem.book})")
    if problem.position:
        place.append(f"position {problem.position}")
    if problem.event or problem.seq:
        place.append(f"event {problem.event or '?'} (number {problem.seq})")
    return ", ".join([*place]) + (": " if place else "") + problem.what.reason + "."


def _progress(done, total):
    end = "" if sys.stderr.isatty() else "\n"
    print(f"\rread {done} of {total} events" if not end else f"read {done} of {total} events", end=end,
          file=sys.stderr, flush=True)
