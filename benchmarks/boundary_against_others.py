"""The same acyclic instance planned four ways, side by side: ours from file to plan, a bare HiGHS model written by
hand, the reference optimum of demplan, and recursive explosion as NRP does it. The quantities must be the same.

The instance is one that all four can hold: every good that is made has one recipe with one product, nothing is stored,
months are alike but for their needs. So ours can show none of what only it does (stocks, lags, land, machines, choice
between recipes, what to bring inside next); this measures what that generality costs where it is not needed.

- *ours*: JSON text to finished plan, with closure of cycles and free lunches checked, three aims (unmet need, cash,
  hours), dependence, walk-away days and shadow prices.
- *bare HiGHS*: JSON text to quantities, the model put together by hand as arrays, the same three aims one after the
  other with a row that keeps each, going on from where it stood, nothing else. The solver's presolve is off there: with
  the rows of the aims it took a hundred times as long.
- *bare HiGHS, cash alone*: needs as hard rows, one aim, one call of the solver: the least that one could write. It
  answers less (no order of needs, no least toil), and on an instance without any choice its presolve leaves nothing to
  solve; it is here so that nobody need wonder.
- *demplan* (PyPI, 0.1.1; not a dependency of ours): its `reference_solution` with `MinimizeLabor`, once a month, as its
  economies have one period. Where it is not installed its line says so; the quantities of the others are still held
  against each other.
- *NRP-style explosion*: each need is taken apart recursively into inputs and so on, one recipe a good, the way the
  valuenetwork code walks a recipe.

CPU medians of nine runs that take turns, so that a busy machine slows all of them.
"""

from __future__ import annotations

import json
import random
import statistics
import time

import highspy
import numpy as np
from scipy.sparse import csc_array, vstack

from commonstead.core.boundary import plan, read_text

MONTHS, LAYERS, WIDTHS, RUNS = 12, 6, (50, 150, 250), 9  # 300, 900 and 1,500 goods
_CALLED = {"cash alone": "bare HiGHS, cash alone", "explosion": "NRP-style explosion"}


def instance(width, seed=1) -> str:
    """LAYERS × width goods; the lowest layer is bought, each other good has one recipe of one to three inputs."""
    chance = random.Random(seed)
    goods, recipes = [], []
    for layer in range(LAYERS):
        for number in range(width):
            good = {"id": f"g{layer}-{number}", "unit": "kg", "keeps": 0}
            if layer == 0:
                good["buy"] = round(chance.uniform(1, 9), 2)
            else:
                below = chance.sample(range(width), chance.randint(1, 3))
                recipes.append({"id": f"make-{good['id']}", "outputs": {good["id"]: chance.choice([1, 5, 10])},
                                "inputs": {f"g{layer - 1}-{one}": round(chance.uniform(0.2, 3), 2) for one in below},
                                "hours": {"work": round(chance.uniform(0.1, 2), 2)}})
            if layer >= LAYERS // 2 and chance.random() < 0.5:
                good["need"] = [round(chance.uniform(1, 20), 1) for _ in range(MONTHS)]
            goods.append(good)
    return json.dumps({"format": "provisioning-network/1", "periods": MONTHS, "goods": goods, "recipes": recipes,
                       "people": [{"id": "all", "hours": 1e7, "skills": ["work"]}]})


def ours(text):
    found = plan(read_text(text))
    assert found.status == "optimal" and not found.unmet
    return {name: np.array(series) for name, series in found.batches.items()}


def bare_cash_alone(text):
    return bare_highs(text, cash_alone=True)


