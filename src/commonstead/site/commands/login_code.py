"""Hand out a code that opens the door once, for who has no other way in (a coordinator prints it)."""

from __future__ import annotations

HELP = "Print a single-use code with which a person can come in, good for three days."


def arguments(parser):
    parser.add_argument("name", help="the person's name as the town shows it, or their id")


def run(args):
    from commonstead.site import serving

    serving.prepare()
    from commonstead.town.door.commands import hand_code_by_operator

    print(hand_code_by_operator(args.name))
