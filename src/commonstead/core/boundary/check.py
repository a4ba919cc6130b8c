"""A second opinion on a plan: is it feasible, and is it optimal? Nothing here is shared with the solver's path.

The rules are built again from the network in plain Python (rules.py), one inequality at a time, and the certificate's
numbers are put into them. *Feasible*: every rule holds to the tolerance, relative to the size of its terms; goods are
measured against the most of each that network or plan mention, so that a need of 5e-7 t is not taken for rounding.
*Optimal*: for each stage, by weak duality. The duals y of the rows, with weights m ≥ 0 on the stages before, give for
every feasible plan that does as well there

    cost ≥ Σ y·b − Σ m·before + Σ_columns min over its box of (reduced cost × column),

where `before` is what the plan reaches in the earlier stage or what is stated, whichever is more: a weight may be huge,
and what the tolerance forgives there must not be multiplied by it in the proof's favour. When that bound reaches the
stated optimum to the tolerance, no plan is better. Numbers that are not finite are refused.

The box of a column is what the rules imply for it: limits, hours, land, rooms, needs, the cash of a plan as good as
this one. A reduced cost that should be 0 comes out as a rounding error of either sign; so each column is also taken to
stay below a ceiling, a thousand times what could be of use (ceilings.py). The proof therefore speaks of all plans
within those ceilings, and an error that matters there is reported, not forgiven. Nothing is solved here.
"""

from __future__ import annotations

from math import inf, isfinite

from .ceilings import TIMES, ceilings
from .network import Network
from .rules import Rules

FORMAT = "provisioning-certificate/1"
_LARGEST_TOLERANCE = 1e-5


def check_plan(network: Network, certificate: object) -> list[str]:
    """What is wrong with a certificate for this network; an empty list when it holds."""
    try:
        return _Check(network, certificate).problems()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        return [f"the certificate cannot be read: {what}. Make it anew with `plan --certificate`."]


