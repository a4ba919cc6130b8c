"""The open needs of a plan as a file, in the form that its name asks for: .ics, .csv or .json."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

from commonstead.core.boundary import Network, Plan
from commonstead.core.boundary.explaining import open_needs, period_days
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

FORMS = (".ics", ".csv", ".json")


def arguments(parser):
    """What `plan` takes for it."""
    parser.add_argument("--open-needs", metavar="FILE", help="write the work that the plan implies, with nobody "
                        "assigned, to FILE: .ics for a calendar, .csv for a spreadsheet, .json for programs")
    parser.add_argument("--begin", metavar="DATE", help="when the first period begins, like 2027-01-01 (default: the "
                        "next month, or the next Monday for weeks)")


def beginning(args) -> date:
    """The day that was said, or today. Refused when it is none, or the file's name has no known end."""
    wrong = []
    if args.open_needs and Path(args.open_needs).suffix.lower() not in FORMS:
        wrong.append(Refusal("files.form_unknown", gettext_noop(
            "{file} does not say what it is to be. End its name in .ics, .csv or .json."), {"file": args.open_needs}))
    begin = date.today()
    try:
        begin = date.fromisoformat(args.begin) if args.begin else begin
    except ValueError:
        wrong.append(Refusal("files.date_unreadable", gettext_noop(
            "“{date}” is no date. Write it as year-month-day, like 2027-01-01."), {"date": args.begin}))
    if wrong:
        raise Refused(*wrong)
    return begin


def write(name: str, network: Network, plan: Plan, begin: date) -> None:
    """Write them; says on standard error how many there are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from commonstead.interfaces.web import wording
    from commonstead.interfaces.web.explained import open_needs_files as files
    from commonstead.interfaces.web.explained.network_words import NetworkWords

    words = NetworkWords(network)
    naming = files.Naming(words.good, lambda skill: skill.replace("-", " "),
                          lambda good, amount: wording.amount(amount, words.unit(good)))
    needs = open_needs(network, plan.batches)
    found = files.documents(needs, period_days(begin, network.periods, network.days_per_period), naming)
    form = Path(name).suffix.lower()
    if form == ".ics":
        content = files.as_calendar(found, network.name or "Commonstead")
    elif form == ".csv":
        content = files.as_csv(found).encode()
    else:
        content = (json.dumps({"open_needs": found}, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
    try:
        Path(name).write_bytes(content)
    except OSError as error:
        raise Refused(Refusal("files.unwritable", gettext_noop("{file} cannot be written: {problem}."), {
            "file": name, "problem": error.strerror or str(error)})) from None
    print(f"{len(found)} open needs are in {name}.", file=sys.stderr)
