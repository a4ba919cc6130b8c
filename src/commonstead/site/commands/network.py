"""Write the town as a provisioning network: a plan of it can be made, checked and shared without its database."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

HELP = "Write the town's ledger as a provisioning-network/1 file, which closure, plan and next read."


def arguments(parser):
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default: standard output)")
    parser.add_argument(
        "--people",
        action="store_true",
        help="each person's pledge apart, with their id (default: the hours of all who have the same skills as one). "
        "Such a file is for you alone",
    )
    parser.add_argument(
        "--town-database", metavar="ADDRESS", help="sqlite:///… or postgresql://… (default: the setting `database`)"
    )
    parser.add_argument(
        "--demo",
        nargs="?",
        const="",
        metavar="FOLDER",
        help="the demo town, or the demo of that folder, as `demo` has made it",
    )


def run(args):
    if args.demo is not None:
        _look_at_demo(args.demo)
    elif args.town_database:
        os.environ["COMMONSTEAD_DATABASE"] = args.town_database
    network = _network(args.people)
    from commonstead.core.boundary import write_network

    text = json.dumps(write_network(network), indent=1, ensure_ascii=False) + "\n"
    if not args.output:
        sys.stdout.write(text)
        return 0
    try:
        Path(args.output).write_text(text, encoding="utf-8")
    except OSError as failure:
        print(f"{args.output} cannot be written: {failure.strerror}.", file=sys.stderr)
        return 1
    print(
        f"{args.output}: {len(network.goods)} goods, {len(network.recipes)} recipes, {len(network.people)} "
        f"{'people, each with an id' if args.people else 'sets of skills, their hours summed'}.",
        file=sys.stderr,
    )
    return 0


def _look_at_demo(folder: str) -> None:
    from commonstead.site import demo_town

    town = demo_town.demo_town(folder or None)
    if town.stamp is None:
        raise Refused(
            Refusal(
                "demo.not_made",
                gettext_noop("The demo of {folder} has not been made yet. Run `commonstead demo` first."),
                {"folder": town.folder},
            )
        )
    demo_town.set_apart(town, town.stamp["name"])


def _network(people_apart: bool):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from commonstead.town.boundary import queries as boundary
    from commonstead.town.people import queries as people

    try:
        empty = not people.agents()
    except DatabaseError as error:
        raise Refused(
            Refusal(
                "network.no_database",
                gettext_noop(
                    "The town's database cannot be read: {error}. Start the town once with `commonstead serve`, or "
                    "name its database with --town-database."
                ),
                {"error": str(error).strip()},
            )
        ) from None
    if empty:
        raise Refused(
            Refusal(
                "network.empty_town",
                gettext_noop(
                    "This town is still empty: there is nothing to write. "
                    "(The demo town: `commonstead network --demo`.)"
                ),
            )
        )
    return boundary.network(people_apart=people_apart)
