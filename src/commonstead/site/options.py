"""What an operator may set, and where: the environment (COMMONSTEAD_*) goes before one TOML file.

The file is the one that COMMONSTEAD_SETTINGS names, or `commonstead.toml` in the town's var folder. A name
that is not in the table below is refused by name, so that a slip of the pen never passes for a setting.
Names that begin with COMMONSTEAD_TEST_ belong to the test run; a few belong to the `./commonstead` script.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

PREFIX = "COMMONSTEAD_"
SCRIPT_NAMES = frozenset({"COMMONSTEAD_VENV", "COMMONSTEAD_PYTHON", "COMMONSTEAD_SETTINGS"})
LANGUAGES = (("en", "English"), ("es", "Español"))
LOGS = ("stdout", "off")
SHORTEST_KEY = 32  # characters; the keys that a town makes for itself have 64
YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


@dataclass(frozen=True)
class Option:
    """One setting: its kind ("text", "flag", "number", "list"), its default, and what it is for."""

    name: str
    kind: str
    default: object
    help: str


TABLE = (
    Option("var", "text", "", "folder of the town's data; default: `var` in the checkout"),
    Option("town_name", "text", "", "what the town is called, on every page"),
    Option("database", "text", "", "postgresql://user:password@host:port/name; empty: SQLite in the var folder"),
    Option("secret_key", "text", "", "signs sessions; empty: a file made on first use, for its owner alone"),
    Option("audit_key", "text", "", "encrypts the audits; empty: a file made on first use, for its owner alone"),
    Option("hosts", "list", ("localhost", "127.0.0.1", "[::1]"), "names under which the town is reached"),
    Option("https", "flag", False, "the town is reached by https only: secure cookies, addresses with https"),
    Option("behind_proxy", "flag", False, "a proxy of yours sets X-Forwarded-Proto and removes it from outside"),
    Option("hsts_seconds", "number", 0, "how long browsers shall insist on https; 0: not at all"),
    Option("host", "text", "127.0.0.1", "address on which `serve` listens"),
    Option("port", "number", 8000, "port on which `serve` listens"),
    Option("workers", "number", 2, "processes that answer requests"),
    Option("backup_every_minutes", "number", 60, "how often `serve` backs up, if something was written; 0: never"),
    Option("log", "text", "stdout", "stdout: one JSON object a line; off: nothing"),
    Option("kinds", "list", (), "folders with kinds of commons of your own, beside the ones that come along"),
    Option("language", "text", "en", "language of a visitor whose browser names none of ours"),
    Option("time_zone", "text", "UTC", "time zone of the town, like Europe/Berlin"),
    Option("demo", "flag", False, "demo: anyone may be one of a few residents with one click; never for a real town"),
    Option("calculations_at_once", "number", 1,
           "long calculations that run at the same time; one leaves a small machine's other core to the pages"),
    Option("cluster", "text", "",
           "address of a Dask scheduler, such as tcp://10.0.0.5:8786, that works out many futures on many machines; "
           "empty: this machine does"),
    Option("api_requests_a_minute", "number", 600, "requests a minute that one account may make to the API; 0: any"),
)
BY_NAME: Mapping[str, Option] = {option.name: option for option in TABLE}


def read_options(environ: Mapping[str, str], default_var: Path) -> dict[str, object]:
    """Every option's value. Refused, with all problems at once, for unknown names and values of a wrong kind."""
    problems: list[Refusal] = []
    values: dict[str, object] = {option.name: option.default for option in TABLE}
    values["var"] = environ.get("COMMONSTEAD_VAR") or str(default_var)
    file = Path(environ.get("COMMONSTEAD_SETTINGS") or Path(str(values["var"])) / "commonstead.toml")
    if file.is_file():
        for name, value in _read_file(file, problems).items():
            _set(values, name, value, file.name, problems)
    elif environ.get("COMMONSTEAD_SETTINGS"):
        problems.append(Refusal(
            "settings.no_file", gettext_noop("COMMONSTEAD_SETTINGS names {file}, and there is no such file."),
            {"file": str(file)}))
    for key, value in environ.items():
        if key.startswith(PREFIX) and key not in SCRIPT_NAMES and not key.startswith(PREFIX + "TEST_"):
            _set(values, key.removeprefix(PREFIX).lower(), value, key, problems)
    database = str(values["database"])
    if database and urlsplit(database).scheme not in {"postgres", "postgresql", "sqlite"}:
        problems.append(Refusal(
            "settings.database",
            gettext_noop("The database must be given as postgresql://… or sqlite:///…; leave it empty for SQLite.")))
    problems += _out_of_bounds(values)
    if problems:
        raise Refused(*problems)
    return values


