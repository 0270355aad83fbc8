"""Signatures leave the articles for a table of their own, with integer keys; see ``digests/store/signatures.py``.

Headline and opening of what is in the archive already are folded by OpenCC alone: variant characters, of which our own
folding knows more, may tell a few Traditional reports of one event apart until its days are over.
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from alembic import op
from opencc import OpenCC

revision = "0005"
down_revision = "0004"

CHUNK = 500
GIST_CHARS = 150
EVENT_KEYS = 12
KEYS = ("bands", "band"), ("event_terms", "term")


def upgrade() -> None:
    op.create_table(
        "signatures",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_read_at", sa.String(length=32), nullable=False),
        sa.Column("chars", sa.Integer(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.pk"], name=op.f("fk_signatures_article")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_signatures")),
    )
    for table, key in KEYS:
        op.drop_table(table)
        op.create_table(
            table,
            sa.Column(key, sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
            sa.PrimaryKeyConstraint(key, "article", name=op.f(f"pk_{table}")),
            sqlite_with_rowid=False,
        )
    _convert(op.get_bind())
    op.execute("ALTER TABLE articles DROP COLUMN signature")


def _convert(connection: sa.Connection) -> None:
    simple = OpenCC("t2s")
    done = 0
    query = (
        "SELECT a.pk, a.first_read_at, a.title, a.paragraphs, a.signature, s.lead = a.id FROM articles a"
        f" JOIN stories s ON s.id = a.story WHERE a.pk > ? AND NOT a.sectioned ORDER BY a.pk LIMIT {CHUNK}"
    )
    while rows := connection.exec_driver_sql(query, (done,)).fetchall():
        signatures, bands, terms = [], [], []
        for pk, first_read_at, title, paragraphs, signature, leads in rows:
            sketch, keys, weighed, chars = json.loads(signature)
            hashed = [(crc32(term.encode()), weight) for term, weight in weighed]
            gist = _gist(simple, title, paragraphs)
            signatures.append(
                (pk, first_read_at, chars, struct.pack(f"<{len(sketch)}I", *sketch), _packed(hashed), gist)
            )
            bands += [(band, pk) for band in keys]
            terms += [(term, pk) for term, _ in hashed[:EVENT_KEYS] if leads]
            done = pk
        insert = "INSERT OR IGNORE INTO {} VALUES ({})".format
        for table, values in (("signatures", signatures), ("bands", bands), ("event_terms", terms)):
            if values:
                connection.exec_driver_sql(insert(table, ", ".join("?" * len(values[0]))), values)


def _packed(terms: list[tuple[int, float]]) -> bytes:
    hashes, weights = zip(*terms, strict=True) if terms else ((), ())
    return struct.pack(f"<{len(hashes)}I{len(weights)}f", *hashes, *weights)


def _gist(simple: OpenCC, title: str, paragraphs: Any) -> str:
    body = "\n\n".join(paragraph[0] for paragraph in json.loads(paragraphs))
    opening = unicodedata.normalize("NFKC", f"{title}\n{body[:GIST_CHARS]}").casefold()
    folded = simple.convert(opening.encode("utf-8", "replace").decode())
    characters = "".join(sorted(set(filter(str.isalnum, folded))))
    return "\n".join([characters, *dict.fromkeys(re.findall("《([^》]+)》", folded.replace("\n", "")))])
