"""The table of figures judges rightly."""

import pytest

from commonstead.site.commands.benchmark import verdict


@pytest.mark.parametrize(("figure", "target", "said"), [
    (150, "≥ 150", True), (149.9, "≥ 150", False), (21_000, "≥ 20,000", True), (199, "< 200 ms", True),
    (200, "< 200 ms", False), (1.31, "≤ 1.3 times", False), (None, "≥ 150", None), (7, "loads in seconds", None),
])
def test_verdict(figure, target, said):
    assert verdict({"figure": figure, "target": target}) is said


def test_a_module_may_judge_for_itself():
    assert verdict({"figure": 1, "target": "≥ 2", "ok": True}) is True
