"""A network that can be handed around: whoever has the same skills stands in it as one, without a name.

What one person pledged is that person's affair (Exodus 991, 9222); the plan only asks how many hours there are of
which skills. It already takes those with the same skills as one (incidence.py), so the plan, its figures and its proof
are the same. Where one person alone has a set of skills, their hours are still one person's: without an id, yet whoever
knows who has these skills knows whose they are.
"""

from __future__ import annotations

from dataclasses import replace

from .network import Network, Person


def pooled(network: Network) -> Network:
    """The same network with the hours of people summed by what skills they have, named p1, p2, …

    The sets stand in the order of the first person with each, so that the programme is the very same, column by
    column."""
    hours: dict[tuple[str, ...], float] = {}
    for person in network.people:
        skills = tuple(sorted(set(person.skills)))
        hours[skills] = hours.get(skills, 0.0) + person.hours
    return replace(network, people=tuple(
        Person(f"p{number}", total, skills) for number, (skills, total) in enumerate(hours.items(), start=1)))
