"""Every way to the newest database gives the same tables as the code has; a newer one is refused."""

import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, text

import digests.store
from digests.errors import StoreError
from digests.models import Address, Reader, Signature
from digests.query import Entry
from digests.store import Store, migrations
from digests.store.migrations.steps import run
from digests.store.promises import Promise
from tests.delivering import NOW
from tests.draft_migration import as_coded, known

SCRIPTS = ScriptDirectory(str(Path(migrations.__file__).parent))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


def engine_of(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    def autocommit(connection: Any, _: object) -> None:
        connection.isolation_level = None

    event.listen(engine, "connect", autocommit)
    return engine


def described(engine: Engine) -> dict[str, Any]:
    """Columns, keys and indexes of every table, as SQLite tells them."""
    found: dict[str, Any] = {}
    with engine.connect() as connection:
        run_sql = connection.exec_driver_sql
        for kind, name, sql in run_sql("SELECT type, name, sql FROM sqlite_master").fetchall():
            if kind == "table" and name != "alembic_version":
                columns = run_sql(f"PRAGMA table_xinfo('{name}')").fetchall()
                keys = run_sql(f"PRAGMA foreign_key_list('{name}')").fetchall()
                flags = "WITHOUT ROWID" in (sql or ""), "VIRTUAL" in (sql or "")
                found[name] = (sorted(map(tuple, columns)), sorted(tuple(key)[2:] for key in keys), flags)
            elif kind == "index" and sql:
                found[f"index {name}"] = " ".join(sql.split())
            elif kind not in ("table", "index"):
                found[f"{kind} {name}"] = sql
    return found


@pytest.mark.parametrize("start", [None, *REVISIONS])
def test_from_every_version_to_the_newest(tmp_path: Path, start: str | None) -> None:
    engine = engine_of(tmp_path / "old.sqlite3")
    if start is not None:
        run(engine, start)
    migrations.upgrade(engine)
    assert migrations.stored_revision(engine) == migrations.HEAD
    fresh = engine_of(tmp_path / "fresh.sqlite3")
    as_coded().create_all(fresh)
    assert described(engine) == described(fresh)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": known})
        assert compare_metadata(context, as_coded()) == []
    engine.dispose()
    fresh.dispose()


FIRST_ARTICLE = (
    "INSERT INTO articles (pk, id, revision, document, position, story, title, title_derived, byline, script,"
    " paragraphs, section_of, theme, themes, keywords, signature, first_read_at, revised_at) VALUES"
    " ({0}, 'a{0}', 1, {0}, 0, 's1', '{title}', 0, '[]', 'hans', '[[\"正文。\", [[1, 2]], \"body\", false]]',"
    " {section}, 'other', '[]', '[]', '{signature}',"
    " '2024-03-01T00:00:00.000000+00:00', '2024-03-01T00:00:00.000000+00:00')"
)
EMPTY_SIGNATURE = "[[], [], [], 3]"


def first_release(path: Path, *articles: str) -> None:
    """A database as the first release left it: documents 1 and 2 of one source, a story led by article a1."""
    engine = engine_of(path)
    run(engine, "0001")
    with engine.connect() as connection:
        for statement in (
            "INSERT INTO sources (id, kind, location, name, every_s, include, exclude, configured, active, documents,"
            " failed, failures, moved_times) VALUES ('paper', 'folder', '/x', '报', 60, '[]', '[]', 1, 1, 2, 0, 0, 0)",
            *(
                f"INSERT INTO documents (pk, source, name, stamp, digest, first_read_at, read_at) VALUES ({n}, 'paper',"
                f" '{n}.txt', 's', 'd', '2024-03-01T00:00:00.000000+00:00', '2024-03-01T00:00:00.000000+00:00')"
                for n in (1, 2)
            ),
            "INSERT INTO stories VALUES"
            " ('s1', 'a1', '2024-03-01T00:00:00.000000+00:00', '2024-03-01T00:00:00.000000+00:00')",
            *articles,
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_an_archive_of_the_first_release_is_kept_and_what_it_lacks_is_read_again(tmp_path: Path) -> None:
    """The articles as they were; what introduced questions, or finishes half a text, is only in the documents."""
    path = tmp_path / "jianbao.sqlite3"
    first_release(
        path,
        FIRST_ARTICLE.format(1, title="题目", section="NULL", signature=EMPTY_SIGNATURE),
        FIRST_ARTICLE.format(2, title="题目", section="'page'", signature=EMPTY_SIGNATURE),
        "INSERT INTO search_texts (pk, title, body, marks, day, facets) VALUES (1, '题目', '正文', '.', 738946, 'f')",
    )
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE articles SET published_on = '2024-03-01', published_how = 'path' WHERE pk = 1")
        connection.execute("UPDATE articles SET continued_from = '1' WHERE pk = 1")
    connection.close()
    store = Store(f"sqlite:///{path}")
    with store.reading() as tx:
        issues = tx.connection.exec_driver_sql("SELECT issue FROM documents ORDER BY pk").scalars().all()
        found = [one.article for one in tx.articles.all()]
        stamps = {name: one.stamp for name, one in tx.sources.fingerprints("paper").items()}
        indexed = tx.index.entries([1, 2])
    store.close()
    assert indexed == [Entry(1, "a1", "s1", "题目", "正文", ".", date(2024, 3, 1))]
    assert [(one.id, one.text, one.lines, one.section_of, one.stands) for one in found] == [
        ("a1", "正文。", ((1, 2),), None, True),
        ("a2", "正文。", ((1, 2),), "page", True),
    ]
    assert stamps == {"1.txt": "", "2.txt": ""}
    assert issues == ["2024-03-01", None]


def test_a_database_of_the_first_release_keeps_promises(tmp_path: Path) -> None:
    path = tmp_path / "jianbao.sqlite3"
    first_release(path, FIRST_ARTICLE.format(1, title="题目", section="NULL", signature=EMPTY_SIGNATURE))
    store = Store(f"sqlite:///{path}")
    reader, made = Reader(address=Address(chat_id=1), since=NOW), Promise(themes=("a",), per_theme=2, everything=False)
    with store.writing() as tx:
        assert tx.promises.all() == {}
        tx.promises.keep(reader.address, [made])  # of nobody we know
        tx.readers.save(reader, NOW)
        tx.promises.keep(reader.address, [made, made])
        assert tx.promises.all() == {reader.address: (made, made)}
        assert tx.readers.forget(reader.address)
        assert tx.promises.all() == {}
        assert tx.articles.count() == 1
    store.close()


def test_articles_of_the_first_release_are_found_by_their_signatures(tmp_path: Path) -> None:
    """Under the same bands and terms as a newcomer has them today; terms lead to the article that leads alone."""
    path = tmp_path / "jianbao.sqlite3"
    title = "《青川》大橋ＡＢ"
    old = f'[{[*range(20)]}, {[*range(16)]}, [["大桥", 0.75], ["通车", 0.25]], 9]'.replace("'", '"')
    first_release(
        path,
        FIRST_ARTICLE.format(1, title=title, section="NULL", signature=old),
        FIRST_ARTICLE.format(
            2, title="题目", section="NULL", signature='[[99], [99], [["大桥", 0.75], ["通车", 0.25]], 9]'
        ),
    )
    terms, weights = (crc32("大桥".encode()), crc32("通车".encode())), (0.75, 0.25)
    since = datetime(2024, 3, 1, tzinfo=UTC)
    store = Store(f"sqlite:///{path}")
    with store.reading() as tx:
        by_text = tx.signatures.candidates(_signature((3,), (), ()), event_since=since)
        by_event = tx.signatures.candidates(_signature((), terms, weights), event_since=since)
    store.close()
    (found,) = by_text
    assert by_event == by_text
    assert (found.article, found.story, found.lead, found.first_read_at) == ("a1", "s1", "a1", since)
    gist = "".join(sorted("青川大桥ab正文")) + "\n青川"
    assert found.signature == _signature(tuple(range(20)), terms, weights, gist, 9)


def _signature(
    sketch: tuple[int, ...], terms: tuple[int, ...], weights: tuple[float, ...], gist: str = "", chars: int = 1
) -> Signature:
    return Signature(sketch=sketch, terms=terms, weights=weights, gist=gist, chars=chars)


def test_readers_of_the_first_release_keep_what_they_chose(tmp_path: Path) -> None:
    path = tmp_path / "jianbao.sqlite3"
    engine = engine_of(path)
    run(engine, "0001")
    chosen = {
        "chat_id": 7, "thread_id": 0, "kind": "private", "language": "zh-Hant", "themes": '["urban"]',
        "times": '["08:00"]', "days": "[1, 2]", "timezone": "Asia/Taipei", "length": "long", "send_empty": 0,
        "muted": '["足球"]', "taste": '{"urban": 0.5, "daily": -1.0}', "since": "2026-03-01T00:00:00+00:00",
        "profile": "p", "timetable": "t", "active": 1, "personal": 1, "covered_until": "2026-03-01T00:00:00+00:00",
    }  # fmt: skip
    with engine.connect() as connection:
        places = ", ".join(f":{name}" for name in chosen)
        connection.execute(text(f"INSERT INTO readers ({', '.join(chosen)}) VALUES ({places})"), chosen)
        connection.execute(text(f"INSERT INTO readers ({', '.join(chosen)}) VALUES ({places})"), chosen | {
            "chat_id": 8, "taste": "{}"})  # fmt: skip
    engine.dispose()
    before = datetime.now(UTC)
    store = Store(f"sqlite:///{path}")
    with store.reading() as tx:
        mine, other = tx.readers.get(Address(chat_id=7)), tx.readers.get(Address(chat_id=8))
    store.close()
    assert mine is not None
    assert other is not None
    assert (mine.template, mine.muted, mine.length, other.taste) == ("full", ("足球",), "long", ())
    assert [(press.names, press.weight) for press in mine.taste] == [(("daily",), -1.0), (("urban",), 0.5)]
    assert all(before <= press.at <= datetime.now(UTC) for press in mine.taste)


def test_the_newest_is_where_the_steps_end() -> None:
    assert SCRIPTS.get_current_head() == migrations.HEAD == REVISIONS[-1]
    assert len(SCRIPTS.get_bases()) == len(SCRIPTS.get_heads()) == 1


def test_a_database_of_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "jianbao.sqlite3"
    Store(f"sqlite:///{path}").close()
    engine = engine_of(path)
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = described(engine)
    with pytest.raises(StoreError, match=r"9999.*newer") as refused:
        Store(f"sqlite:///{path}")
    assert "\n" not in str(refused.value)
    assert described(engine) == before
    engine.dispose()


def test_a_step_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(tmp_path / "x.sqlite3")
    monkeypatch.setattr(MigrationContext, "stamp", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(engine)
    assert described(engine) == {}
    engine.dispose()


def test_alembic_is_not_loaded_for_a_database_that_is_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jianbao.sqlite3'}"
    Store(url).close()
    program = f"from digests.store import Store; Store({url!r}).close(); import sys; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert digests.store.Store is Store


def test_a_migrated_index_is_not_stale(tmp_path: Path) -> None:
    path = tmp_path / "jianbao.sqlite3"
    first_release(path, FIRST_ARTICLE.format(1, title="题目", section="NULL", signature=EMPTY_SIGNATURE))
    for url in (f"sqlite:///{path}", f"sqlite:///{tmp_path / 'fresh.sqlite3'}"):
        store = Store(url)
        with store.reading() as tx:
            assert not tx.index.stale()
        store.close()
