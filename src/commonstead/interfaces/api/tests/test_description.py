"""The API does what its description says: schemathesis makes odd requests from it, right here in this process."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as pace
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

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


@pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.label)
def test_shut_to_strangers(operation, town):
    @pace(max_examples=3, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def odd_requests(case):
        # Without a key: not known (401), or (where a session might write) without its CSRF token (403).
        assert case.call(headers={}).status_code in {401, 403, 405, 404}

    odd_requests()
