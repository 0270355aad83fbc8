"""Document -> Articles: decoding, formats, pages cut into articles, lines joined into paragraphs.

`read` is the way in. `keep_ids` gives later versions of a document the ids of the earlier ones. `pair` finds which
texts of an issue are halves of one, `whole` puts them together and `own_part` takes them apart again. `paragraphs` is
the line repair alone, the one `read` uses.
"""

from __future__ import annotations

from digests.reading.articles import paragraphs, read
from digests.reading.folios import same as same_page
from digests.reading.halves import own_part, pair, whole
from digests.reading.versions import keep_ids, revised, told

__all__ = ["keep_ids", "own_part", "pair", "paragraphs", "read", "revised", "same_page", "told", "whole"]
