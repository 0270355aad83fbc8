"""The index: never adrift from the archive, and blind to nothing that stands in it."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from digests.chinese import forms
from digests.chinese.forms import form, needed
from digests.chinese.script import fold
from digests.chinese.sentences import sentences
from digests.models import Analysis, Paragraph, ThemeScore
from digests.store import Store
from digests.store.index_queries import Facets, expression
from tests.archive_made import articles
from tests.archived import NOW, article, fill


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path}/archive.db")
    yield made
    made.close()


def found(store: Store, word: str, **facets: object) -> set[str]:
    """Ids of every article that holds the word, by way of the index."""
    with store.reading() as tx:
        pks = tx.index.newest([[needed(form(word))]], limit=10**9, facets=Facets(**facets))  # type: ignore[arg-type]
        entries = tx.index.entries(pks)
    return {one.article for one in entries if form(word) in one.body or form(word) in one.title}


def test_newest_first(store: Store) -> None:
    fill(store, [article(f"a{n}", "", "杨浦滨江") for n in range(5)])
    with store.reading() as tx:
        assert tx.index.newest([[needed("滨江")]], limit=3) == [5, 4, 3]
        with closing(tx.index.matching([[needed("滨江")]])) as candidates:
            assert [one.pk for one in candidates] == [5, 4, 3, 2, 1]
        with closing(tx.index.matching([])) as candidates:
            assert [one.story for one in candidates] == ["sa4", "sa3", "sa2", "sa1", "sa0"]
        assert tx.index.newest([], limit=2) == [5, 4]
        assert tx.index.highest() == 5


def test_alternatives_and_all(store: Store) -> None:
    fill(store, [article("a", "", "哔哩哔哩在杨浦"), article("b", "", "B站在杨浦"), article("c", "", "美团在杨浦")])
    with store.reading() as tx:
        either = [needed("b站"), needed("哔哩哔哩")]
        assert tx.index.newest([either, [needed("杨浦")]], limit=9) == [2, 1]


def test_a_new_revision_replaces_the_old_one(store: Store) -> None:
    fill(store, [article("a", "旧题目", "原来的文字"), article("b", "", "别的文字")])
    revised = article("a", "新题目", "后来的词句")
    with store.writing() as tx:
        tx.index.put(1, revised, Analysis(article="a", keywords=(), themes=()))
    assert found(store, "原来") == set()
    assert found(store, "旧题") == set()
    assert found(store, "后来") == {"a"}
    assert found(store, "文字") == {"b"}


def test_removing_leaves_no_gram_behind(store: Store) -> None:
    fill(store, [article("a", "标题里的字", "只有这里写着鳜鱼,C++,😀和15分钟。")])
    with store.writing() as tx:
        tx.index.remove(1)
        tx.index.remove(1)  # once is enough, twice does no harm
        count = tx.connection.exec_driver_sql
        assert [tx.index.newest([[frozenset((gram,))]], limit=1) for gram in "鳜标😀"] == [[], [], []]
        assert count("SELECT count(*) FROM search_texts").scalar() == 0


def test_a_failed_transaction_leaves_the_index_as_it_was(store: Store) -> None:
    fill(store, [article("a", "", "杨浦滨江")])
    with pytest.raises(RuntimeError), store.writing() as tx:
        tx.index.remove(1)
        raise RuntimeError
    assert found(store, "滨江") == {"a"}


def test_narrowing(store: Store) -> None:
    fill(store, [article("a", "", "杨浦滨江", published_on="2024-03-05"), article("b", "", "杨浦滨江")])
    themed = Analysis(article="a", keywords=(), themes=(ThemeScore(theme="sci-tech", score=1, hits=()),))
    with store.writing() as tx:
        tx.index.put(1, article("a", "", "杨浦滨江", published_on="2024-03-05"), themed)
    assert found(store, "滨江", themes=("sci-tech",)) == {"a"}
    assert found(store, "滨江", themes=("other",)) == {"b"}
    assert found(store, "滨江", source="shelf") == {"a", "b"}
    assert found(store, "滨江", source="elsewhere") == set()
    assert found(store, "滨江", after=date(2024, 1, 1), before=date(2024, 12, 31)) == {"a"}


def test_rebuilding_gives_the_same_answers(store: Store) -> None:
    made = list(articles(60))
    fill(store, made)
    before = {word: found(store, word) for word in ("创新", "杨浦", "的", "2")}
    with store.writing() as tx:
        tx.connection.exec_driver_sql("DELETE FROM search_texts WHERE pk % 2")
        heard: list[int] = []
        assert tx.index.rebuild(heard.append) == len(made)
        assert heard[-1] == len(made)
        assert not tx.index.stale()
    assert {word: found(store, word) for word in before} == before


def test_rows_made_by_other_rules_are_stale(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, [article("a", "", "杨浦滨江")])
    with store.writing() as tx:
        tx.index.rebuild()
        assert not tx.index.stale()
        monkeypatch.setattr(forms, "VERSION", forms.VERSION + 1)
        assert tx.index.stale()


def test_lines_are_the_sentences_in_order(store: Store) -> None:
    made = replace(
        article("a", "题", ""),
        paragraphs=(
            Paragraph(text="断开的一句。完整的一句。", lines=((1, 2),), severed=True),
            Paragraph(text="小标题", lines=((3, 3),), role="subhead"),
            Paragraph(text="请问有几句?", lines=((4, 4),), role="question"),
            Paragraph(text="两句。都在。", lines=((5, 5),), role="answer"),
        ),
    )
    entry = forms.indexed(made)
    assert entry.body.split("\n") == ["断开的一句", "完整的一句", "小标题", "请问有几句", "两句", "都在"]
    assert entry.marks == "~.#?.."
    told = [line for line, mark in zip(entry.body.split("\n"), entry.marks, strict=True) if mark != forms.SUBHEAD]
    assert told == [form(sentence.text) for sentence in sentences(made)]


@pytest.mark.parametrize(
    "text",
    [
        "臺灣。裏面的字。\n　著名的著作。她說：“著。”",
        "５０㎡多一點。後面的句子。",
        "A、B。１，０００元。",
        "乾隆年間。乾燥。",
    ],
)
@pytest.mark.parametrize("more", [{}, {"kicker": "引題", "deck": "副題"}, {"context": ("請問：",)}])
def test_what_was_folded_before_gives_the_same_forms(text: str, more: dict[str, Any]) -> None:
    made = article("a", "標題與㎡" if "deck" in more else "標題", text, **more)
    assert forms.indexed(made, fold(f"{made.title}\n{made.text}")) == forms.indexed(made)


def test_same_rules_same_rows() -> None:
    """Grams of a row are made again to remove it: a change of the rules must raise forms.VERSION."""
    entry = forms.indexed(article("a", "B站“六新”行动", "达到5.5%,4,500家AI for science。裏面臺灣"))
    assert (forms.VERSION, entry.title, entry.body) == (1, "b站六新行动", "达到5․5 4500家ai for science\n里面台湾")
    digest = hashlib.sha256(" ".join(sorted(entry.grams())).encode()).hexdigest()
    assert digest[:12] == "c3bf84a3c139"


@pytest.mark.parametrize("title", ["", "题", "标题 里的字", "AI for science"])
@pytest.mark.parametrize("body", ["", "字", "达到5․5 4500家\n里面😀台湾", " 家\n\n"])
def test_grams_to_be_stored_are_the_same_grams(title: str, body: str) -> None:
    entry = forms.Indexed(forms.form(title), body, "")
    assert set(entry.spaced().split()) == entry.grams()


def test_everything_that_stands_there_is_found(store: Store) -> None:
    recall(store, count=600, tried=250)


@pytest.mark.full
@pytest.mark.timeout(900)
def test_everything_that_stands_there_is_found_among_many(store: Store) -> None:
    recall(store, count=20_000, tried=2_000)


def recall(store: Store, *, count: int, tried: int) -> None:
    """Random substrings of one to six characters inside one run, against a scan of the folded texts."""
    chance = random.Random(7)
    made = list(articles(count))
    fill(store, made)
    texts = ["\n".join(map(form, (one.title, *(p.text for p in one.paragraphs)))) for one in made]
    runs = re.compile(r"[\u3400-\u9fff]+|[a-z]+|[0-9]+")
    for _ in range(tried):
        run = chance.choice(runs.findall(chance.choice(texts)))
        size = min(len(run), chance.randint(1, 6))
        start = chance.randint(0, len(run) - size)
        piece = run[start : start + size]
        expected = {pk for pk, text in enumerate(texts, 1) if piece in text}
        with store.reading() as tx:
            assert expected <= set(tx.index.newest([[needed(piece)]], limit=count)), piece


def test_day_is_the_printed_one_else_the_day_first_read(store: Store) -> None:
    days = {"a": "2024-03-05", "b": "2024-03", "c": "2024", "d": None, "e": "0000-00-00"}
    fill(store, [article(id, "", "杨浦滨江", published_on=day) for id, day in days.items()])
    with store.reading() as tx:
        kept = {one.article: one.day for one in tx.index.entries([1, 2, 3, 4, 5])}
    read = NOW.date()
    assert kept == {"a": date(2024, 3, 5), "b": date(2024, 3, 1), "c": date(2024, 1, 1), "d": read, "e": read}


def test_rarest_gram_first_and_what_is_excluded_left_out() -> None:
    every, either = [frozenset(("a", "b"))], [frozenset("c"), frozenset("d")]
    counts = {"a": 9.0, "b": 2.0}
    assert expression([either, every], counts=counts) == '("b") AND ("a") AND (("c") OR ("d"))'
    assert expression([every], without=["x", "y"]) == '(("a") AND ("b")) NOT ("x" OR "y")'
    assert expression([], without=["x"]) == ""


def test_counting_grams_stops_early(store: Store) -> None:
    fill(store, [article(f"a{n}", "", "杨浦滨江" if n % 2 else "杨浦") for n in range(6)])
    with store.reading() as tx:
        assert tx.index.counts(["滨江", "杨浦", "长江"], limit=4) == [(3, 2), (4, 3), (0, 0)]
        assert len(tx.index.counts(["滨江"] * 100, limit=1)) == 100
