"""The archive: what is put in comes out, writes are all or nothing, failures have names."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from digests.errors import SettingsError, StoreError
from digests.models import (
    Analysis,
    Article,
    Fingerprint,
    Keyword,
    Paragraph,
    Signature,
    Source,
    SourceState,
    ThemeScore,
)
from digests.store import Store
from digests.store.driver import as_json
from digests.store.signatures import POSTINGS, SAME_TEXT
from digests.store.sole import sole_service

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SEEN = Fingerprint(stamp="1:2", digest="ab")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'news.sqlite3'}")
    with opened.writing() as tx:
        tx.sources.configure([paper()])
    yield opened
    opened.close()


def paper(**changes: object) -> Source:
    choices = {"id": "paper", "kind": "folder", "location": "/news", "name": "日报", "every_s": 60} | changes
    return Source(**choices)  # type: ignore[arg-type]


def article(article_id: str = "a1", **changes: object) -> Article:
    body = (
        Paragraph(text="第一段。", lines=((1, 2), (5, 5)), severed=True),
        Paragraph(text="小标题", lines=((6, 6),), role="subhead"),
    )
    made = {"source": "paper", "document": "x/1.txt", "title": "标题", "script": "hans", "paragraphs": body}
    return Article(id=article_id, **(made | changes))  # type: ignore[arg-type]


def analysis(article_id: str = "a1") -> Analysis:
    return Analysis(
        article=article_id,
        keywords=(Keyword(text="热力图", weight=2.5, parts=(("frequency", 2.0), ("title", 0.5))),),
        themes=(ThemeScore(theme="urban", score=3.0, hits=(("城市", 3.0),)),),
    )


def signature(*, bands: tuple[int, ...] = (1, 2), terms: str = "ab") -> Signature:
    return Signature(sketch=bands, terms=tuple(map(ord, terms)), weights=(0.5,) * len(terms), gist="青川", chars=9)


def put(
    store: Store,
    made: Article,
    told: Analysis,
    *,
    story: str = "s1",
    now: datetime = NOW,
    signed: Signature | None = None,
) -> None:
    with store.writing() as tx:
        document = tx.sources.put_document("paper", made.document, fingerprint=SEEN, now=now)
        if story not in {s.id for s in tx.stories.all()}:
            tx.stories.open(story, lead=made.id, now=now)
        pk = tx.articles.put(made, told, document=document, position=0, story=story, now=now)
        leads = tx.stories.lead_of(story) == made.id
        tx.signatures.put(pk, signed or signature(), leads=leads, now=now)


def test_article_comes_back_as_it_was(store: Store) -> None:
    made = article(
        kicker="肩题",
        deck="副题",
        title_derived=True,
        byline=("甲", "乙"),
        asked_by="日报",
        answered_by="区长",
        published_on="2024-02",
        published_how="text",
        url="https://example.org/1",
        section_of="page",
        continued_from="1",
    )
    put(store, made, analysis())
    with store.reading() as tx:
        (found,) = tx.articles.many(["missing", "a1"])
        assert (found.article, found.analysis, found.story) == (made, analysis(), "s1")
        assert (found.source_name, found.first_read_at) == ("日报", NOW)
        assert tx.articles.of_document("paper", "x/1.txt") == (made,)
        assert tx.articles.revisions(["a1", "missing"]) == {"a1": 1}
        assert tx.articles.per_document("paper") == {"x/1.txt": 1}


def test_revision_replaces_text_but_not_first_reading(store: Store) -> None:
    put(store, article(), analysis())
    later = NOW + timedelta(hours=1)
    put(store, article(revision=2, title="新题"), analysis(), signed=signature(bands=(7,), terms="c"), now=later)
    with store.reading() as tx:
        found = tx.articles.get("a1")
        assert found is not None
        assert (found.article.title, found.first_read_at) == ("新题", NOW)
        assert tx.articles.count() == 1
        (candidate,) = tx.signatures.candidates(signature(bands=(7,), terms=""), event_since=NOW)
        assert (candidate.signature, candidate.first_read_at) == (signature(bands=(7,), terms="c"), NOW)


def candidates(store: Store, wanted: Signature, *, since: datetime = NOW) -> set[str]:
    with store.reading() as tx:
        return {found.article for found in tx.signatures.candidates(wanted, event_since=since)}


def test_candidates_share_a_band_of_any_age_or_two_terms_of_the_window(store: Store) -> None:
    old, new = signature(bands=(1,), terms="xy"), signature(bands=(9,), terms="xyz")
    put(store, article("old"), analysis("old"), signed=old, story="s-old", now=NOW - timedelta(days=90))
    put(store, article("new"), analysis("new"), signed=new, story="s-new")
    assert candidates(store, signature(bands=(1,), terms="xy")) == {"old", "new"}
    assert candidates(store, signature(bands=(), terms="xy")) == {"new"}
    assert candidates(store, signature(bands=(), terms="xq")) == set()
    assert candidates(store, signature(bands=(), terms="xy"), since=NOW - timedelta(days=91)) == {"old", "new"}
    assert candidates(store, signature(bands=(), terms="xy"), since=NOW + timedelta(days=1)) == set()


def test_event_terms_lead_to_the_leads_of_stories(store: Store) -> None:
    for name in ("a1", "a2"):
        put(store, article(name), analysis(name), signed=signature(bands=(), terms="xy"))
    assert candidates(store, signature(bands=(), terms="xy")) == {"a1"}
    with store.writing() as tx:
        tx.signatures.step_down("a1")
    assert candidates(store, signature(bands=(), terms="xy")) == set()


def test_a_key_of_thousands_neither_hides_nor_crowds_out_what_two_share(store: Store) -> None:
    form = (1, 2, 3)
    put(store, article("copied"), analysis("copied"), signed=signature(bands=(*form, 9), terms=""), story="s-copied")
    for number in range(2 * POSTINGS):
        name = f"n{number}"
        signed = signature(bands=(*form, 100 + number), terms="")
        put(store, article(name, document=name), analysis(name), signed=signed, story=f"s{name}")
    found = candidates(store, signature(bands=(*form, 9), terms=""))
    assert "copied" in found
    assert len(found) == SAME_TEXT


def test_what_leads_to_a_story_already_is_not_kept_again(store: Store) -> None:
    put(store, article("a1"), analysis("a1"), signed=signature(bands=(1, 2), terms=""))
    with store.writing() as tx:
        document = tx.sources.put_document("paper", "x", fingerprint=SEEN, now=NOW)
        pk = tx.articles.put(article("a2"), analysis("a2"), document=document, position=0, story="s1", now=NOW)
        tx.signatures.put(pk, signature(bands=(2, 3), terms=""), leads=False, now=NOW, covered={1, 2})
    assert candidates(store, signature(bands=(2,), terms="")) == {"a1"}
    assert candidates(store, signature(bands=(3,), terms="")) == {"a2"}


def test_window_is_half_open_and_by_first_reading(store: Store) -> None:
    for hour in range(3):
        name = f"a{hour}"
        put(store, article(name), analysis(name), story=f"s{hour}", now=NOW + timedelta(hours=hour))
    with store.reading() as tx:
        chosen = tx.stories.in_window(themes=["urban"], since=NOW, until=NOW + timedelta(hours=2))
        assert {view.id for view in chosen} == {"s0", "s1"}
        assert tx.stories.in_window(themes=["defence"], since=None, until=NOW + timedelta(days=1)) == ()


def test_view_puts_the_lead_first(store: Store) -> None:
    put(store, article("a1"), analysis("a1"))
    put(store, article("a2", document="2.txt"), analysis("a2"))
    with store.writing() as tx:
        tx.stories.lead("s1", "a2", now=NOW)
    with store.reading() as tx:
        (view,) = tx.stories.views(["s1"])
        assert [stored.article.id for stored in view.articles] == ["a2", "a1"]
        assert tx.stories.all()[0].articles == ("a1", "a2")


def test_related_stories_are_linked_both_ways_once(store: Store) -> None:
    put(store, article("a1"), analysis("a1"), story="s1")
    put(store, article("a2"), analysis("a2"), story="s2")
    with store.writing() as tx:
        tx.stories.relate("s1", ["s2"])
        tx.stories.relate("s2", ["s1"])
    with store.reading() as tx:
        assert [(s.id, s.related) for s in tx.stories.all()] == [("s1", ("s2",)), ("s2", ("s1",))]


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.writing() as tx:
            tx.sources.put_document("paper", "half", fingerprint=SEEN, now=NOW)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        half()
    with store.reading() as tx:
        assert tx.sources.fingerprints("paper") == {}


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="read-only"), store.reading() as tx:
        tx.sources.put_document("paper", "x", fingerprint=SEEN, now=NOW)


def test_foreign_keys_are_enforced(store: Store) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), store.writing() as tx:
        tx.sources.put_document("nobody", "x", fingerprint=SEEN, now=NOW)


def test_two_threads_write_in_turn(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(20):
            with store.writing(durable=number % 2 == 0) as tx:
                tx.sources.put_document("paper", f"{number}-{turn}", fingerprint=SEEN, now=NOW)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as tx:
        assert len(tx.sources.fingerprints("paper")) == 80


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.reading() as before:
        assert before.sources.fingerprints("paper") == {}
        with store.writing() as tx:
            tx.sources.put_document("paper", "x", fingerprint=SEEN, now=NOW)
        assert before.sources.fingerprints("paper") == {}
    with store.reading() as after:
        assert after.sources.fingerprints("paper") == {"x": SEEN}


def test_each_of_many_readings_sees_what_was_stored_before_it(store: Store) -> None:
    with store.readings() as reading:
        with reading() as before, store.writing() as tx:
            tx.sources.put_document("paper", "x", fingerprint=SEEN, now=NOW)
            assert before.sources.fingerprints("paper") == {}
        with reading() as after:
            assert after.sources.fingerprints("paper") == {"x": SEEN}
        with pytest.raises(StoreError, match="read-only"), reading() as tx:
            tx.sources.put_document("paper", "y", fingerprint=SEEN, now=NOW)
        with reading() as after:
            assert after.sources.fingerprints("paper") == {"x": SEEN}


def test_times_must_be_aware(store: Store) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(Exception, match="aware"), store.writing() as tx:
        tx.sources.put_document("paper", "x", fingerprint=SEEN, now=naive)


def test_sources_dropped_from_the_settings_stay_but_rest(store: Store) -> None:
    state = SourceState(next_due_at=NOW, last_read_at=NOW, last_good_at=NOW, documents=3, etag="x")
    with store.writing() as tx:
        tx.sources.finish("paper", state)
        tx.sources.put(paper(id="added", location="/more"))
        tx.sources.configure([])
    with store.reading() as tx:
        kept = tx.sources.get("paper")
        assert kept is not None
        assert (kept.active, kept.state) == (False, state)
        assert [record.source.id for record in tx.sources.all(active_only=True)] == ["added"]
    with store.writing() as tx:
        tx.sources.configure([paper(name="晚报")])
        back = tx.sources.get("paper")
        assert back is not None
        assert (back.active, back.source.name, back.state) == (True, "晚报", state)
        assert [record.source.id for record in tx.sources.due(NOW)] == ["added", "paper"]
        assert [record.source.id for record in tx.sources.due(NOW - timedelta(seconds=1))] == ["added"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"this is no database, only text that is long enough to be read as a header", "not a Jianbao database")],
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "news.sqlite3"
    path.write_bytes(content * 20)
    with pytest.raises(StoreError, match=expected) as caught:
        Store(f"sqlite:///{path}")
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content * 20


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder must exist and be writable"):
        Store(f"sqlite:///{tmp_path / 'no' / 'where' / 'x.sqlite3'}")


def test_a_locked_database_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        quick = Store.__new__(Store)
        monkeypatch.setattr("digests.store.engine.BUSY_MS", 50)
        quick.__init__(f"sqlite:///{store.path}")  # type: ignore[misc]
        with pytest.raises(StoreError, match="another process holds its lock"), quick.writing():
            pass
        quick.close()
    finally:
        other.close()


def test_a_full_disk_is_named_and_nothing_is_lost(store: Store) -> None:
    put(store, article(), analysis())
    with pytest.raises(StoreError, match="disk is full"), store.writing() as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(2000):
            tx.sources.put_document("paper", f"{number}" * 50, fingerprint=SEEN, now=NOW)
    with store.reading() as tx:
        assert tx.articles.count() == 1


def test_postgresql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="database_url") as caught:
        Store("postgresql://user:secret@db/news")
    assert "secret" not in str(caught.value)


def test_programming_errors_keep_their_own_name_and_no_values(store: Store) -> None:
    with pytest.raises(OperationalError, match="no such table") as caught, store.reading() as tx:
        tx.connection.exec_driver_sql("SELECT * FROM nowhere WHERE chat_id = ?", (81234567,))
    assert "81234567" not in str(caught.value)


def test_one_service_on_one_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with sole_service(home), pytest.raises(StoreError, match="another `jianbao run` uses it"), sole_service(home):
        pass
    with sole_service(home):
        assert home.is_dir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="writable"), sole_service(tmp_path / "home"):
        pass


def test_a_store_that_cannot_be_opened_leaves_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engines: list[Engine] = []

    def fail(engine: Engine) -> None:
        engine.connect().close()
        engines.append(engine)
        assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
        raise StoreError("from a newer version")

    monkeypatch.setattr("digests.store.engine._migrate", fail)
    with pytest.raises(StoreError, match="newer"):
        Store(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert engines[0].pool.checkedin() == 0  # type: ignore[attr-defined]


def test_lists_are_stored_in_their_own_characters_where_utf_8_has_them() -> None:
    for kept, text in ((["热力图", "😀"], '["热力图","😀"]'), (["\ud800"], '["\\ud800"]')):
        assert as_json(kept) == text
        assert json.loads(text) == kept
