"""A page of questions is kept whole, and is shown nowhere: its sections stand for it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digests import intake, pipeline, reasons
from digests.models import Article, Document
from digests.query import parse
from digests.reading import read
from digests.search import rules as rereading
from digests.watches import Rules
from tests.delivering import NOW
from tests.newsdesk import EVERYTHING, HOUR, Desk

ABOVE = (
    "渔港之窗\n\n望潮区码头整治答记者问\n\n望潮区码头整治答记者问\n\n"
    "昨天上午，望潮区举行渔港振兴专场发布会。副区长林海生、渔业局局长高远航出席并回答提问。\n\n"
    "发布词全文请戳↓\n\n渔港振兴三年行动全文\n\n——现场问答——\n\n"
)
QUESTIONS = (
    "泊位怎么分\n\nQ\n\n临溪日报：新增的泊位怎么分？\n\nA\n\n"
    "林海生：泊位先到先得，小船优先，分配名单每月公布一次，渔民可以在码头公告栏查看。\n\n"
    "冷库何时用\n\nQ\n\n望海晚报：冷库什么时候启用？\n\nA\n\n"
    "高远航：制冷设备已经到位，下个月试运行，渔民可以先登记，头三个月免收保管费。\n"
)


def articles(text: str) -> tuple[Article, ...]:
    return read(Document(source="paper", name="a.txt", content=text.encode()))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.put("page.txt", ABOVE + QUESTIONS, NOW)
    assert pipeline.read(made.newsroom, made.source, now=NOW).new == 3
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("above", "title", "introduction"),
    [
        (
            ABOVE,
            "望潮区码头整治答记者问",
            ["昨天上午，望潮区举行渔港振兴专场发布会。副区长林海生、渔业局局长高远航出席并回答提问。"],
        ),
        ("码头整治答记者问\n\n", "码头整治答记者问", []),
        ("", "临溪日报：新增的泊位怎么分", []),
        (
            "码头整治答记者问\n\n各位记者朋友，下午好！\n\n先介绍情况\n\n去年以来，码头新增泊位四十个。\n\n下面请提问\n\n",
            "码头整治答记者问",
            ["各位记者朋友，下午好！", "先介绍情况", "去年以来，码头新增泊位四十个。"],
        ),
    ],
    ids=["frame and links", "headline alone", "nothing", "an opening speech"],
)
def test_what_stands_above_the_questions(above: str, title: str, introduction: list[str]) -> None:
    *sections, page = articles(above + QUESTIONS)
    assert [a.title for a in sections] == ["泊位怎么分", "冷库何时用"]
    assert page.title == title
    body = [p.text for p in page.paragraphs]
    assert body[: len(introduction)] == introduction
    assert "\n\n".join(body[len(introduction) :]) == "\n\n".join(f"{a.title}\n\n{a.text}" for a in sections)
    assert [p.role for p in page.paragraphs[-6:]] == ["subhead", "question", "answer"] * 2


def test_the_page_is_in_the_archive_and_shown_nowhere(desk: Desk) -> None:
    newsroom, later = desk.newsroom, NOW + HOUR
    with desk.store.reading() as tx:
        *sections, page = tx.articles.all()
        everywhere = tx.stories.in_window(themes=EVERYTHING, since=None, until=later)
        joined = tx.stories.joined_in(since=NOW - HOUR, until=later)
        alike = intake.understand(newsroom.knowledge, page.article).signature
        candidates = tx.signatures.candidates(alike, event_since=NOW - HOUR)
        asked = tx.stories.views([page.story])
    assert page.article.sectioned
    shown = {one.article.id for view in (*everywhere, *joined) for one in view.articles}
    assert shown == {one.article.id for one in sections}
    assert page.article.id not in {one.article for one in candidates}
    assert asked == ()
    composed = pipeline.compose(
        newsroom, themes=EVERYTHING, since=None, until=later, script=None, length="long", now=later
    )
    quoted = {quote.article for digest in composed.digests for item in digest.items for quote in item.quotes}
    assert quoted
    assert page.article.id not in quoted
    assert pipeline.item(newsroom, page.story, script=None, length="long", now=later) is None


@pytest.mark.parametrize("words", ["泊位", "冷库", "渔民 登记", "望潮区码头整治答记者问", "林海生"])
def test_lookups_answer_with_sections(desk: Desk, words: str) -> None:
    for _ in ("as stored", "indexed anew"):
        found = pipeline.find(desk.newsroom, words, script=None, page=1, per_page=5, now=NOW)
        assert found.hits
        assert all(
            (one := pipeline.article(desk.newsroom, hit.article)) and one.article.section_of for hit in found.hits
        )
        with desk.store.writing() as tx:
            assert tx.index.rebuild() == 2


@pytest.mark.parametrize("words", ["渔港振兴专场发布会", "望潮区 发布会", "漁業局", "谁是渔业局局长"])
def test_what_only_the_introduction_says_is_quoted_from_the_page(desk: Desk, words: str) -> None:
    found = pipeline.find(desk.newsroom, words, script=None, page=1, per_page=5, now=NOW)
    (hit,) = found.hits
    page = pipeline.article(desk.newsroom, hit.article)
    assert page is not None
    assert page.article.sectioned
    assert hit.title == "望潮区码头整治答记者问"
    assert hit.sentence in page.article.text
    assert hit.highlights
    with desk.store.reading() as tx:
        sections = tx.articles.sections(page.article.id)
    assert hit.story == sections[0].story, "as everywhere, the sections are what is told"


def test_what_only_the_pages_headline_says_leads_to_the_first_section(desk: Desk) -> None:
    found = pipeline.find(desk.newsroom, "码头整治答记者问", script=None, page=1, per_page=5, now=NOW)
    (hit,) = found.hits
    assert hit.title == "泊位怎么分"
    assert pipeline.find(desk.newsroom, "渔港振兴三年行动", script=None, page=1, per_page=5, now=NOW).hits == ()


def test_watches_are_told_of_sections(desk: Desk) -> None:
    with desk.store.reading() as tx:
        ids = [one.article.id for one in tx.articles.all()]
        texts = rereading.texts(tx, ids)
    rules = Rules()
    rules.put(1, parse("冷库", today=NOW.date()))
    assert [id for id in ids if id in texts and rules.matching(texts[id][1])] == [ids[1]]


def test_a_new_version_of_one_answer_is_one_of_the_page_too(desk: Desk) -> None:
    with desk.store.reading() as tx:
        before = {one.article.id: one.article for one in tx.articles.all()}
    later = NOW + timedelta(hours=2)
    desk.put("page.txt", ABOVE + QUESTIONS.replace("免收保管费", "减半收保管费"), later)
    report = pipeline.read(desk.newsroom, desk.source, now=later)
    assert (report.new, report.known) == (2, 1)
    with desk.store.reading() as tx:
        after = {one.article.id: one.article for one in tx.articles.all()}
        (page,) = [one for one in after.values() if one.sectioned]
        assert [one.article.title for one in tx.articles.sections(page.id)] == ["泊位怎么分", "冷库何时用"]
    assert after.keys() == before.keys()
    assert [one.revision for one in after.values()] == [1, 2, 2]
    assert "减半收保管费" in page.text


def test_why_names_the_sections(desk: Desk) -> None:
    with desk.store.reading() as tx:
        *sections, page = tx.articles.all()
    stages = reasons.reasons(desk.newsroom, page.article.id, now=NOW)
    assert stages is not None
    assert [(stage.stage, stage.kept) for stage in stages] == [("read", True), ("sections", False)]
    assert stages[1].values["sections"] == {one.article.id: one.article.title for one in sections}
