"""Another town's file as it was brought: read, held against ours, and refused by field before anything is begun."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonstead.core.boundary import Network, pooled, read_network, write_network
from commonstead.core.boundary.json_text import parse
from commonstead.core.boundary.together import match_goods, read_mapping
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.boundary import queries as boundary

MOST_BYTES = 10 * 1024 * 1024  # a town of a thousand recipes is a tenth of this
_SHOWN = 10


class Brought:
    """errors: sentences by field ("network", "mapping"); wanted: what the calculation needs, when there are none."""

    def __init__(self, files):
        self.errors: dict[str, list[str]] = {}
        network = self._document(files.get("network"), "network", needed=True)
        mapping = self._document(files.get("mapping"), "mapping")
        theirs = self._read(network, "network", lambda document: read_network(document, _units()))
        self._read(mapping, "mapping", read_mapping)
        if not self.errors and isinstance(theirs, Network):
            self._match(theirs, mapping)
        self.wanted = None if self.errors else {"network": write_network(pooled(theirs)), "mapping": mapping}

    def _document(self, upload, field, needed=False):
        if upload is None:
            if needed:
                self.errors[field] = [_("Choose the other town's file.")]
            return None
        if upload.size > MOST_BYTES:
            self.errors[field] = [_("This file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20}]
            return None
        return self._read(upload.read().removeprefix(b"\xef\xbb\xbf"), field, parse)

    def _read(self, given, field, read):
        if given is None or field in self.errors:
            return None
        try:
            return read(given)
        except Refused as refused:
            said = [reason_of(one) for one in refused.refusals]
            more = len(said) - _SHOWN
            self.errors[field] = said[:_SHOWN] + ([_("… and %(more)s more.") % {"more": more}] if more > 0 else [])
        return None

    def _match(self, theirs: Network, mapping) -> None:
        given = None if mapping is None else read_mapping(mapping)
        self._read(theirs, "network", lambda town: match_goods(boundary.network(), town, given))


def _units():
    from commonstead.town.ledger import queries as ledger

    return ledger.units()
