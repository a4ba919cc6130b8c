"""A second opinion on a plan, by code that shares nothing with the solver."""

import json
from pathlib import Path

from commonstead.core.boundary import check_plan
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.network_file import file_argument, read_bytes, read_network_file

HELP = "Check that a plan can be carried out and that none is better, from the certificate that `plan` writes."


def arguments(parser):
    file_argument(parser)
    parser.add_argument("certificate", metavar="CERTIFICATE", help="the file that `plan --certificate` wrote")


def run(args):
    network = read_network_file(args.file)
    certificate = _certificate(args.certificate)
    problems = check_plan(network, certificate)
    if problems:
        print(f"This plan does not hold ({len(problems)}):")
        for problem in problems[:50]:
            print(f"- {problem}")
        return 1
    print(f"The plan can be carried out, and no plan is better (to a relative {certificate['tolerance']:g}).")
    return 0


def _certificate(name):
    """What is in the file; of an answer of `plan --json`, the certificate that it holds or whose file it names."""
    found = _json(name)
    if not (isinstance(found, dict) and isinstance(found.get("plan"), dict)) or "certificate" not in found["plan"]:
        return found
    held = found["plan"]["certificate"]
    if held is None:
        raise Refused(
            Refusal(
                "files.no_certificate",
                gettext_noop("{file} holds no certificate. Write one with `plan --certificate FILE`."),
                {"file": name},
            )
        )
    # The name was given where `plan` ran; where that is not here, the certificate lies beside its answer.
    return _json(_found(held, name)) if isinstance(held, str) else held


def _found(held, beside):
    here = Path(held)
    there = Path(beside).parent / held
    return str(there if not here.exists() and there.exists() else here)


def _json(name):
    try:
        return json.loads(read_bytes(name))
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused(Refusal("files.not_json", gettext_noop("{file} is not valid JSON."), {"file": name})) from None
