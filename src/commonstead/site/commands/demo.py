"""Show a living town: made once from its folder, then served. Nothing of it touches a real town's database."""

from __future__ import annotations

import os
import sys
import webbrowser

from commonstead.core.vocabulary.refusal import Refused

HELP = "Show a town in the browser: the demo town, or the one that a folder describes."


def arguments(parser):
    from commonstead.site.serving import port_number

    parser.add_argument("--town", metavar="FOLDER", help="a town's folder (default: towns/demo)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=port_number, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open no browser")
    parser.add_argument("--fresh", action="store_true", help="make the town anew; what was entered in the demo is lost")
    parser.add_argument("--only-load", action="store_true", help="make the town and stop, without serving it")


def run(args):
    from commonstead.site import demo_town, serving

    if not args.only_load and not serving.port_is_free(args.host, args.port):
        _say(f"Something listens on port {args.port} already. Stop it, or choose another with --port.")
        return 1
    town = demo_town.demo_town(args.town)
    stamp = None if args.fresh else town.stamp
    if stamp and stamp.get("schema") != demo_town.schema():
        _say("This demo was made by another version of Commonstead. It is made anew.")
        stamp = None
    if stamp:
        demo_town.set_apart(town, stamp["name"])
        if not town.is_current():
            _say(
                f"The files in {town.folder} have changed since this town was made from them. You see the town as it "
                "was; run the same command with --fresh to make it anew (what was entered in the demo is lost)."
            )
        serving.prepare()
    elif not _make(town):
        return 1
    if args.only_load:
        return 0
    serving.serve(args.host, args.port, announce=lambda address: _announce(address, not args.no_browser))
    return 0


def _make(town) -> bool:
    """Read the folder, say everything that is wrong with it, or make the town of it."""
    from commonstead.site import demo_town, town_loading

    description = demo_town.read(town)
    if description is None:
        return False
    _say(f"Making {description.name} from {town.folder} (once; less than a minute) ...")
    demo_town.set_apart(town, description.name)
    with demo_town.alone(town):
        try:
            loaded = demo_town.make(town, description, town_loading.progress)
        except Refused as refused:
            town_loading.say_all(refused)
            _say("The town was not made.")
            return False
    town_loading.say_loaded(loaded)
    return True


def _announce(address: str, open_browser: bool) -> None:
    print(f"The town answers at {address}  (stop it with Ctrl+C)", flush=True)
    if open_browser and _has_screen():
        webbrowser.open(address)


def _has_screen() -> bool:
    """Whether a browser could show itself: without one, some systems would start a text browser in this terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(text: str) -> None:
    from commonstead.site.town_loading import say

    say(text)
