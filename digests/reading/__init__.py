"""Document -> Articles: decoding, formats, pages cut into articles, lines joined into paragraphs.

`read` is the way in. `keep_ids` gives later versions of a document the ids of the earlier ones, `join_halves` puts a
jump text to its first half, `paragraphs` is the line repair alone, the one `read` uses.
"""

from __future__ import annotations

from digests.reading.articles import paragraphs, read
from digests.reading.versions import join_halves, keep_ids

__all__ = ["join_halves", "keep_ids", "paragraphs", "read"]
