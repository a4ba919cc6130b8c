"""Small networks of debts for the tests, and the best clearing found without any cleverness."""

import itertools
import random

from commonstead.core.circulation.clearing import Debt


def network(seed, members=6, debts=10, most=9, days=4, dated=0.8):
    chance = random.Random(seed)
    names = [f"m{number}" for number in range(members)]
    made = []
    for number in range(debts):
        debtor, creditor = chance.sample(names, 2)
        made.append(Debt(f"d{number:03}", debtor, creditor, chance.randint(1, most),
                         chance.randint(1, days) if chance.random() < dated else None))
    room = {name: (chance.randint(0, most // 2), chance.randint(0, most // 2)) for name in names
            if chance.random() < 0.5}
    return made, room


def ages(debts):
    newest = max((debt.date for debt in debts if debt.date is not None), default=0) + 1
    return [0 if debt.date is None else newest - debt.date for debt in debts]


def best_by_trying(debts, room):
    """(cleared, -drawn, age), the best of all there are."""
    age, best = ages(debts), (0, 0, 0)
    for fallen in itertools.product(*(range(debt.amount + 1) for debt in debts)):
        moved = {}
        for debt, amount in zip(debts, fallen, strict=True):
            moved[debt.debtor] = moved.get(debt.debtor, 0) - amount
            moved[debt.creditor] = moved.get(debt.creditor, 0) + amount
        if all(-room.get(name, (0, 0))[0] <= by <= room.get(name, (0, 0))[1] for name, by in moved.items()):
            best = max(best, (sum(fallen), -sum(by for by in moved.values() if by > 0),
                              sum(days * amount for days, amount in zip(age, fallen, strict=True))))
    return best


def reached(debts, found):
    """The same three of an answer."""
    return (found.cleared, -found.credit_drawn,
            sum(days * amount for days, amount in zip(ages(debts), found.fallen.tolist(), strict=True)))
