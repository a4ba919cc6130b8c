"""What a page of one circle stands on: what the reader may see of it (`town.circulation.seeing`), with names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from commonstead.town.circulation.seeing import Sight, sight
from commonstead.town.circulation.views import AccountView
from commonstead.town.people import queries as people


class Here(Sight):
    """The same with what people are called."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Of holders, keeper and reader."""
        return people.names({one.holder for one in self.accounts} | {self.circle.keeper, self.me})

    @property
    def own(self) -> tuple[AccountView, ...]:
        """Accounts that the reader acts for, the reader's own first and the circle's last."""
        found = [account for account in self.accounts if account.holder in self.mine]
        return tuple(sorted(found, key=lambda one: (one.holder != self.me, one.holder == self.circle.keeper,
                                                    self.names[one.holder].casefold())))

    def called(self, holder: str) -> str:
        """What a holder is called; the reader is "me"."""
        name = self.names.get(holder) or people.names([holder])[holder]
        return _("%(name)s (me)") % {"name": name} if holder == self.me else name


def here_or_404(request, circle_id: str) -> Here:
    """The circle as this reader may see it."""
    found = sight(circle_id, request.user.person_id, Here)
    if found is None:
        raise Http404(_("There is no such circle here."))
    return found


def inside_or_404(request, circle_id: str) -> Here:
    """The same, for pages that only those who take part may open."""
    here = here_or_404(request, circle_id)
    if not here.inside:
        raise Http404(_("This is for those who are in the circle. Join it first."))
    return here
