"""Writing the catalogue: the town's units, what things there are, and the stocks and single things that
somebody has. Quantities are never written here: only the pen changes those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.db import transaction

from commonstead.core.vocabulary.accounts import UNIT_MODES, is_unit_of_account
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.core.vocabulary.units import UNITS, Unit, UnitTable
from commonstead.town import plain_sql
from commonstead.town.people import queries as people

from .ids import new_id
from .models import EconomicEvent, EconomicResource, ResourceSpecification, UnitRow

SORTS = ("good", "material", "machine", "service", "work", "land", "money", *UNIT_MODES)


def unit_table() -> UnitTable:
    """The standard units and the town's own."""
    own = [own_unit(*row) for row in
           plain_sql.select("SELECT id, symbol, decimals, dimension, per_base FROM ledger_unitrow")]
    return UnitTable(own) if own else UNITS


def own_unit(id: str, symbol: str, decimals: int, dimension: str, per_base: str) -> Unit:
    """A unit of the town's own, from its row."""
    return Unit(id, symbol, decimals, dimension, Fraction(per_base))


def add_unit(unit_id: str, *, symbol: str = "", decimals: int = 3, dimension: str = "",
             per_base: str | int | Fraction = 1) -> None:
    """A unit of the town's own, in a dimension of its own unless one is given. The same again is harmless.
    Refused: units.known_already, ledger.unit_wrong."""
    if not unit_id or len(unit_id) > 20 or not 0 <= decimals <= 9:
        _refuse("ledger.unit_wrong", gettext_noop("A unit needs a name of at most 20 letters and 0 to 9 decimals."),
                "unit")
    unit = Unit(unit_id, symbol or unit_id, decimals, dimension or unit_id, Fraction(per_base))
    known = unit_id in unit_table()
    UnitTable([*unit_table(), unit])
    if not known:
        UnitRow.objects.create(id=unit.id, symbol=unit.symbol, decimals=unit.decimals, dimension=unit.dimension,
                               per_base=str(unit.per_base))


def add_specification(specification_id: str, *, name: str, unit: str, sort: str = "good", need_class: str = "",
                      note: str = "", source: str = "", numbers: Mapping | None = None, keeper: str = "") -> str:
    """What a thing is. specification_id: a slug.  numbers: buy, sell, … each {value, source, estimate}.
    keeper: of a unit of account, and only of one, the association whose circle it is.
    An existing one gets the new words and numbers, but keeps its unit once something was written in it.
    Returns the id. Refused: ledger.slug_wrong, units.unknown, ledger.sort_unknown, ledger.unit_in_use,
    ledger.keeper_missing, ledger.unit_of_another."""
    unit_table().get(unit)
    if sort not in SORTS:
        _refuse("ledger.sort_unknown", gettext_noop("{sort} is not a sort of thing. Choose one of: {sorts}."), "sort",
                sort=sort, sorts=", ".join(SORTS))
    if not specification_id or len(specification_id) > 60 or set(specification_id) - _SLUG:
        _refuse("ledger.slug_wrong",
                gettext_noop("“{id}” cannot name a thing: use small letters, digits and -, at most 60."), "id",
                id=specification_id)
    if not name.strip() or len(name) > 120:
        _refuse("ledger.name_missing", gettext_noop("Write a name of at most 120 characters."), "name")
    if is_unit_of_account(sort) != bool(keeper):
        _refuse("ledger.keeper_missing", gettext_noop("A unit of account, and nothing else, names the association that "
                                                      "keeps its accounts."), "keeper")
    with transaction.atomic():
        known = ResourceSpecification.objects.filter(id=specification_id).first()
        if known and (known.keeper != keeper or (is_unit_of_account(known.sort) and known.sort != sort)):
            _refuse("ledger.unit_of_another", gettext_noop("“{id}” is the unit of another circle, or another thing. "
                                                           "Choose another name."), "id", id=specification_id)
        if known and known.unit != unit and EconomicEvent.objects.filter(specification=specification_id).exists():
            _refuse("ledger.unit_in_use",
                    gettext_noop("{id} is counted in {unit} in the journal already. Add another thing instead."),
                    "unit", id=specification_id, unit=known.unit)
        ResourceSpecification.objects.update_or_create(id=specification_id, defaults={
            "name": name.strip(), "unit": unit, "sort": sort, "need_class": need_class, "note": note,
            "source": source, "numbers": dict(numbers or {}), "keeper": keeper})
    return specification_id


def add_resource(specification: str, accountable: str, *, name: str = "", tracking_identifier: str = "",
                 custodian: str = "", floor: int | None = 0, ordinary: bool = False, stage: str = "", state: str = "",
                 location: str = "") -> str:
    """A stock or single thing of an agent, empty: `raise` events bring in what is there on the first day.
    floor: lowest accounting quantity, None for none.  ordinary: the stock that stands in where an event names
    none (made by the pen when needed; asking for it again gives the one there is, with the new floor).
    Returns the resource id. Refused: ledger.specification_unknown, ledger.agent_unknown."""
    if not ResourceSpecification.objects.filter(id=specification).exists():
        _refuse("ledger.specification_unknown",
                gettext_noop("The town's list of things has no “{thing}”. Choose from the list or add it."),
                "specification", thing=specification)
    if accountable == OUTSIDE or people.agent(accountable) is None:
        _refuse("ledger.agent_unknown", gettext_noop("“{field}” names nobody who is known here. Choose from the list."),
                "accountable", field="accountable")
    words = {"custodian": custodian or accountable, "floor": floor, "name": name,
             "tracking_identifier": tracking_identifier, "stage": stage, "state": state, "location": location}
    if ordinary:
        row, made = EconomicResource.objects.get_or_create(
            specification_id=specification, accountable=accountable, ordinary=True, defaults={"id": new_id(), **words})
        if not made:
            EconomicResource.objects.filter(id=row.id).update(floor=floor)
        return row.id
    return EconomicResource.objects.create(id=new_id(), specification_id=specification, accountable=accountable,
                                           ordinary=False, **words).id


def set_account(resource: str, *, floor: int | None, ceiling: int | None, standing: str) -> None:
    """An account in a circle gets other limits, or another standing (open, frozen, closed). What stands on it stays,
    also where that is beyond the new limits: nobody owes more overnight. Refused: ledger.link_unknown."""
    if not EconomicResource.objects.filter(id=resource, specification__sort__in=UNIT_MODES).update(
            floor=floor, ceiling=ceiling, standing=standing):
        _refuse("ledger.link_unknown",
                gettext_noop("“{field}” names something that is not in the books. Choose from the list."), "resource",
                field="resource")


def set_accounts(resources: Iterable[str], *, standing: str) -> None:
    """Open or close many accounts of no limits at once, as a batch does that goes through them."""
    wanted = list(resources)
    for start in range(0, len(wanted), 500):
        EconomicResource.objects.filter(id__in=wanted[start:start + 500], specification__sort__in=UNIT_MODES).update(
            floor=None, ceiling=None, standing=standing)


_SLUG = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


def _refuse(clause: str, template: str, field: str, /, **params) -> None:
    raise Refused(Refusal(clause, template, params, field=field))
