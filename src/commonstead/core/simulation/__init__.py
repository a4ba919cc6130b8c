"""The same rules in imagined towns: a recorded year, drawn from a described rhythm and a seed.

Chance is a value here: a seed is handed in, and the same script gives the same year, event for event, on every
machine. Nothing else in the core draws.
"""

from .script import Method, ProcessDraft, Pulse, RecordedYear, Script, Thing
from .year import record_year

__all__ = ["Method", "ProcessDraft", "Pulse", "RecordedYear", "Script", "Thing", "record_year"]
