"""What a circle hands out as files: its slips and members as tables that read back, its accounts for beancount.

Whoever keeps the circle gets everything, so that a circle can move house; a member gets what is on their own side.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from commonstead.core.circulation.slip_lines import COLUMNS, MEMBER_COLUMNS
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import queries, slip_files, writing_out

from .seeing import circle_for_members, keeps, mine_in, with_unit


@member_page
def payments_csv(request, circle_id):
    """Slips: all for whoever keeps the circle, the own ones for a member."""
    circle = with_unit(circle_for_members(request, circle_id))
    holders = None if keeps(request, circle) else list(mine_in(request, circle))
    return _file(circle, "payments.csv", "text/csv",
                 slip_files.write_table(COLUMNS, writing_out.slip_rows(circle.id, holders)))


@member_page
def members_csv(request, circle_id):
    """Who is in the circle; balances where the reader may see them."""
    circle = circle_for_members(request, circle_id)
    seen = bool(circle.unit) and queries.may_see_accounts(circle.id, request.user.person_id)
    return _file(circle, "members.csv", "text/csv",
                 slip_files.write_table(MEMBER_COLUMNS, writing_out.member_rows(circle.id, balances=seen)))


@member_page
def accounts(request, circle_id):
    """Accounts for beancount: of the circle for whoever keeps it, of one account (?account=) for who acts for it."""
    circle = with_unit(circle_for_members(request, circle_id))
    mine = mine_in(request, circle)
    holder = request.GET.get("account", "") or ("" if keeps(request, circle) else next(iter(mine), ""))
    if holder and holder not in mine:
        raise Http404
    book = writing_out.accounts_book(circle.id, request.user.person_id, holder)
    return _file(circle, "ledger.beancount", "text/plain", slip_files.write_accounts(book, timezone.localdate()))


def _file(circle, name: str, media_type: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(circle.name)[:40] or "circle"}-{name}"'
    return response
