"""A second opinion on a plan, by code that shares nothing with the solver."""

import json

from commonstead.core.boundary import check_plan
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.network_file import file_argument, read_bytes, read_network_file

HELP = "Check that a plan can be carried out and that none is better, from the certificate that `plan` writes."


def arguments(parser):
    file_argument(parser)
    parser.add_argument("certificate", metavar="CERTIFICATE", help="the file that `plan --certificate` wrote")


def run(args):
    network = read_network_file(args.file)
    try:
        certificate = json.loads(read_bytes(args.certificate))
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused(
            Refusal("files.not_json", gettext_noop("{file} is not valid JSON."), {"file": args.certificate})
        ) from None
    if isinstance(certificate, dict) and "plan" in certificate and isinstance(certificate["plan"], dict):
        certificate = certificate["plan"].get("certificate") or certificate  # an answer of `plan --json` holds it
    problems = check_plan(network, certificate)
    if problems:
        print(f"This plan does not hold ({len(problems)}):")
        for problem in problems[:50]:
            print(f"- {problem}")
        return 1
    print(f"The plan can be carried out, and no plan is better (to a relative {certificate['tolerance']:g}).")
    return 0
