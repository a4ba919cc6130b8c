"""Reads ValueFlows files and says what it understood; or writes the town's journal as one."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

HELP = "Read ValueFlows files and say what is understood, or write the journal as one (--ledger)."


def arguments(parser):
    parser.add_argument("files", nargs="*", metavar="FILE", help="YAML-LD or JSON-LD files")
    parser.add_argument("--to", choices=("yaml", "json"), help="write the files' meaning back, to standard output")
    parser.add_argument("--ledger", action="store_true", help="write this town's journal as JSON-LD (for its operator)")
    parser.add_argument("--agent", default="", help="with --ledger: only the book of this association or person, by id")
    parser.add_argument("--out", default="-", help="with --ledger: the file to write, - for standard output")


def run(args):
    if args.ledger:
        return _write_ledger(args)
    if not args.files:
        print("Name at least one file, or use --ledger.", file=sys.stderr)
        return 2
    return max(_read(name, args.to) for name in args.files)


def _read(name: str, to: str | None) -> int:
    from commonstead.core.vocabulary.refusal import Refused
    from commonstead.interfaces.files.valueflows import as_json, as_yaml, read_file

    try:
        document = read_file(name)
    except Refused as refused:
        for refusal in refused.refusals:
            print(f"{name}:{refusal.line}: {refusal.reason}", file=sys.stderr)
        return 1
    report = sys.stderr if to else sys.stdout
    print(f"{name}: " + ", ".join(f"{count} {cls}" for cls, count in sorted(document.counts().items())), file=report)
    alike = itertools.groupby(sorted(document.notices, key=lambda notice: (notice.text, notice.line)),
                              key=lambda notice: notice.text)
    for text, notices in sorted(((text, list(group)) for text, group in alike), key=lambda pair: pair[1][0].line):
        times = f" ({len(notices)} times)" if len(notices) > 1 else ""
        print(f"  {name}:{notices[0].line}: {notices[0].sort}: {text}{times}", file=report)
    if to:
        sys.stdout.write(as_yaml(document) if to == "yaml" else as_json(document))
    return 0


def _write_ledger(args) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from commonstead.interfaces.files.valueflows import as_json
    from commonstead.interfaces.files.valueflows.export import journal

    text = as_json(journal(agent=args.agent or None))
    if args.out == "-":
        sys.stdout.write(text)
    else:
        Path(args.out).write_text(text, encoding="utf-8")
    return 0
