"""What can be made inside: now, once seeded, and what to buy once to begin."""

from commonstead.core.boundary import closure
from commonstead.site.network_file import file_argument, number, print_json, read_network_file, wrapped

HELP = "What can be made inside, now and once seeded, and what to buy once to begin."


def arguments(parser):
    file_argument(parser)
    parser.add_argument("--catalogue", action="store_true", help="count recipes that are not taken up yet as well")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    network = read_network_file(args.file)
    result = closure(network, catalogue=args.catalogue)
    if args.json:
        print_json({"closure": result.to_json()})
    else:
        print(_text(network, result))


def _text(network, result) -> str:
    stocked = [good for good, made in result.made.items() if made.level == 0]
    made = sorted((made.level, good, made.by) for good, made in result.made.items() if made.level)
    parts = [f"{network.name or 'This network'}: {len(network.goods)} goods, {len(network.recipes)} recipes", ""]
    parts += [f"In stock ({len(stocked)})", wrapped(", ".join(stocked) or "nothing"), ""]
    parts.append(f"Can be made inside now, buying nothing ({len(made)})")
    parts += [wrapped(f"{good}: by {by}, step {level}") for level, good, by in made] or ["  nothing"]
    parts += [
        "",
        f"Goes on by itself once it was started ({len(result.sustainable)})",
        wrapped(", ".join(result.sustainable) or "nothing"),
        "",
    ]
    parts.append(f"Neither ({len(result.unreachable)}): must be bought, or done without")
    parts += [wrapped(", ".join(result.unreachable) or "nothing"), "", "Buy once, never again"]
    parts += _kit(network, result.seed_kit)
    return "\n".join(parts)


def _kit(network, kit):
    units = {good.id: good.unit for good in network.goods}
    lines = []
    if kit.goods is None:
        lines.append("  nothing that can be bought would start more")
    elif not kit.goods:
        lines.append("  nothing is needed")
    else:
        lines += [f"  {number(amount)} {units[good]} of {good}" for good, amount in kit.goods.items()]
        lines.append(
            f"  together {number(kit.cost)} {network.currency}"
            + ("" if kit.proven else " (a good kit; not proven to be the cheapest)")
        )
    if kit.missing:
        lines.append(wrapped("No purchase would start: " + ", ".join(kit.missing)))
    return lines
