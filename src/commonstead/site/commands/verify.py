"""Check the whole ledger: every event, hash, book and stock. Exit status 1 when something is wrong."""

import os
import sys
import time

HELP = "Replay the whole journal, check every chain and every stock, and name the first bad entry."


def arguments(parser):
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")


def run(args):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from commonstead.site.health import remember_verification
    from commonstead.town.ledger.verify import verify
    from commonstead.town.people import queries as people

    begun = time.monotonic()
    result = verify(lambda done, total: None if args.quiet else _progress(done, total))
    seconds = time.monotonic() - begun
    remember_verification(settings.VAR, result)
    if not args.quiet and sys.stderr.isatty():
        print(file=sys.stderr)
    if not result.problems:
        print(f"All well: {result.events} events, {result.entries} book entries, every chain and stock "
              f"({seconds:.1f} s).")
        return 0
    names = people.names(problem.book for problem in result.problems if problem.book)
    print(f"The ledger is not whole. First bad entry: {_sentence(result.problems[0], names)}")
    for problem in result.problems[1:]:
        print(f"Then: {_sentence(problem, names)}")
    return 1


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
