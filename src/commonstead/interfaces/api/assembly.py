"""The API put together: title, ways in, operations, and how it says no."""

from __future__ import annotations

from ninja import NinjaAPI

import commonstead

from . import (  # noqa: F401  (they put their operations on the list)
    answers,
    debts,
    paying,
    reading,
    reading_circles,
    reading_making,
    recording,
)
from .entering import Key, Session
from .router import router

ABOUT = """\
Read what you may see on the pages, write down what happened, and pay in circles, under the same rules. Words are
those of ValueFlows 1.0. A refusal names its clause and its field. Amounts are exact: decimal texts with a unit, never
rounded. Every write takes a key of its own in the header Idempotency-Key, and is written once however often it is
sent. Come in by the session of your browser, or with a key of your own in the header Authorization: Bearer …
"""

api = NinjaAPI(
    title="Commonstead",
    version=commonstead.__version__,
    description=ABOUT,
    urls_namespace="api",
    docs_url=None,  # the page that ninja brings runs a script in the page; ours is `documents`
    openapi_url="/openapi.json",
    auth=[Key(), Session()],
)
answers.install(api)
api.add_router("", router)
