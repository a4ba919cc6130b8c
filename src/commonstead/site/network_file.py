"""Reading a provisioning network for the command line: a file or "-", with refusals in plain words."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from commonstead.core.boundary import Network, read_text
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

#: A network file that is larger is refused before it is read whole: a town of a thousand recipes takes about one
#: megabyte, and reading takes several times a file's size in memory.
MOST_MEGABYTES = 200


def file_argument(parser):
    parser.add_argument("file", metavar="FILE", help="a provisioning network (JSON); - reads it from standard input")


def time_limit(parser):
    parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="S",
                        help="time limit; then the best found so far, with its gap (60)")


def _seconds(text):
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not math.isfinite(value) or value <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: give more than 0 seconds, for instance 60")
    return value


def read_bytes(name: str) -> bytes:
    """The content of a file or of standard input, or Refused."""
    with open_bytes(name) as stream:
        return stream.read()


@contextmanager
def open_bytes(name: str):
    """A file, or standard input for "-", opened for its bytes; or Refused, also while it is being read."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise Refused(_refusal("missing", gettext_noop("There is no file {file}."), name)) from None
    except IsADirectoryError:
        raise Refused(
            _refusal("directory", gettext_noop("{file} is a folder. Give the file in it."), name)
        ) from None
    except OSError as error:
        raise Refused(
            Refusal(
                "files.unreadable",
                gettext_noop("{file} cannot be read: {problem}."),
                {"file": name, "problem": error.strerror or str(error)},
            )
        ) from None


def _refusal(clause, template, name):
    return Refusal(f"files.{clause}", template, {"file": name})


def read_network_file(name: str) -> Network:
    """The network in a file or in standard input; Refused where it is too large or wrong."""
    most = MOST_MEGABYTES * 2**20
    with open_bytes(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Refused(Refusal("files.too_large", gettext_noop(
            "{file} is larger than {most} MB. Leave out what the town does not make or need, or divide it in two."),
            {"file": name, "most": MOST_MEGABYTES}))
    return read_text(content.removeprefix(b"\xef\xbb\xbf"))


def print_json(document):
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    print()


class Progress:
    """Names each stage on standard error, once the whole has taken more than a second."""

    def __init__(self):
        self._began, self._waiting = time.monotonic(), ""

    def __call__(self, stage: str):
        if time.monotonic() - self._began > 1 and self._waiting:
            print(f"… {self._waiting}", file=sys.stderr)
            self._waiting = ""
            print(f"… {stage}", file=sys.stderr)
        else:
            self._waiting = stage


class Share:
    """Names each stage on standard error, and each further tenth of the whole."""

    def __init__(self):
        self._told: tuple[str, int] = ("", 0)

    def __call__(self, text: str, share: float | None = None):
        tenths = int(10 * share) if share is not None else 0
        if (text, tenths) != self._told:
            self._told = (text, tenths)
            print(f"… {text}" + (f": {10 * tenths} %" if tenths else ""), file=sys.stderr)


def number(value: float) -> str:
    """As people write it: 1,234 or 12.5 or 0.081."""
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if size >= 100 else f"{value:.2f}" if size >= 1 else f"{value:.3g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def table(rows, heads, right=()) -> str:
    """Plain columns within 80 characters; the first column gives way."""
    cells = [[str(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    widths[0] = max(8, min(widths[0], 80 - sum(widths[1:]) - 2 * (len(heads) - 1)))
    lines = []
    for row in cells:
        row[0] = row[0] if len(row[0]) <= widths[0] else row[0][: widths[0] - 1] + "…"
        lines.append(
            "  ".join(
                cell.rjust(width) if column in right else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )
    return "\n".join(lines)


def wrapped(text: str, indent: str = "  ") -> str:
    import textwrap

    return textwrap.fill(
        text, 78, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
