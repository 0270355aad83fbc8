"""From a document to the archive: read, understood, placed beside what is there, stored with its index entry.

Documents are stored several a transaction. A crash loses at most those of one, which are read again; what was stored
is whole. A transaction's articles are placed in one order, whatever order their documents came in. Pages of one issue
between which a text may jump are stored one by one: the archive must hold the one to know what the other changes.
"""

from __future__ import annotations

from digests.intake.filing import RETRY
from digests.intake.taking import Intake, remember
from digests.intake.understanding import understand

__all__ = ["RETRY", "Intake", "remember", "understand"]
