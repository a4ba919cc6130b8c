"""Refusals name a clause and say in a sentence what to do."""

import pytest

from commonstead.core.vocabulary.refusal import Refusal, Refused


def test_the_sentence_is_filled_from_its_params():
    refusal = Refusal("test.clause", "There are only {amount} {unit}.", {"amount": 2, "unit": "kg"}, field="quantity")
    assert refusal.reason == "There are only 2 kg."
    refused = Refused(refusal, Refusal("test.other", "And more."), subject="the flow")
    assert str(refused) == "There are only 2 kg.; And more." and refused.subject == "the flow"


def test_there_is_no_refusal_without_a_reason():
    with pytest.raises(ValueError):
        Refused()
