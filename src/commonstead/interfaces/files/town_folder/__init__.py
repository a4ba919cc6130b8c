"""A town's folder: human-editable files that describe a town. Reading needs no database; `loading` writes into one."""

from .description import TownDescription
from .reader import digest, read_folder

__all__ = ["TownDescription", "digest", "read_folder"]
