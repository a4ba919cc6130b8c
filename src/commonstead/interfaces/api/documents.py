"""The API's own pages: what it offers, drawn from the same OpenAPI description that programs read, and the
keys of the member who looks. Plain pages without a script: nothing is loaded from elsewhere."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonstead.core.vocabulary.refusal import Refused

from . import tokens
from .answers import say
from .assembly import api

METHODS = ("get", "post", "put", "patch", "delete")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the API offers."""
    described = api.get_openapi_schema()
    return render(request, "api/overview.html", {
        "version": described["info"]["version"],
        "about": described["info"]["description"], "groups": _groups(described), "shapes": _shapes(described)})


@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """A member's keys: make one, withdraw one. A new one is shown this once."""
    if not request.user.is_authenticated:
        return redirect("api-overview")
    fresh, refusal = "", None
    if request.method == "POST" and re.fullmatch(r"[0-9]{1,18}", request.POST.get("withdraw", "")):
        tokens.withdraw_token(request.user, int(request.POST["withdraw"]))
        return redirect("api-keys")
    if request.method == "POST":
        try:
            fresh = tokens.make_token(request.user, request.POST.get("label", ""))
        except Refused as refused:
            refusal = say(refused.refusals[0])
    return render(request, "api/keys.html", {"keys": tokens.tokens_of(request.user), "fresh": fresh,
                                             "refusal": refusal}, status=422 if refusal else 200)


def _groups(described: dict) -> list[dict]:
    """The operations under their headings, in the order in which they are declared."""
    groups: dict[str, list[dict]] = {}
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                heading = (operation.get("tags") or ["Other"])[0]
                groups.setdefault(heading, []).append({
                    "method": method.upper(), "address": address, "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "inputs": [_input(given) for given in operation.get("parameters", ())],
                    "body": _name(next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})),
                    "answers": [{"status": status, "shape": _name(next(iter(said.get("content", {}).values()), {}))}
                                for status, said in operation["responses"].items()]})
    return [{"heading": heading, "operations": operations} for heading, operations in groups.items()]


def _input(given: dict) -> dict:
    return {"name": given["name"], "place": given["in"], "required": given.get("required", False),
            "description": given.get("description") or given.get("schema", {}).get("description", "")}


def _shapes(described: dict) -> list[dict]:
    """What is sent and answered, field by field."""
    return [{"name": name, "description": shape.get("description", ""), "values": shape.get("enum", ()),
             "fields": [{"name": field, "kind": _kind(schema), "required": field in shape.get("required", ()),
                         "description": schema.get("description", "")}
                        for field, schema in shape.get("properties", {}).items()]}
            for name, shape in sorted(described.get("components", {}).get("schemas", {}).items())]


def _name(content: dict) -> str:
    return _kind(content.get("schema", {}))


def _kind(schema: dict) -> str:
    """A schema in a few words: "list of EventShape", "text or nothing"."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for joined in ("anyOf", "oneOf", "allOf"):
        if joined in schema:
            return " or ".join(dict.fromkeys(_kind(part) for part in schema[joined]))
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no",
             "null": "nothing", "object": "object"}
    return schema.get("format") or words.get(kind, kind)
