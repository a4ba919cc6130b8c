"""Whether anything is needed at all, as the answers say it."""

from dataclasses import fields

import pytest

from commonstead.town.boundary.queries import Answers


@pytest.mark.parametrize(("goods", "said"), [
    ([], False), ([{"id": "bread"}, {"id": "salt", "need": 0}], False), ([{"id": "bread", "need": [0, 0]}], False),
    ([{"id": "salt"}, {"id": "bread", "need": [0, 2.5]}], True), ([{"id": "bread", "need": 3}], True)])
def test_of_nothing_needed_no_share_can_be_met(goods, said):
    values = {field.name: None for field in fields(Answers)} | {"network": {"goods": goods}}
    assert Answers(**values).has_needs is said
