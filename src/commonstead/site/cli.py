"""The command line. Each subcommand is a module in `site/commands` with HELP, arguments(parser), run(args)."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

import commonstead
from commonstead.core.vocabulary.refusal import Refused
from commonstead.site import commands
from commonstead.site.failures import in_words

READER_LEFT = 141  # what a shell says of a program that ended because nobody read on
PASSING_ON = frozenset({"test", "manage"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand. Exit status: 0 done, 1 refused or failed, 2 wrongly called, 130 stopped, 141 when whoever
    read the answer (`| head`) had enough of it."""
    words = list(sys.argv[1:] if argv is None else argv)
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    parser = argparse.ArgumentParser(prog="commonstead", description=commonstead.__doc__)
    parser.add_argument("--version", action="version", version=f"commonstead {commonstead.__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in words if not word.startswith("-")), None)
    for name in names:
        # Only the wanted command is imported, so that each starts quickly; help lists all of them.
        if wanted and wanted.replace("-", "_") in names and name != wanted.replace("-", "_"):
            continue
        module = importlib.import_module(f"{commands.__name__}.{name}")
        sub = subparsers.add_parser(name.replace("_", "-"), help=module.HELP, description=module.HELP)
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    if wanted in PASSING_ON and words[0] == wanted:
        # These give their words on untouched; argparse would take `-k` for its own.
        args = parser.parse_args([wanted])
        args.words = words[1:]
    else:
        args = parser.parse_args(words)
    try:
        status = args.run(args) or 0
        sys.stdout.flush()  # what is still to be written finds out here, and not at the very end, that nobody reads
        return status
    except BrokenPipeError:
        # Python writes out once more when it ends; that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return READER_LEFT
    except Refused as refused:
        return _refuse(refused)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except Exception as error:
        refusal = in_words(error) if args.command not in PASSING_ON else None
        if refusal is None:
            raise
        return _refuse(Refused(refusal))


def _refuse(refused: Refused) -> int:
    for refusal in refused.refusals:
        where = f"line {refusal.line}: " if refusal.line else ""
        print(f"Refused: {where}{refusal.reason}", file=sys.stderr)
    return 1
