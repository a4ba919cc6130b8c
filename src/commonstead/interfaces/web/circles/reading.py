"""What a page of one circle stands on: what the reader may see of it (`town.circulation.seeing`), with names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from commonstead.town.circulation.seeing import Sight, sight
from commonstead.town.circulation.views import AccountView
from commonstead.town.people import queries as people


@dataclass(frozen=True)
class Here(Sight):
    """names: of holders and keeper."""

    names: Mapping[str, str]

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
    found = sight(circle_id, request.user.person_id)
    if found is None:
        raise Http404(_("There is no such circle here."))
    return Here(**vars(found), names=people.names(
        {one.holder for one in found.accounts} | {found.circle.keeper, found.me}))


def inside_or_404(request, circle_id: str) -> Here:
    """The same, for pages that only those who take part may open."""
    here = here_or_404(request, circle_id)
    if not here.inside:
        raise Http404(_("This is for those who are in the circle. Join it first."))
    return here
