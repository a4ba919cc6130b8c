"""The API does what its description says: schemathesis makes odd requests from it, right here in this process."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as pace
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from commonstead.town.circulation import commands

CHECKED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
operations = [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def _no_brake(settings):
    settings.OPTIONS = {**settings.OPTIONS, "api_requests_a_minute": 0}


def test_there_are_operations_to_try():
    assert len(operations) > 15


@pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.label)
def test_as_described(operation, town, ada):
    ada.post("/events", {"action": "raise", "provider": town.home, "receiver": town.home, "specification": "flour",
                         "at": "2026-03-01T10:00:00Z", "quantity": {"amount": "5", "unit": "kg"}}, key="in-the-jar")

    @pace(max_examples=40, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def odd_requests(case):
        response = case.call(headers=ada.headers)
        case.validate_response(response, checks=CHECKED, headers=ada.headers)

    odd_requests()


IN_CIRCLES = [operation for operation in operations
              if "{circle_id}" in operation.path or "{payment_id}" in operation.path]


@pytest.mark.parametrize("operation", IN_CIRCLES, ids=lambda operation: operation.label)
def test_as_described_about_a_circle_and_a_payment_that_are_there(operation, circles, ada):
    town = circles.town
    asked = commands.ask_payment(circles.hours, commands.Slip(town.ada, town.ben, 1_00, "asked of Ada"), by=town.ben)
    there = {"circle_id": circles.hours, "holder": town.ada, "payment_id": asked}

    @pace(max_examples=30, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def odd_requests(case):
        case.path_parameters = {name: there[name] for name in case.path_parameters}
        if isinstance(case.body, dict):  # somebody who is in, most of the time
            case.body |= {name: town.ben for name in ("payee",) if name in case.body and len(case.body["payee"]) % 2}
        response = case.call(headers=ada.headers)
        case.validate_response(response, checks=CHECKED, headers=ada.headers)

    odd_requests()


@pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.label)
def test_shut_to_strangers(operation, town):
    @pace(max_examples=3, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def odd_requests(case):
        # Without a key: not known (401), or (where a session might write) without its CSRF token (403).
        assert case.call(headers={}).status_code in {401, 403, 405, 404}

    odd_requests()
