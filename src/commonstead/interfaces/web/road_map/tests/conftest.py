"""The small town of the pages' tests."""

from commonstead.interfaces.web.tests.conftest import ana, answered, bea, town

__all__ = ["ana", "answered", "bea", "town"]