def bare_highs(text, cash_alone=False):
    """A model written by hand for just this instance: batches, purchases and unmet need, month by month."""
    town = json.loads(text)
    goods = {good["id"]: number for number, good in enumerate(town["goods"])}
    recipes, months = town["recipes"], town["periods"]
    bought = [number for number, good in enumerate(town["goods"]) if "buy" in good]
    needed = [] if cash_alone else [number for number, good in enumerate(town["goods"]) if "need" in good]
    made, short = len(recipes), len(recipes) + len(bought)
    width, height = short + len(needed), len(goods) + 1
    at, columns, values = [], [], []
    for place, recipe in enumerate(recipes):
        for sign, side in ((-1, "inputs"), (1, "outputs")):
            for name, quantity in recipe[side].items():
                at.append(goods[name])
                columns.append(place)
                values.append(sign * quantity)
        at.append(len(goods))
        columns.append(place)
        values.append(-sum(recipe["hours"].values()))
    for place, good in enumerate([*bought, *needed]):
        at.append(good)
        columns.append(made + place)
        values.append(1.0)
    at, columns, values = np.array(at), np.array(columns), np.array(values)
    month = np.arange(months)[:, None]
    matrix = csc_array((np.tile(values, months), ((at + height * month).ravel(), (columns + width * month).ravel())),
                       shape=(height * months, width * months))
    lower, cost = np.zeros((months, height)), np.zeros((months, width))
    for place in goods.values():
        lower[:, place] = town["goods"][place].get("need", 0.0)
    lower[:, -1] = -sum(person["hours"] for person in town["people"])
    cost[:, made:short] = [town["goods"][good]["buy"] for good in bought]
    unmet, hours, upper = np.zeros(cost.shape), np.zeros(cost.shape), np.full(cost.shape, highspy.kHighsInf)
    hours[:, :made] = [sum(recipe["hours"].values()) for recipe in recipes]
    for place, good in enumerate(needed, short):
        upper[:, place] = town["goods"][good]["need"]
        unmet[:, place] = 1 / upper[:, place]
    aims = [cost] if cash_alone else [unmet, cost, hours]
    found = _least(matrix, lower.ravel(), upper.ravel(), [aim.ravel() for aim in aims])
    batches = found.reshape(months, width)[:, :made]
    return {recipe["id"]: batches[:, place] for place, recipe in enumerate(recipes) if batches[:, place].any()}