class _Check:
    def __init__(self, network: Network, certificate):
        if certificate["format"] != FORMAT:
            raise ValueError(f"format is not {FORMAT}")
        _refuse_endless(certificate)
        if certificate.get("periods", network.periods) != network.periods:
            raise ValueError(f"it is one of {certificate['periods']} periods, and the network has {network.periods}")
        self.network, self.certificate = network, certificate
        self.tolerance = _number(certificate["tolerance"])
        if not 0 < self.tolerance <= _LARGEST_TOLERANCE:
            raise ValueError(f"the tolerance must be above 0 and at most {_LARGEST_TOLERANCE}")
        self.rules = Rules(network)
        self.periods, self.goods = self.rules.periods, self.rules.goods
        self.box, self.rows = self.rules.box, self.rules.rows
        self.by_period: dict[tuple, list] = {}
        for row in self.rows.values():
            self.by_period.setdefault((row.key[0], row.key[2]), []).append(row)
        self.values = self.read_plan()
        self.size = self.sizes()

    # --- the certificate's numbers
    def read_plan(self):
        plan, values = self.certificate["plan"], {}
        for key, kind in (
            ("batches", "batch"),
            ("buys", "buy"),
            ("sells", "sell"),
            ("stocks", "stock"),
            ("unmet", "unmet"),
        ):
            for name, series in plan.get(key, {}).items():
                self.put_series(values, kind, name, series)
        for team, by_skill in plan.get("hours", {}).items():
            for skill, series in by_skill.items():
                self.put_series(values, "hours", (team, skill), series)
        if self.network.cash.floor is not None:
            self.put_series(values, "cash", "", plan["cash"])
        for good in self.network.goods:
            self.leave_alone(good, values)
        return values

    def put_series(self, values, kind, name, series):
        if len(series) != self.network.periods:
            raise ValueError(f"{kind} {name} does not have one number a period")
        for t, value in enumerate(series):
            value = _number(value)
            if (kind, name, t) in self.box:
                values[kind, name, t] = value
            elif value:
                raise ValueError(f"{kind} {name} has no place in this network in period {t}")

    def leave_alone(self, good, values):
        """The plan says nothing of goods that it does not touch: their stock lies idle."""
        touched = any(key in values for key in (("stock", good.id, 0), ("buy", good.id, 0), ("sell", good.id, 0)))
        rows = [self.rows["balance", good.id, t] for t in self.periods]
        if touched or any(column[0] not in ("stock", "buy", "sell") for row in rows for column in row.terms):
            return
        left = good.stock
        for t in self.periods:
            left = min(left * good.keeps, inf if good.room is None else good.room)
            values["stock", good.id, t] = left

    def problems(self):
        found = self.broken_boxes() + self.broken_rows()
        stages = self.certificate["stages"]
        expected = self.rules.stages()
        names = [stage["name"] for stage in stages]
        if names != expected:
            return [*found, f"the stages are {', '.join(names)}, and should be {', '.join(expected)}"]
        rough, costs, before = dict(self.box), {}, {}
        self.bounds(None)
        for stage in stages:
            if stage["name"] == "cash":
                self.box = rough
                self.bounds(_number(stage["optimum"]))
            costs[stage["name"]] = self.rules.cost(stage["name"])
            found += self.stage(stage, costs, before)
            before[stage["name"]] = max(_number(stage["optimum"]), self.reached(costs[stage["name"]]))
        return found

    # --- feasible
    def sizes(self):
        """The most of each good that network or plan mention: what its amounts are measured against."""
        size = {good.id: max([good.stock, *good.need, 0.0]) for good in self.network.goods}
        for (kind, name, _), row in self.rows.items():
            if kind == "balance":
                for column, coefficient in row.terms.items():
                    size[name] = max(size[name], abs(coefficient * self.values.get(column, 0.0)))
        return size

    def size_of(self, key):
        """What the number of a column or row is measured against at least; hours, land and cash against 1, batches and
        goods that nobody needs or has as well, for there is nothing that their rounding could be compared to."""
        kind, name, _ = key
        if kind in ("balance", "buy", "sell", "stock", "unmet", "worn"):
            return min(self.size[name], 1.0) or 1.0
        return 1.0

    def broken_boxes(self):
        found = []
        for column, (lower, upper) in self.box.items():
            value = self.values.get(column, 0.0)
            allowed = self.tolerance * max(self.size_of(column), abs(value))
            if value < lower - allowed or value > upper + allowed:
                found.append(f"{self.say(column)} is {value:g}, outside {lower:g} to {upper:g}")
        return found

    def broken_rows(self):
        found = []
        for row in self.rows.values():
            parts = [coefficient * self.values.get(column, 0.0) for column, coefficient in row.terms.items()]
            total = sum(parts)
            allowed = self.tolerance * max(self.size_of(row.key), max(map(abs, parts), default=0.0))
            if total < row.lower - allowed or total > row.upper + allowed:
                found.append(
                    f"{self.say(row.key)} does not hold: {total:g} is not between {row.lower:g} and {row.upper:g}"
                )
        return found

    @staticmethod
    def say(key):
        kind, name, t = key
        return f"{kind} {name if isinstance(name, str) else ' '.join(name)} in period {t}"

    # --- optimal
    def bounds(self, cash_optimum):
        """Boxes that the rules imply, so that a rounding error in a reduced cost meets no endless column.

        No plan that is at least as good as this one spends more than its cash and all that could be sold; with a
        floor none spends more than there is. What can be bought bounds what can be made, and so on, a few times over.
        """
        amounts = [abs(value) for value in self.values.values()]
        for good in self.network.goods:
            amounts += [good.stock, sum(good.need)]
        self.ceiling = TIMES * max([1.0, *amounts])
        cash, periods = self.network.cash, self.network.periods
        sales = sum(good.sell * good.sell_limit for good in self.network.goods if good.sellable) * periods
        budget = inf if cash_optimum is None else cash_optimum + self.tolerance * max(1.0, abs(cash_optimum)) + sales
        if cash.floor is not None:
            budget = min(budget, cash.start + cash.income * periods + sales - cash.floor)
        budget = max(budget, 0.0)
        for column, (lower, upper) in self.box.items():
            price = self.goods[column[1]].buy if column[0] == "buy" else 0.0
            if price:
                self.box[column] = (lower, min(upper, budget / price))
            elif column[0] == "cash":
                self.box[column] = (lower, max(lower, cash.start + cash.income * periods + sales))
        for _ in range(4):
            for t in self.periods:
                self.tighten(t)
        self.ceilings = ceilings(self.network, self.size, self.box, self.ceiling)

    def tighten(self, t):
        """Upper ends of the boxes of a period's batches and stocks, each from a rule that holds it down."""
        for kind in ("skill", "land", "machine", "balance"):
            for row in self.by_period.get((kind, t), ()):
                sign = -1.0 if kind == "balance" else 1.0  # the balance is ≥: turned round, it holds what is taken
                side = -row.lower if kind == "balance" else row.upper
                most = side
                for column, coefficient in row.terms.items():
                    if sign * coefficient < 0:
                        most -= sign * coefficient * self.box[column][1]
                    else:
                        most -= sign * coefficient * self.box[column][0]
                if most == inf:
                    continue
                for column, coefficient in row.terms.items():
                    if sign * coefficient > 0:
                        lower, upper = self.box[column]
                        here = lower + max(most, 0.0) / (sign * coefficient)
                        if here < upper:
                            self.box[column] = (lower, here)

    def reached(self, costs):
        """What the plan reaches; an amount that rounding put outside its box counts as its end."""
        total = 0.0
        for column, cost in costs.items():
            lower, upper = self.rules.box[column]
            total += cost * min(max(self.values.get(column, 0.0), lower), upper)
        return total

    def stage(self, stage, costs, earlier):
        name, optimum = stage["name"], _number(stage["optimum"])
        found, own = [], costs[name]
        size = max(1.0, abs(optimum), max((abs(c * self.values.get(k, 0.0)) for k, c in own.items()), default=0.0))
        reached = self.reached(own)
        if abs(reached - optimum) > self.tolerance * size:
            found.append(f"{name}: the plan reaches {reached:g}, not {optimum:g}")
        reduced, bound = dict(own), 0.0
        for before, weight in stage.get("weights", {}).items():
            if before not in earlier or _number(weight) < 0:
                return [*found, f"{name}: {before} cannot have the weight {weight}"]
            bound -= weight * earlier[before]
            for column, cost in costs[before].items():
                reduced[column] = reduced.get(column, 0.0) + weight * cost
        for key, dual in self.duals(stage["duals"]):
            row = self.rows[key]
            side = row.lower if dual > 0 else row.upper
            if not isfinite(side):
                # A dual on a side that the rule does not have counts as 0; leaving it out is always sound.
                continue
            bound += dual * side
            for column, coefficient in row.terms.items():
                reduced[column] = reduced.get(column, 0.0) - dual * coefficient
        for column, cost in reduced.items():
            lower, upper = self.box[column]
            ceiling = self.ceilings.get(column[:2], self.ceiling)
            bound += cost * lower if cost >= 0 else cost * min(upper, max(ceiling, lower))
        if bound < optimum - self.tolerance * size:
            found.append(f"{name}: {optimum:g} is not proven; the duals only show that nothing is below {bound:g}")
        return found

    def duals(self, named):
        for kind, rows in named.items():
            if kind == "cash":
                rows = {"": rows}
            elif kind == "worn":
                rows = {name: [dual] for name, dual in rows.items()}
            for name, series in rows.items():
                if len(series) != (1 if kind == "worn" else self.network.periods):
                    raise ValueError(f"the duals of {kind} {name} are not one a period")
                for t, dual in enumerate(series):
                    if dual:
                        if (kind, name, t) not in self.rows:
                            raise ValueError(f"there is no rule {kind} {name} in period {t}")
                        yield (kind, name, t), _number(dual)


def _refuse_endless(value):
    """Only finite numbers: JSON's 1e999 and NaN are neither larger nor smaller than what they are compared to."""
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, (int, float)):
        if not isfinite(value):
            raise ValueError(f"{value} is not a number to reckon with")
        return
    elif not isinstance(value, (list, tuple)):
        return  # texts: none of them is read as a number
    for one in value:
        _refuse_endless(one)


def _number(value) -> float:
    if not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is not a number")
    return float(value)
