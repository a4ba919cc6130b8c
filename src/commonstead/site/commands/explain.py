"""Why a recipe or a chain is recommended, in plain sentences and as facts."""

import os

from commonstead.core.boundary import next_steps, plan
from commonstead.core.boundary.explaining import explain, explain_purchase, price_ranges
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.network_file import Progress, file_argument, number, print_json, read_network_file, table, wrapped

HELP = "Why to take up a recipe or a chain: what it saves and by what, what it asks, when it stops paying."


def arguments(parser):
    file_argument(parser)
    parser.add_argument("recipes", metavar="RECIPE", nargs="*",
                        help="recipes to explain together, in use or not (default: each of the best next steps)")
    parser.add_argument("--count", type=int, default=3, help="how many next steps, where no recipe is named (3)")
    parser.add_argument("--buy", metavar="GOOD", action="append", default=[],
                        help="instead: whether to buy one more of this tool or thing; may be said again")
    parser.add_argument("--prices", action="store_true",
                        help="also: between which prices of what is bought most the plan stays the best")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    network = read_network_file(args.file)
    must_know(network, recipes=args.recipes, goods=args.buy)
    say = Progress()
    result = plan(network, say)
    bought = [explain_purchase(network, result, good, say=say) for good in args.buy]
    wanted = [tuple(args.recipes)] if args.recipes else [] if args.buy else [
        step.recipes for step in next_steps(network, result, max(args.count, 1), say)]
    say("explaining")
    told = [explain(network, result, recipes) for recipes in wanted]
    ranges = price_ranges(network, result) if args.prices else []
    if args.json:
        answer = {"explanations": [one.to_json() for one in told], "purchases": [one.to_json() for one in bought]}
        print_json(answer | ({"price_ranges": [one.to_json() for one in ranges]} if args.prices else {}))
        return 0 if result.status == "optimal" else 1
    lines = _told(network, told, bought)
    if not told and not bought:
        lines = ["Nothing in the catalogue would save cash now. Name a recipe to have it explained."]
    if ranges:
        lines += ["", "This plan stays the best while one price alone stays between", _ranges(ranges)]
    print("\n".join(lines))
    return 0 if result.status == "optimal" else 1


def must_know(network, recipes=(), goods=()):
    """Refused, naming every recipe and good that the network does not have."""
    known_recipes, known_goods = {row.id for row in network.recipes}, {good.id for good in network.goods}
    refusals = [Refusal("boundary.recipe_unknown", gettext_noop(
        "There is no recipe “{recipe}” in this network. `closure --json` lists what it has."), {"recipe": name})
        for name in recipes if name not in known_recipes]
    refusals += [Refusal("boundary.good_unknown", gettext_noop(
        "There is no good “{good}” in this network. Name it by its id."), {"good": name})
        for name in goods if name not in known_goods]
    if refusals:
        raise Refused(*refusals)


def _told(network, told, bought):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    import django

    django.setup()
    from commonstead.interfaces.web.explained.network_words import NetworkWords
    from commonstead.interfaces.web.explained.sentences import purchase_sentences, sentences

    words, lines = NetworkWords(network), []
    for one in told:
        lines += ["", " + ".join(recipe["name"] or recipe["id"] for recipe in one.recipes)]
        lines += [wrapped(sentence) for sentence in sentences(one.to_json(), words, network.currency)]
    for one in bought:
        lines += ["", words.good(one.good)]
        lines += [wrapped(sentence) for sentence in purchase_sentences(
            one.to_json(), words, network.currency, network.periods, network.days_per_period)]
    return lines[1:]


def _ranges(ranges):
    def end(value, words):
        return words if value is None else number(value)

    return table([(one.good, end(one.low, "however cheap"), number(one.price), end(one.high, "however dear"),
                   ", ".join(sorted(one.dearer, key=lambda recipe: -abs(one.dearer[recipe]))[:2]))
                  for one in ranges], ("good", "from", "now", "to", "then changes"), right=(1, 2, 3))