def _out_of_bounds(values: Mapping[str, object]) -> list[Refusal]:
    """What is of the right kind and still cannot be."""
    found = []

    def unless(fine: bool, name: str, template: str, **more: object) -> None:
        if not fine:
            params = {"name": name, "value": values[name], **more}
            found.append(Refusal(f"settings.{name}", template, params, field=name))

    unless(1 <= values["port"] <= 65535, "port", gettext_noop(
        "port is {value}; ports go from 1 to 65535. Give one of these, such as 8000."))
    unless(1 <= values["workers"] <= 256, "workers", gettext_noop(
        "workers is {value}; somebody must answer. Give a number from 1 to 256, such as 2."))
    unless(1 <= values["calculations_at_once"] <= 64, "calculations_at_once", gettext_noop(
        "calculations_at_once is {value}; what is asked for must be worked out some time. Give a number from 1 to "
        "64, such as 1."))
    for name, choices in (("log", LOGS), ("language", tuple(code for code, _ in LANGUAGES))):
        unless(values[name] in choices, name, gettext_noop("{name} is {value}. Give one of: {choices}."),
               choices=", ".join(choices))
    unless(_is_zone(values["time_zone"]), "time_zone", gettext_noop(
        "time_zone is {value}, and there is no such time zone. Give one like Europe/Berlin, or UTC."))
    for name in ("secret_key", "audit_key"):
        key = str(values[name])
        if key and len(key) < SHORTEST_KEY:  # the key itself is never shown
            found.append(Refusal(f"settings.{name}", gettext_noop(
                "{name} has {length} characters; a key that nobody can guess has {least} or more. Leave it empty and "
                "the town makes one."), {"name": name, "length": len(key), "least": SHORTEST_KEY}, field=name))
    return found


def _is_zone(name: object) -> bool:
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):  # unknown; not a name; a folder of names
        return False
    return True


def _read_file(file: Path, problems: list[Refusal]) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Refusal(
            "settings.not_toml", gettext_noop("{file} cannot be read as TOML: {error}"),
            {"file": str(file), "error": str(error)}))
        return {}


def _set(values: dict[str, object], name: str, value: object, where: str, problems: list[Refusal]) -> None:
    option = BY_NAME.get(name)
    if option is None:
        problems.append(Refusal(
            "settings.unknown",
            gettext_noop("{where}: there is no setting called {name}. Known are: {known}."),
            {"where": where, "name": name, "known": ", ".join(BY_NAME)}, field=name))
        return
    try:
        values[name] = _value(option, value)
    except ValueError:
        problems.append(Refusal(
            "settings.wrong_kind", gettext_noop("{where}: {name} must be a {kind}. It is for: {help}."),
            {"where": where, "name": name, "kind": option.kind, "help": option.help}, field=name))


def _value(option: Option, value: object) -> object:
    """The value in the option's kind; ValueError when it cannot be that."""
    if option.kind == "flag":
        word = str(value).strip().lower()
        if word not in YES | NO:
            raise ValueError(word)
        return word in YES
    if option.kind == "number":
        if isinstance(value, bool):
            raise ValueError(value)
        number = int(str(value))
        if number < 0:
            raise ValueError(value)
        return number
    if option.kind == "list":
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
            raise ValueError(value)
        return tuple(word.strip() for word in words if word.strip())
    if not isinstance(value, str):
        raise ValueError(value)
    return value
