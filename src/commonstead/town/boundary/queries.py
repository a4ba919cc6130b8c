"""What the boundary can be asked: the town as a network, and the answers worked out last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext

from commonstead.core import boundary as core
from commonstead.town.livelihood import queries as livelihood

from . import marks, snapshot
from . import met as met_in_the_year
from .came_from import came_from as came_from  # pictures ask it here
from .models import BoundaryAnswer, Frame


@dataclass(frozen=True)
class FrameView:
    """How the town looks ahead: periods of so many days, cash in the currency; income a period."""

    name: str = ""
    about: str = ""
    currency: str = "USD"
    periods: int = 12
    days_per_period: int = 30
    cash_income: Decimal = Decimal(0)
    cash_floor: Decimal | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClassAnswer:
    """One class of need. dependence: share of its cost that is cash outside, in the plan; None where nothing in
    it has a price.  direct, embodied, outright: cash over the horizon.  met_inside: the share that was met inside
    in the recorded year, None where nothing was recorded.  met: worth by mode in that year."""

    slug: str
    name: str
    dependence: float | None
    outright: float
    direct: float
    embodied: float
    priceless: tuple[str, ...]
    met_inside: float | None
    met: Mapping[str, float]


@dataclass(frozen=True)
class Answers:
    """plan, closure, next: as `--json` of the command line gives them (docs/guide).  network: what was solved.
    classes: in the order of the audit's steps.  met: the recorded year, see met.recorded_year.
    measures: see measures.recorded_measures.
    road_map: the format's `ladder` of the budget that the road map opens with, see road_maps.prepared; may be empty.
    mark: the fingerprint of what they rest on."""

    plan: Mapping
    closure: Mapping
    next: tuple[Mapping, ...]
    classes: tuple[ClassAnswer, ...]
    met: Mapping
    network: Mapping
    computed: datetime
    cursor: int
    seconds: float
    mark: str
    measures: Mapping = field(default_factory=dict)
    road_map: Mapping = field(default_factory=dict)

    @cached_property
    def stale(self) -> bool:
        """Whether something they rest on has changed since; looked up only where a page says so."""
        return self.mark != marks.mark()

    @property
    def has_needs(self) -> bool:
        """Whether anything is needed at all: of nothing, no share can be met, and nothing runs out."""
        return any(sum(need) if isinstance(need, list) else need
                   for need in (good.get("need", 0) for good in self.network.get("goods", ())))

    @property
    def dependence(self) -> float | None:
        """Share of the livelihood that is still bought."""
        return self.plan["dependence"]

    @property
    def in_reach(self) -> float | None:
        """The share of all needs, by price at the shop, for which at least one recipe is known, in use or not.
        None where nothing has a price."""
        worth = self.worth_of_needs
        total = sum(worth.values())
        return 1 - sum(worth[good] for good in self.out_of_reach) / total if total else None

    @property
    def out_of_reach(self) -> tuple[str, ...]:
        """Needed goods with a price that no recipe makes, those that cost most first."""
        worth = self.worth_of_needs
        made = {good for recipe in self.network.get("recipes", ()) for good in recipe.get("outputs", ())}
        return tuple(sorted(worth.keys() - made, key=lambda good: -worth[good]))

    @property
    def worth_of_needs(self) -> dict[str, float]:
        """What all that is needed over the horizon costs at the shop, by good; goods without a price are left out."""
        periods = int(self.network.get("periods", 12))
        found = {}
        for good in self.network.get("goods", ()):
            need = good.get("need", 0)
            amount = sum(need) if isinstance(need, list) else float(need) * periods
            if amount and good.get("buy"):
                found[good["id"]] = amount * float(good["buy"])
        return found

    @property
    def slack_days(self) -> float:
        """How long the floor of needs could be met with no wage."""
        return self.plan["slack_days"]

    @property
    def met_inside(self) -> float | None:
        """The share of all recorded worth that was met inside in the recorded year; None while nothing is."""
        worth = [entry["worth"] for entry in self.met.get("classes", {}).values()]
        total = sum(sum(modes.values()) for modes in worth)
        return 1 - sum(modes.get("sale", 0.0) for modes in worth) / total if total else None


def frame() -> FrameView:
    """How the town looks ahead; the defaults while nobody has said."""
    row = Frame.objects.first()
    if row is None:
        return FrameView()
    return FrameView(
        row.name,
        row.about,
        row.currency,
        row.periods,
        row.days_per_period,
        row.cash_income,
        row.cash_floor,
        row.sources,
    )


def network(*, people_apart: bool = False) -> core.Network:
    """The town as it stands now, as a provisioning network. people_apart: see snapshot.take; for no member's eyes."""
    return snapshot.take(people_apart=people_apart)


def what_if(recipe_ids: Iterable[str]) -> core.Plan:
    """The plan as it would be if these recipes of the catalogue were taken up as well. Nothing is kept."""
    return core.plan(snapshot.take().adopting(recipe_ids))


def answers() -> Answers | None:
    """The answers worked out last, or None before the first time."""
    row = BoundaryAnswer.objects.first()
    if row is None:
        return None
    return Answers(
        plan=row.plan,
        closure=row.closure,
        next=tuple(row.next_steps),
        classes=_classes(row.plan, row.met),
        met=row.met,
        network=row.network,
        computed=row.computed,
        cursor=row.cursor,
        seconds=row.seconds,
        mark=row.mark,
        measures=row.measures,
        road_map=row.road_map,
    )


def _classes(plan: Mapping, met: Mapping) -> tuple[ClassAnswer, ...]:
    steps = {step.slug: step.name for step in livelihood.steps()}
    planned, recorded = plan.get("by_class", {}), met.get("classes", {})
    steps |= {met_in_the_year.UNLISTED: gettext("Paid outside, not listed"),
              met_in_the_year.TOGETHER: gettext("Other needs, each of too few households to show alone")}
    order = [*steps, *sorted((planned.keys() | recorded.keys()) - steps.keys())]
    found = []
    for slug in order:
        if slug not in planned and slug not in recorded:
            continue
        share, was = planned.get(slug, {}), recorded.get(slug, {})
        found.append(
            ClassAnswer(
                slug=slug,
                name=steps.get(slug, slug),
                dependence=share.get("dependence"),
                outright=share.get("outright", 0.0),
                direct=share.get("direct", 0.0),
                embodied=share.get("embodied", 0.0),
                priceless=tuple(share.get("priceless", ())),
                met_inside=was.get("share_inside"),
                met=was.get("worth", {}),
            )
        )
    return tuple(found)
