"""Licences by their SPDX identifier, as far as designs use them. One that is not recognised stays as it was written.

Source: the SPDX licence list (names and identifiers); spellings as they stand in manifests in the wild. "CERN OHL"
alone names a family of three with different duties, so it is not recognised: it is asked for.
"""

from __future__ import annotations

import re

#: Identifiers that designs, their texts and their programs come under.
SPDX = (
    "0BSD",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC0-1.0",
    "CERN-OHL-1.1",
    "CERN-OHL-1.2",
    "CERN-OHL-P-2.0",
    "CERN-OHL-S-2.0",
    "CERN-OHL-W-2.0",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "ISC",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MPL-2.0",
    "ODbL-1.0",
    "OFL-1.1",
    "SHL-2.0",
    "SHL-2.1",
    "TAPR-OHL-1.0",
    "Unlicense",
    "WTFPL",
)
#: Licences that forbid selling or changing: such a design is readable, but it is not in the commons.
CLOSED = frozenset({"CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"})
_OTHER_NAMES = {
    "cc by sa 4 0 international": "CC-BY-SA-4.0",
    "creative commons attribution sharealike 4 0": "CC-BY-SA-4.0",
    "creative commons attribution share alike 4 0": "CC-BY-SA-4.0",
    "creative commons attribution 4 0": "CC-BY-4.0",
    "creative commons zero": "CC0-1.0",
    "cc0": "CC0-1.0",
    "cern ohl v1 2": "CERN-OHL-1.2",
    "cern ohl v2 s": "CERN-OHL-S-2.0",
    "cern ohl v2 w": "CERN-OHL-W-2.0",
    "cern ohl v2 p": "CERN-OHL-P-2.0",
    "cern ohl s v2": "CERN-OHL-S-2.0",
    "cern ohl w v2": "CERN-OHL-W-2.0",
    "cern ohl p v2": "CERN-OHL-P-2.0",
    "cern ohl s 2": "CERN-OHL-S-2.0",
    "tapr ohl": "TAPR-OHL-1.0",
    "tapr": "TAPR-OHL-1.0",
    "mit license": "MIT",
    "mit licence": "MIT",
    "apache 2": "Apache-2.0",
    "apache license 2 0": "Apache-2.0",
    "gpl 3 0+": "GPL-3.0-or-later",
    "gpl v3+": "GPL-3.0-or-later",
    "gplv3+": "GPL-3.0-or-later",
    "gpl 3 0": "GPL-3.0-only",
    "gpl 2 0": "GPL-2.0-only",
    "agpl 3 0": "AGPL-3.0-only",
    "lgpl 3 0": "LGPL-3.0-only",
}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9+]+", " ", text.lower()).strip()


_BY_NAME = {_plain(identifier): identifier for identifier in SPDX} | _OTHER_NAMES


def spdx(written: str) -> str:
    """The SPDX identifier of a licence as somebody wrote it, or "" where that is not beyond doubt."""
    return _BY_NAME.get(_plain(written), "")
