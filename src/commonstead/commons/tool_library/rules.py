"""A tool library's own rule. It rests on a clause of charter.md, which members may move to change."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop


def tools_come_back(flow, before):
    """A tool is lent. It leaves for good only by decision, which the book shows as an administrative transfer."""
    ours = before.provider is not None and before.provider.kind == "tool_library"
    for_good = flow.action in (Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS) and flow.mode is not Mode.ADMINISTRATIVE
    if ours and for_good and before.specification is not None and before.specification.sort == "machine":
        return Refusal(
            "tool_library.tools_come_back",
            gettext_noop("{tool} is lent, not handed over. Book a change of custody; to part with it for good, let the "
                         "gathering decide and book an administrative transfer."),
            {"tool": before.specification.name}, field="action")
    return None
