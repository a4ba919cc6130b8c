"""What the API answers when it says no: one shape for everything, with the clause that members can look up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop


class No(Schema):
    """One reason why something was not done."""

    clause: str = Field(description="Stable name of the rule, such as `ledger.stock_not_below_floor`.")
    reason: str = Field(description="What is wrong and what to do, in the reader's language.")
    field: str = Field("", description="The input at fault, or empty.")


class Noes(Schema):
    """Why something was not done. Nothing was written."""

    refusals: list[No]


#: What every operation may answer beside its own answer.
USUAL_NOES = {400: Noes, 401: Noes, 403: Noes, 404: Noes, 422: Noes, 429: Noes}
WRITING_NOES = {**USUAL_NOES, 409: Noes, 413: Noes, 503: Noes}

NOT_YOURS = Refusal("api.not_there", gettext_noop("There is no such thing here, or it is not yours to see."))
#: The clauses that speak of a clash with something that is there already.
CLASHES = frozenset({"ledger.key_used", "ledger.reversed_already", "api.key_used", "payments.key_used",
                     "payments.not_open", "payments.not_paid", "debts.settled", "clearing.not_now",
                     "clearing.look_again"})
#: Nothing is wrong with the request; the town cannot write it just now. Sending it again is safe.
LATER = frozenset({"ledger.busy", "ledger.disk_full"})


def say(refusal: Refusal) -> dict:
    """A refusal as JSON, its sentence in the reader's language."""
    return {"clause": refusal.clause, "reason": gettext(refusal.template).format(**refusal.params),
            "field": refusal.field}


def _wrong(problem: dict) -> Refusal:
    """What the shapes found wrong with an input, with the field's name."""
    place, *steps = problem.get("loc", ("",))
    field = ".".join(map(str, steps[1:] if place == "body" else steps))  # a body's first step is our name for it
    if problem.get("type") == "extra_forbidden":
        return Refusal("api.unknown_field", gettext_noop(
            "There is no field {field} here. Correct its name or leave it out; the description at /api/ lists them."),
            {"field": field}, field=field)
    return Refusal("api.wrong_input", "{problem}", {"problem": str(problem.get("msg", ""))}, field=field)


def install(api: NinjaAPI) -> None:
    """Let the API answer everything that goes wrong in the one shape."""

    def answer(request: HttpRequest, status: int, *refusals: dict) -> HttpResponse:
        response = api.create_response(request, {"refusals": list(refusals)}, status=status)
        if status == 401:
            response["WWW-Authenticate"] = 'Bearer realm="commonstead"'
        if status == 429:
            response["Retry-After"] = "60"
        return response

    @api.exception_handler(Refused)
    def refused(request, error: Refused):
        clauses = {refusal.clause for refusal in error.refusals}
        status = 503 if clauses & LATER else 409 if clauses & CLASHES else 422
        return answer(request, status, *map(say, error.refusals))

    @api.exception_handler(AuthenticationError)
    def unknown(request, error):
        return answer(request, 401, say(Refusal("api.sign_in", gettext_noop(
            "Sign in on the pages, or send a key of yours in the header Authorization: Bearer …"))))

    @api.exception_handler(Http404)
    def missing(request, error):
        return answer(request, 404, say(NOT_YOURS))

    @api.exception_handler(ValidationError)
    def wrong(request, error: ValidationError):
        return answer(request, 422, *(say(_wrong(problem)) for problem in error.errors))

    @api.exception_handler(HttpError)
    def other(request, error: HttpError):
        return answer(request, error.status_code, {
            "clause": f"api.status_{error.status_code}", "reason": str(error), "field": ""})
