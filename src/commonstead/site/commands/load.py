"""Begin a real town from its folder: once, into an empty database, with the reader and the loader of the demo."""

from __future__ import annotations

from pathlib import Path

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

HELP = "Load a town's folder into this town's own, empty database. To only look at a folder, use demo --town."


def arguments(parser):
    parser.add_argument("folder", metavar="FOLDER", help="the folder that holds town.toml")
    parser.add_argument("--with-year", action="store_true",
                        help="also write the imagined year of year.toml into the journal, which keeps it for ever")


def run(args):
    from commonstead.site import serving, town_loading

    serving.prepare()
    from django.conf import settings

    from commonstead.town import kinds
    from commonstead.town.people import queries as people

    if people.agents(gone=True):
        raise Refused(Refusal("load.not_empty", gettext_noop(
            "This town has people already, and a folder is loaded into an empty town only. Nothing was changed. To "
            "look at the folder beside it, use demo --town; to begin another town, set COMMONSTEAD_VAR to a new "
            "folder, or COMMONSTEAD_DATABASE to an empty database.")))
    if serving.is_served(settings.VAR):
        raise Refused(Refusal("load.served", gettext_noop(
            "This town is being served. Stop that (Ctrl+C), load the folder, and serve it again.")))
    folder = Path(args.folder).expanduser().resolve()
    description = town_loading.read(folder, {kind.slug: kind for kind in kinds.every()})
    if description is None:
        return 1
    town_loading.say(f"Loading {description.name} from {folder} ...")
    try:
        loaded = town_loading.write(description, town_loading.progress, audits=False, year=args.with_year)
    except Refused as refused:
        town_loading.say_all(refused)
        town_loading.say("The town was not loaded.")
        return 1
    town_loading.say_loaded(loaded)
    _say_how_to_come_in(description)
    return 0


def _say_how_to_come_in(description) -> None:
    """Somebody of the folder comes in with a code; without anybody to name, by the address for setting up."""
    someone = next((person for person in description.people.values() if person.login),
                   next(iter(description.people.values()), None))
    print("Nobody can come in yet. Next:")
    print("  ./commonstead serve")
    if someone is None:
        print("It prints the address at which the first person sets the town up.")
        return
    print(f'  ./commonstead login-code "{someone.name}"     (or the name of whoever shall be the first)')
    print("Hand the code over in person; it opens the door once. Whoever has come in lets the others in.")
