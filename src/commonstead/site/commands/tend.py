"""Do what is due in the town's circles: payments that come again, demurrage, notes that lapse, requests past their day.

Pages do it too when somebody opens the circles and one of these is due; what runs out on the board is hidden there at
once, and closed along with them. The command is for towns in which nobody looks for days, from cron.
"""

from __future__ import annotations

import os

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

HELP = "Do what is due in circles: repeated payments, demurrage, lapsed notes and requests. Harmless to repeat."


def arguments(parser):
    parser.add_argument("--quiet", action="store_true", help="say nothing where nothing was due")


def run(args):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from commonstead.town.circulation import commands

    try:
        done = commands.tend()
    except DatabaseError as error:
        raise Refused(Refusal(
            "tend.no_database",
            gettext_noop("The town's database cannot be read: {error}. If the town was never started, start it with "
                         "`commonstead serve`; otherwise restore a backup."), {"error": str(error).strip()})) from None
    said = [words for count, words in (
        (done.paid, f"{done.paid} repeated payments made"),
        (done.left_asked, f"{done.left_asked} of them had no room and are asked for instead"),
        (done.demurrage, f"demurrage taken from {done.demurrage} accounts"),
        (done.lapsed_notes, f"notes of {done.lapsed_notes} accounts lapsed"),
        (done.lapsed_requests, f"{done.lapsed_requests} requests past their day lapsed")) if count]
    if said or not (args.quiet or done.refused):
        print(f"Done: {'; '.join(said)}." if said else "Nothing was due.")
    for circle, why in done.refused:
        print(f"{circle}: {why}")
    return 1 if done.refused else 0
