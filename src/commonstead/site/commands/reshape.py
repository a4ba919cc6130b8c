"""The same town in shorter periods, or several neighbourhoods as one: a network file from network files."""

import json
from pathlib import Path

from commonstead.core.boundary import write_network
from commonstead.core.boundary.large import in_shorter_periods, joined
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.network_file import print_json, read_network_file

HELP = "Write a town in shorter periods, or neighbourhoods that share a market as one network."


def arguments(parser):
    parser.add_argument("files", metavar="FILE", nargs="+", help="a provisioning network (JSON); several are joined")
    parser.add_argument("--days", type=float, metavar="N", help="plan in periods of N days, such as 7")
    parser.add_argument("--sharing", metavar="GOODS", default="",
                        help="goods that joined neighbourhoods share, with commas between them")
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default: standard output)")


def run(args):
    shared = [good.strip() for good in args.sharing.split(",") if good.strip()]
    names = [Path(file).stem for file in args.files]
    if len(set(names)) < len(names):
        raise Refused(Refusal("boundary.neighbours_alike", gettext_noop(
            "Two of the files are called {name}. Neighbourhoods go by the names of their files: rename one."),
            {"name": next(name for name in names if names.count(name) > 1)}, field="files"))
    networks = {name: read_network_file(file) for name, file in zip(names, args.files, strict=True)}
    network = next(iter(networks.values())) if len(networks) == 1 else joined(networks, shared)
    if args.days is not None:
        network = in_shorter_periods(network, args.days)
    document = write_network(network)
    if args.output is None:
        print_json(document)
        return 0
    try:
        Path(args.output).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused(Refusal("files.unwritable", gettext_noop("{file} cannot be written: {problem}."), {
            "file": args.output, "problem": error.strerror or str(error)})) from None
    return 0
