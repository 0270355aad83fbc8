"""Tables of the lookup index. They hold nothing that cannot be made again from the archive: see `Index.rebuild`.

``search_texts`` keeps the search form of every article, ``search_grams`` the way to it: a contentless FTS5 table used
as a plain inverted index (gram -> articles), without positions, lengths or its own ranking. On PostgreSQL the same is
a GIN index on an array of grams.
"""

from __future__ import annotations

from sqlalchemy import DDL, Column, ForeignKey, Integer, Table, Text, event

from digests.chinese.forms import VERSION
from digests.store.schema import metadata

search_texts = Table(
    "search_texts",
    metadata,
    Column("pk", ForeignKey("articles.pk"), primary_key=True, autoincrement=False),
    Column("article", Text, nullable=False),  # articles.id and .story, which never change, so that candidates need
    Column("story", Text, nullable=False),  # no second table
    Column("day", Integer, nullable=False),  # proleptic ordinal of the printed day, else of the day first read
    Column("facets", Text, nullable=False),  # the grams that are not of the text: theme, source, month
    Column("marks", Text, nullable=False),  # one character a line, see forms.Indexed
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),  # one sentence or sub-head a line
)

search_names = Table(
    "search_names",
    metadata,
    Column("initials", Text, primary_key=True),  # first letters of the pinyin of its characters
    Column("name", Text, primary_key=True),  # search form; a name whose articles are gone is harmless and stays
    sqlite_with_rowid=False,
)

search_state = Table(
    "search_state",
    metadata,
    Column("name", Text, primary_key=True),  # "version": forms.VERSION the rows were made with
    Column("value", Integer, nullable=False),
)

GRAMS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_grams"
    " USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')"
)

# Postings wait in memory until a transaction ends or they reach this size; small ones are written often in bulk.
HASH = f"INSERT INTO search_grams (search_grams, rank) VALUES ('hashsize', {16 << 20})"

MADE_BY = f"INSERT OR IGNORE INTO search_state (name, value) VALUES ('version', {VERSION})"

event.listen(metadata, "after_create", DDL(GRAMS).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(metadata, "after_create", DDL(HASH).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(metadata, "after_create", DDL(MADE_BY).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
