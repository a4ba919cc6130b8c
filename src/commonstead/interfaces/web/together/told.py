"""Planning together as it is told to members: what goes where, what each saves, what it rests on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Column, Table

_TRIFLE = 0.01


class Told:
    """A calculation's answer in words and tables."""

    def __init__(self, view):
        answer = view.result
        self.pair, self.currency, self._names = answer["together"], answer["currency"], answer["names"]
        self._days = answer["days"]
        self.ours, self.theirs = self.pair["towns"]
        self.other = self.theirs["name"] or _("the other town")
        self.stale = view.stale
        self.status = self.pair["status"]

    def _cash(self, value):
        return wording.money(value, self.currency)

    @property
    def lead(self) -> str:
        if self.status == "together":
            words = {"saved": self._cash(self.ours["saves"]), "other": self.other,
                     "theirs": self._cash(self.theirs["saves"])}
            if self.ours["saves"] >= 0 and self.theirs["saves"] >= 0:
                return _("Together with %(other)s our town would save %(saved)s, and %(other)s %(theirs)s.") % words
            return _("Together with %(other)s more of the needs are met than either town can meet alone.") % words
        if self.status == "infeasible":
            return _("One of the two towns has no plan of its own that keeps its rules, so there is nothing to compare "
                     "with. Its numbers have to be put right first.")
        if self.status == "undecided" and self.pair["gain_at_most"] > 0:
            return self._ended
        if self.status == "undecided":
            return _("This could not be decided: the quantities of the two towns lie too far apart.")
        if not self.pair["common_goods"]:
            return _("The two towns have no good in common that one of them makes. A list of which good of ours is "
                     "which of theirs may help.")
        return _("Neither town would win anything by sending the other something. Apart is as good.")

    @property
    def we_send(self) -> Table | None:
        return self._sent("first", _("We would send"))

    @property
    def they_send(self) -> Table | None:
        return self._sent("second", _("They would send"))

    def _sent(self, key, caption):
        rows = []
        for good, row in self.pair["sends"].items():
            total = sum(row[key])
            if self._trifle(row, key):
                continue
            worth = sum(amount * price for amount, price in zip(row[key], row["price"], strict=True)) / total
            busy = sum(amount > 0 for amount in row[key])
            rows.append((self._names.get(good, good), wording.amount(total, row["unit"]),
                         self._when(busy, len(row[key])),
                         _("%(money)s for one") % {"money": self._cash(worth)}))
        rows.sort(key=lambda row: str(row[0]))
        return Table(caption, (Column(_("Good")), Column(_("In all"), True), Column(_("When")),
                               Column(_("One is worth"), True)), tuple(rows), caption_hidden=True,
                     dense=True) if rows else None

    def _trifle(self, row, key) -> bool:
        """Less than a hundredth of what goes the other way, or hardly anything: the rest of a search that was ended."""
        whole = max(sum(row["first"]), sum(row["second"]))
        return sum(row[key]) < max(_TRIFLE * whole, 0.5)

    @property
    def trifles(self) -> str:
        """Goods of which hardly anything goes either way."""
        return ", ".join(str(self._names.get(good, good)) for good, row in self.pair["sends"].items()
                         if self._trifle(row, "first") and self._trifle(row, "second"))

    def _when(self, busy: int, periods: int) -> str:
        words = {"some": busy, "all": periods}
        if 28 <= self._days / periods <= 31:
            return _("%(some)s of %(all)s months") % words
        return _("%(some)s of %(all)s times") % words

    @property
    def saved(self) -> Table:
        rows = []
        for name, town in ((_("Our town"), self.ours), (self.other, self.theirs)):
            gets = sum(town["gets"])
            between = (_("gets %(sum)s") if gets >= 0 else _("pays %(sum)s")) % {"sum": self._cash(abs(gets))}
            rows.append((name, self._cash(town["cash_apart"]), self._cash(town["cash_together"]),
                         self._cash(town["saves"]), between,
                         f"{wording.number(town['hours_apart'])} → {wording.number(town['hours_together'])}"))
        return Table(_("Alone and together"), (
            Column(_("Town")), Column(_("Cash alone"), True), Column(_("Cash together"), True),
            Column(_("Saved"), True), Column(_("Between the two")), Column(_("Hours"), True)), tuple(rows))

    @property
    def payment(self) -> str:
        gets = sum(self.ours["gets"])
        if abs(gets) < 0.005:
            return _("Nothing has to be paid between the two.")
        words = {"sum": self._cash(abs(gets)), "other": self.other,
                 "month": self._cash(abs(gets) / max(len(self.ours["gets"]), 1))}
        return (_("%(other)s would pay us %(sum)s, about %(month)s a month.") if gets > 0 else
                _("We would pay %(other)s %(sum)s, about %(month)s a month.")) % words

    @property
    def sure(self) -> str:
        if self.status != "together" or self.pair["complete"]:
            return ""
        return self._ended

    @property
    def _ended(self) -> str:
        return _("A better exchange may save up to %(most)s together; this one saves %(gain)s. The search was ended "
                 "before it was exhausted.") % {"most": self._cash(self.pair["gain_at_most"]),
                                                "gain": self._cash(self.pair["gain"])}

    @property
    def left_out(self) -> str:
        return ", ".join(str(self._names.get(good, good)) for good in self.pair["left_out"])
