"""A land trust's own rule. It rests on a clause of charter.md, which members may move to change."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

_GIVES_UP = frozenset({Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS, Action.LOWER, Action.CONSUME})


def land_stays(flow, before):
    """Land that came to the trust does not leave it: it is lent by the lease, which is a change of custody."""
    ours = before.provider is not None and before.provider.kind == "land_trust"
    if ours and flow.action in _GIVES_UP and before.specification is not None and before.specification.sort == "land":
        return Refusal(
            "land_trust.land_stays",
            gettext_noop("{land} is held for good and does not leave the trust. Lend it: hand over its custody."),
            {"land": before.specification.name}, field="action")
    return None
