"""The plan of the town with its certificate, for horizons that take longer than a page may."""

from __future__ import annotations

from commonstead.core import boundary as core


def calculate(work) -> dict:
    """{"plan": …} as `./commonstead plan --json` gives it, with the certificate that check-plan accepts."""
    plan = core.plan(work.network(), work.say)
    return {"plan": plan.to_json(with_certificate=plan.status == "optimal")}
