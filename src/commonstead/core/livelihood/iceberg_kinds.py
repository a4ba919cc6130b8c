"""The 23 kinds of livelihood below the waterline, as the book lists them (Exodus 9222-9227), and the tip.

The tip is wage work in capitalist firms and what is bought with it. Two of the 23 kinds are never asked
about, by decision: no field of ours may label anything as against a law. What a household does in those ways
stands under its mode like everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonstead.core.vocabulary.refusal import gettext_noop

from .ways import OWN


@dataclass(frozen=True)
class IcebergKind:
    """slug; label as a household reads it; line of the book; modes whose entries fall here when the household
    says nothing more; asked: whether a household may pick it; above: over the waterline."""

    slug: str
    label: str
    line: int
    modes: tuple[str, ...] = ()
    asked: bool = True
    above: bool = False


ICEBERG_KINDS: tuple[IcebergKind, ...] = (
    IcebergKind("wages-and-shops", gettext_noop("Wage work and shops"), 9219, ("sale",), above=True),
    IcebergKind("school", gettext_noop("School and public services"), 9222, ("administrative",)),
    IcebergKind("street", gettext_noop("On the street"), 9222),
    IcebergKind("neighborhood", gettext_noop("In the neighborhood"), 9223, ("currency",)),
    IcebergKind("family", gettext_noop("Within the family"), 9223),
    IcebergKind("unpaid", gettext_noop("Unpaid care and work"), 9223),
    IcebergKind("faith", gettext_noop("Church, temple or mosque"), 9223),
    IcebergKind("retired", gettext_noop("Retired people's work"), 9223),
    IcebergKind("friends", gettext_noop("Between friends"), 9224),
    IcebergKind("gift", gettext_noop("Gifts"), 9224, ("gift",)),
    IcebergKind("self-employment", gettext_noop("Self-employment"), 9224),
    IcebergKind("volunteer", gettext_noop("Volunteering"), 9224, ("time",)),
    IcebergKind("barter", gettext_noop("Barter"), 9224, ("barter",)),
    IcebergKind("moonlighting", gettext_noop("Work on the side"), 9225),
    IcebergKind("children", gettext_noop("Children's work and help"), 9225),
    IcebergKind("informal-lending", gettext_noop("Lending among people"), 9225, ("credit",)),
    IcebergKind("not-for-market", gettext_noop("Shared, not for sale"), 9225, ("pool",)),
    IcebergKind("illegal", gettext_noop("Not asked"), 9225, asked=False),
    IcebergKind("not-monetized", gettext_noop("Without money"), 9225),
    IcebergKind("self-provisioning", gettext_noop("Made and done ourselves"), 9226, (OWN,)),
    IcebergKind("under-the-table", gettext_noop("Not asked"), 9226, asked=False),
    IcebergKind("producer-co-op", gettext_noop("Workers' co-operative"), 9226),
    IcebergKind("consumer-co-op", gettext_noop("Consumers' co-operative"), 9227),
    IcebergKind("other-firm", gettext_noop("Family firm or other non-capitalist firm"), 9227),
)

KINDS_BELOW = tuple(kind for kind in ICEBERG_KINDS if not kind.above)
KIND_SLUGS = tuple(kind.slug for kind in ICEBERG_KINDS if kind.asked)
KIND_OF_MODE = {mode: kind for kind in ICEBERG_KINDS for mode in kind.modes}
