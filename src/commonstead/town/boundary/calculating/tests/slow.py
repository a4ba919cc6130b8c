"""A kind of calculation for the tests: it does what it is told to, for as long as it is told to."""

import time

from commonstead.core.vocabulary.refusal import Refusal, Refused


def calculate(work) -> dict:
    """wanted: steps, pause (seconds between them), deaf (never asks whether to stop), keep, refuse, break."""
    steps = work.wanted.get("steps", 1)
    for step in range(steps):
        if work.wanted.get("deaf"):
            time.sleep(work.wanted["pause"])
            continue
        work.say(f"step {step + 1}", (step + 1) / steps)
        if work.wanted.get("keep"):
            work.keep({"steps": step + 1})
        time.sleep(work.wanted.get("pause", 0))
    if work.wanted.get("refuse"):
        raise Refused(Refusal("tests.no", "Not with {what}. Take less.", {"what": "so much"}))
    if work.wanted.get("break"):
        raise ZeroDivisionError
    return {"steps": steps, "goods": len(work.network().goods)}
