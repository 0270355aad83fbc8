"""Halves of one text: which are proved to be one, what they become, and what neither may be quoted for before."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.chinese.sentences import sentences
from digests.models import Article, Document, Hints
from digests.reading import own_part, pair, read, whole
from digests.reading.folios import folio, label, same
from tests.issue_pages import HARBOUR_HANT, PORT, RAIL_WHOLE
from tests.newspaper_pages import TOPICS, _Writer

FIRST = "云岭区老桥重新通车\n\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。施工队负责人介绍，老桥的桥墩加固工"
SECOND = (
    "让老桥焕发新生\n\n（上接第1版）程通过了验收，护栏全部更换。\n\n"
    "两岸居民说，老桥的护栏从前一碰就晃，如今推着板车过桥心里也踏实。 ■记者 王磊"
)
MARKET = (
    "白沙镇早市搬进新棚\n\n本报记者 陈雨桐\n\n昨天，白沙镇的早市搬进了新棚，摊主们不再怕下雨。"
    "电子秤统一检定，价签一目了然。"
)


def articles(text: str, name: str = "A1.txt", page: str | None = None) -> tuple[Article, ...]:
    return read(Document(source="paper", name=name, content=text.encode(), hints=Hints(page=page)))


def issue(pages: dict[str, str]) -> list[Article]:
    made: list[Article] = []
    for name, text in pages.items():
        page = name.removesuffix(".txt").rpartition("/")[2] if name.startswith("2024") else None
        made += articles(text, name, page)
    return made


def test_a_word_cut_in_two_proves_two_halves() -> None:
    (first,), (second,), (other,) = articles(FIRST), articles(SECOND, "A3.txt"), articles(MARKET, "A2.txt")
    assert pair([other, second, first]) == {second.id: first.id}
    made = whole(first, [second])
    assert (made.id, made.title, made.byline) == (first.id, "云岭区老桥重新通车", ("王磊",))
    assert "老桥的桥墩加固工程通过了验收，护栏全部更换。" in made.text
    assert not any(p.severed or p.unfinished for p in made.paragraphs)
    assert made.lines == first.lines
    assert [(place.document, place.lines) for place in made.elsewhere] == [("A3.txt", second.lines)]


CASES = {  # how the first ends, marker behind it, how the second begins, its headline; whether they are one
    "markers, a finished paragraph": (
        "桥墩加固工程通过了验收。",
        "（下转第3版）",
        "两岸居民说，护栏从前一碰就晃。",
        "桥",
        True,
    ),
    "markers, a sentence torn between words": ("施工队说，", "（下转第3版）", "桥墩已经加固完毕。", "桥", True),
    "a marker on a line of its own": ("施工队说，", "\n\n（下转第3版）", "桥墩已经加固完毕。", "桥", True),
    "the headline again, a finished paragraph": (
        "桥墩加固工程通过了验收。",
        "",
        "护栏也全部更换了。",
        "云岭区老桥重新通车",
        True,
    ),
    "a quotation torn": ("居民说：“我们盼了十年，", "", "终于盼到老桥修好。”", "桥", True),
    "likeness alone": ("桥墩加固工程通过了验收。", "", "老桥的护栏也全部更换了。", "桥", False),
    "an open end that meets another text": ("施工队说，", "", "冬小麦长势良好，农技员下田指导。", "春耕", False),
    "a marker to another page": ("桥墩加固工", "（下转第4版）", "程通过了验收。", "云岭区老桥重新通车", False),
    "a finished sentence before a comma": (
        "桥墩加固工程通过了验收。",
        "（下转第3版）",
        "，护栏也全部更换了。",
        "桥",
        False,
    ),
}


@pytest.mark.parametrize(("end", "marker", "start", "title", "one"), CASES.values(), ids=CASES)
def test_what_proves_two_halves_and_what_does_not(end: str, marker: str, start: str, title: str, one: bool) -> None:
    head = f"云岭区老桥重新通车\n\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。{end}{marker}\n\n"
    tail = f"{title}\n\n（上接第1版）{start}推着板车过老桥，两岸居民心里也踏实。\n"
    page = {"a": head + MARKET, "b": tail}
    *firsts, _ = articles(page["a"], "a.txt", "1")
    (second,) = articles(page["b"], "b.txt", "3")
    found = pair([*firsts, *articles(MARKET, "c.txt", "2"), second])
    assert found == ({second.id: firsts[0].id} if one else {})


def test_two_equal_candidates_prove_nothing_and_strangers_are_none() -> None:
    (first,), (second,) = articles(FIRST), articles(SECOND, "A3.txt")
    assert pair([first, replace(first, id="twin"), second]) == {}
    assert pair([second]) == {}
    assert pair([first, replace(second, continued_from=None)]) == {}
    for stranger in ({"source": "other"}, {"script": "hant"}, {"document": "A3.txt"}, {"page": "2"}):
        assert pair([replace(first, **stranger), second]) == {}, stranger  # type: ignore[arg-type]
    assert pair([first, replace(second, half_of="other")]) == {}
    taken = replace(second, id="taken", half_of=first.id)
    assert pair([first, taken, second]) == {}, "a text is finished once"


@pytest.mark.parametrize("pages", [PORT, HARBOUR_HANT], ids=["PORT", "HARBOUR_HANT"])
def test_issues_of_our_own(pages: dict[str, str]) -> None:
    made = issue(pages)
    seconds = {article.id for article in made if article.continued_from}
    found = pair(made)
    assert found.keys() == seconds
    random.Random(1).shuffle(made)
    assert pair(made) == found


def test_a_finished_paragraph_ends_the_first_half() -> None:
    made = issue(HARBOUR_HANT)
    ((second, first),) = pair(made).items()
    by_id = {article.id: article for article in made}
    assert whole(by_id[first], [by_id[second]]).text == RAIL_WHOLE


def test_what_a_first_half_prints_by_now_is_not_added_again() -> None:
    (first,), (second,) = articles(FIRST), articles(SECOND, "A3.txt")
    full = replace(first, paragraphs=whole(first, [second]).paragraphs)
    assert whole(full, [second]) == full


def test_the_own_part_of_a_whole_is_the_half_that_was_read() -> None:
    by_id = {article.id: article for article in issue(PORT)}
    found = {first: second for second, first in pair(list(by_id.values())).items()}
    for first in set(found) - set(found.values()):
        rest, last = [], first
        while last in found:
            last = found[last]
            rest.append(by_id[last])
        assert own_part(whole(by_id[first], rest), rest) == replace(by_id[first], continued_on=rest[0].page)
        assert own_part(by_id[first]) is by_id[first]


def test_torn_sentences_are_marked_until_they_are_whole() -> None:
    (first,), (second,) = articles(FIRST + "（下转第3版）"), articles(SECOND, "A3.txt")
    assert (first.continued_on, second.continued_from) == ("3", "1")
    assert "下转" not in first.text
    assert [(s.unfinished, s.severed) for s in sentences(first)] == [(False, False), (True, False)]
    assert [(s.unfinished, s.severed) for s in sentences(second)] == [(False, True), (False, False)]
    told = sentences(whole(first, [second]))
    assert not any(s.unfinished or s.severed for s in told)
    own, torn, later = [(s.lines, tuple(place.lines for place in s.elsewhere)) for s in told]
    assert own == (((3, 3),), ())
    assert torn == (((3, 3),), (((3, 3),),)), "a sentence on both pages names the lines of both"
    assert later == ((), (((5, 5),),))


@pytest.mark.parametrize(
    ("printed", "page"),
    [
        ("桥墩加固工（下转第3版）", "3"), ("桥墩加固工（下转第三版）", "3"), ("桥墩加固工下转第3版", "3"),
        ("桥墩加固工▶下转A03版", "A3"), ("桥墩加固工【下转02版·要闻】", "2"), ("桥墩加固工（下转 A3 版）", "A3"),
        ("橋墩加固工（下轉第十二版）", "12"), ("橋墩加固工（緊轉3版）", "3"), ("桥墩加固工\n（下转第3版）", "3"),
    ],
)  # fmt: skip
def test_markers_behind_a_text(printed: str, page: str) -> None:
    (article,) = articles(f"云岭区老桥重新通车\n\n昨天，云岭区的老桥重新通车。\n\n施工队负责人介绍，老桥的{printed}")
    assert article.continued_on == page
    assert article.text.endswith("加固工")
    assert article.paragraphs[-1].unfinished


def test_a_text_that_goes_on_elsewhere_is_no_part_of_the_next_one() -> None:
    found = articles(f"{FIRST}（下转第3版）\n\n早市搬进新棚\n\n白沙镇的早市昨天搬进了新棚，摊主们不再怕下雨。")
    assert [article.title for article in found] == ["云岭区老桥重新通车", "早市搬进新棚"]


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        (["第03版：要闻"], "3"), (["A03 要闻"], "A3"), (["2024年3月1日 星期五 第3版"], "3"), (["第十二版"], "12"),
        (["今日8版"], None), (["共12版", "第2版"], "2"), (["第2版", "第3版"], None), ([], None),
    ],
)  # fmt: skip
def test_folios(lines: list[str], page: str | None) -> None:
    assert folio(lines) == page


def test_names_of_pages() -> None:
    assert [label(name) for name in ("头", "03", "A03", "三", "十", "十二", "二十一", "10")] == [
        "1", "3", "A3", "3", "10", "12", "21", "10",
    ]  # fmt: skip
    assert same("3", "A3")
    assert not same("A3", "B3")
    assert not same("3", "13")


def made_issue(seed: int, texts: int) -> tuple[list[Article], dict[str, str]]:
    """Texts of our own making cut in two at any place, with markers on both sides, and which half is whose."""
    rng = random.Random(seed)
    pages: dict[str, list[str]] = {"1": [], "2": [], "3": []}
    torn: list[tuple[str, str]] = []  # how the halves end
    for topic in rng.sample(TOPICS, texts):
        writer = _Writer(rng, topic)
        title, body = writer.headline(), [writer.lead(), *(writer.paragraph() for _ in range(4))]
        if rng.random() < 0.5:
            to, cut = rng.choice("23"), rng.randint(1, 3)
            at = rng.randint(8, len(body[cut]) - 8) if rng.random() < 0.7 else 0
            head = [*body[:cut], body[cut][:at]] if at else body[:cut]
            tail = [body[cut][at:], *body[cut + 1 :]]
            pages["1"].append("\n\n".join([title, *head]) + f"（下转第{to}版）")
            pages[to].append("\n\n".join([title, "（上接第1版）" + tail[0], *tail[1:]]))
            torn.append((head[-1][-28:], tail[-1][-28:]))
        else:
            pages[rng.choice("123")].append("\n\n".join([title, *body]))
    found = [a for page, printed in pages.items() if printed for a in articles("\n\n".join(printed), page, page)]
    truth = {}
    for head, tail in torn:
        first = [a.id for a in found if a.text.endswith(head) and a.document == "1"]
        second = [a.id for a in found if a.continued_from and a.text.endswith(tail)]
        truth |= {second[0]: first[0]} if first and second else {}
    return found, truth


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 7))
def test_no_half_is_joined_to_a_stranger_and_the_order_does_not_matter(seed: int, texts: int) -> None:
    made, truth = made_issue(seed, texts)
    found = pair(made)
    assert found.items() <= truth.items()
    assert pair(made[::-1]) == found
    by_id = {article.id: article for article in made}
    for second, first in found.items():
        joined = whole(by_id[first], [by_id[second]])
        bare = "".join((by_id[first].text + by_id[second].text).split())
        assert "".join(joined.text.split()) == bare, "nothing printed is lost, nothing twice"
        assert own_part(joined, [by_id[second]]).text == by_id[first].text


def test_most_halves_with_markers_are_found() -> None:
    """In 600 made issues 1,456 of the 1,471 halves that reading cut out whole, none to a stranger."""
    found = wanted = 0
    for seed in range(40):
        made, truth = made_issue(seed, 6)
        found, wanted = found + len(pair(made)), wanted + len(truth)
    assert wanted > 60
    assert found / wanted > 0.95
