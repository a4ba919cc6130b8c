"""ValueFlows files (YAML-LD and JSON-LD): read into the vocabulary, written back, and the town's journal as one."""

from .document import Context, Document, Notice
from .reading import read_file, read_text
from .writing import as_json, as_yaml

__all__ = ["Context", "Document", "Notice", "as_json", "as_yaml", "read_file", "read_text"]
