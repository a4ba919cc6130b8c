"""The one place that knows where a payment in a circle is made: the pages of circles lie in a folder of their own."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from commonstead.town.circulation import queries as circulation
from commonstead.town.circulation.board_queries import NoticeView
from commonstead.town.circulation.views import CircleView

PAY = "/circles/{circle}/pay"


def pay_address(view: NoticeView, circle: CircleView | None, payer: str, payee: str, category: str) -> str:
    """Where somebody pays for it, with what is known filled in; "" where nothing is paid. payer: for whom it is, ""
    where nobody took it up yet."""
    if circle is None or not circle.unit or circle.ended or not payee:
        return ""
    known = {"payee": payee, "links_to": view.id, "category": category}
    if payer and any(one.circle == circle.id for one in circulation.accounts_of([payer])):
        known["payer"] = payer
    if view.asks:
        known["amount"] = f"{Decimal(view.asks).scaleb(-circle.decimals).normalize():f}"
    return f"{PAY.format(circle=circle.id)}?{urlencode(known)}"
