"""What an operator's surroundings do to a command, in one plain sentence with its remedy instead of a traceback."""

from __future__ import annotations

import os

from commonstead.core.vocabulary.refusal import Refusal, gettext_noop


def in_words(error: Exception) -> Refusal | None:
    """The sentence for a database that does not answer, or for a file or folder that cannot be used; None for
    everything else, which is a fault of ours and shows itself whole."""
    from django.db import OperationalError

    if isinstance(error, OperationalError):
        return _of_the_database(" ".join(str(error).split()))
    if isinstance(error, OSError):
        return _of_a_file(error)
    return None


def _of_the_database(said: str) -> Refusal:
    from django.db import connection

    if connection.vendor == "postgresql":
        return Refusal("settings.database_unreachable", gettext_noop(
            "The database server does not let us in: {said} Check the setting database (COMMONSTEAD_DATABASE), and "
            "that the server runs."), {"said": _sentence(said)}, field="database")
    return Refusal("settings.database_unusable", gettext_noop(
        "The database {file} cannot be used: {said} Check that the folder in the setting var (COMMONSTEAD_VAR) is "
        "yours to write in and that its disk has room."),
        {"file": connection.settings_dict["NAME"], "said": _sentence(said)}, field="var")


def _of_a_file(error: OSError) -> Refusal:
    said = error.strerror or str(error)
    if error.filename is None:
        return Refusal("settings.system", gettext_noop(
            "The system refuses: {said} Check the settings host and port, the disk's room and your rights."),
            {"said": _sentence(said)})
    return Refusal("settings.file_unusable", gettext_noop(
        "{file} cannot be used: {said} Check that it is yours to read and to write; the town's folder is the setting "
        "var (COMMONSTEAD_VAR)."), {"file": os.fsdecode(error.filename), "said": _sentence(said)}, field="var")


def _sentence(said: str) -> str:
    return said if said.endswith((".", "!", "?")) else said + "."