def _least(matrix, lower, upper, aims):
    """One call of the solver an aim, on a model passed as arrays; each aim but the last is kept by a row."""
    solver = highspy.Highs()
    if len(aims) > 1:
        solver.setOptionValue("presolve", "off")  # with the rows of the aims it takes seconds here, without it none
        matrix = vstack([matrix, csc_array(np.array(aims[:-1]))]).tocsc()
        lower = np.concatenate([lower, np.full(len(aims) - 1, -highspy.kHighsInf)])
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = aims[0], np.zeros(len(upper)), upper
    model.row_lower_, model.row_upper_ = lower, np.full(len(lower), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver.passModel(model)
    for number, aim in enumerate(aims):
        if number:
            best = solver.getInfo().objective_function_value
            row = matrix.shape[0] - len(aims) + number
            solver.changeRowBounds(row, -highspy.kHighsInf, best + 1e-9 * (1 + abs(best)))
            solver.changeColsCost(len(aim), np.arange(len(aim), dtype=np.int32), aim)
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.array(solver.getSolution().col_value)


def with_demplan(text):
    """Bought goods as commodities in plenty, work as the commodity that is counted; one economy a month."""
    from demplan import LEONTIEF, Economy, MinimizeLabor, reference_solution

    town = json.loads(text)
    goods = {good["id"]: number for number, good in enumerate(town["goods"])}
    recipes, work = town["recipes"], len(goods)
    inputs = [[(goods[name], quantity) for name, quantity in recipe["inputs"].items()]
              + [(work, sum(recipe["hours"].values()))] for recipe in recipes]
    outputs = [[(goods[name], quantity) for name, quantity in recipe["outputs"].items()] for recipe in recipes]

    def flat(lists):
        offsets = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
        return (offsets, np.array([place for one in lists for place, _ in one], np.int64),
                np.array([quantity for one in lists for _, quantity in one], float))

    endowment = np.array([1e9 if "buy" in good else 0.0 for good in town["goods"]] + [1e9])
    (in_offsets, in_goods, in_each), (out_offsets, out_goods, out_each) = flat(inputs), flat(outputs)
    economy = Economy(
        period=0, commodity_id=np.arange(len(goods) + 1), endowment=endowment, unit_id=np.arange(len(recipes)),
        technology_kind=np.array([LEONTIEF] * len(recipes)), technology_scale=np.ones(len(recipes)),
        input_offsets=in_offsets, input_commodity=in_goods, input_coefficient=in_each, output_offsets=out_offsets,
        output_commodity=out_goods, output_coefficient=out_each, consumer_id=np.arange(1))
    made = np.zeros((len(recipes), town["periods"]))
    for month in range(town["periods"]):
        floor = np.array([good["need"][month] if "need" in good else 0.0 for good in town["goods"]] + [0.0])
        found = reference_solution(economy, MinimizeLabor(floor, np.array([work], np.int64))).plan
        made[:, month] = np.asarray(found.output).reshape(-1)[: len(recipes)] / out_each
    return {recipe["id"]: row for recipe, row in zip(recipes, made, strict=True) if (row > 1e-9).any()}


def exploded(text):
    """Each need taken apart by itself, recipe by recipe, down to what is bought."""
    town = json.loads(text)
    maker = {name: recipe for recipe in town["recipes"] for name in recipe["outputs"]}
    batches = {recipe["id"]: np.zeros(town["periods"]) for recipe in town["recipes"]}

    def explode(name, quantity, month):
        recipe = maker.get(name)
        if recipe is None:
            return
        runs = quantity / recipe["outputs"][name]
        batches[recipe["id"]][month] += runs
        for part, each in recipe["inputs"].items():
            explode(part, runs * each, month)

    for good in town["goods"]:
        for month, quantity in enumerate(good.get("need", ())):
            explode(good["id"], quantity, month)
    return {name: series for name, series in batches.items() if series.any()}


def _same(one, other) -> bool:
    return one.keys() == other.keys() and all(np.allclose(one[name], other[name], rtol=1e-6, atol=1e-6) for name in one)


def rows() -> list[dict]:
    """name, figure, target, measured; for each size."""
    return [row for width in WIDTHS for row in _rows_of(width)]


def _rows_of(width) -> list[dict]:
    text, size = instance(width), f"{LAYERS * width:,} goods"
    ways = {"ours": ours, "bare HiGHS": bare_highs, "cash alone": bare_cash_alone, "explosion": exploded}
    absent = ""
    try:
        import demplan  # noqa: F401

        ways["demplan"] = with_demplan
    except ImportError:
        absent = "not installed here (pip install demplan==0.1.1)"
    taken, answers = {name: [] for name in ways}, {}
    for run in range(RUNS + 1):
        for name, way in ways.items():
            began = time.process_time()
            answers[name] = way(text)
            if run:  # the first is for warming up
                taken[name].append(time.process_time() - began)
    same = all(_same(answers["ours"], answer) for answer in answers.values())
    table = [{"name": f"{size}: same quantities ({', '.join(ways)})", "ok": same, "target": "the same",
              "measured": f"{len(answers['ours'])} recipes × {MONTHS} months" if same else "they differ"}]
    for name in ("bare HiGHS", "cash alone", "demplan", "explosion"):
        label = "bare HiGHS by hand" if name == "bare HiGHS" else _CALLED.get(name, name)
        row = {"name": f"{size}: file to plan ÷ {label}", "target": "≤ 1.3" if name == "bare HiGHS" else ""}
        if name not in ways:
            table.append(row | {"figure": None, "measured": absent})
            continue
        ratio = statistics.median(one / other for one, other in zip(taken["ours"], taken[name], strict=True))
        table.append(row | {"figure": ratio, "measured": f"{ratio:.2f} (ours {statistics.median(taken['ours']):.2f} s, "
                                                         f"{name} {statistics.median(taken[name]):.2f} s)"})
    return table


if __name__ == "__main__":
    for line in rows():
        print(f"{line['name']:64} {line['target']:>8} {line['measured']:>32}")
