"""The plan of the town with its certificate, in periods that may be shorter than the frame's, in the background."""

from __future__ import annotations

from commonstead.core import boundary as core
from commonstead.core.boundary.large import in_shorter_periods


def calculate(work) -> dict:
    """wanted: days of a period, such as 7; without it the frame's. {"plan": …} as `./commonstead plan --json` gives it,
    with the certificate that check-plan accepts, and the network that was planned."""
    network, days = work.network(), work.wanted.get("days")
    if days is not None:
        # Written and read back: the stored network is the very one that the certificate proves.
        network = core.read_network(core.write_network(in_shorter_periods(network, float(days))))
    plan = core.plan(network, work.say)
    return {"plan": plan.to_json(with_certificate=plan.status == "optimal"), "network": core.write_network(network)}
