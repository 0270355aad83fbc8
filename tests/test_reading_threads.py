"""Sentences cut at the foot of a column and set elsewhere on the page: joined where the text proves it."""

import random

import pytest

from digests.models import Article, Document
from digests.reading import read
from digests.reading.paper.assignment import assign
from tests.newspaper_pages import make

FERRY = (
    "停航三个月的白沙渡口回来了",
    "■记者 魏长河",
    "本报讯 昨天清晨,停了三个月的白沙渡口重新开航。两艘电动渡船一次能载六十人,船票仍是一元。",
    "渡船靠岸时只听得见水声。船长老魏在江上跑了三十年,他说柴油船吵得人说不了话,如今电动船安静得让人有些不习",
    "惯。渡口还装了雾天雷达,能见度不足两百米就停航,渡船去年冬天因为大雾停了十九天。",
    "对岸村里的学生又可以坐渡船上学,家长们凑钱买了救生衣,挂在渡口候船室的门边。",
)
BEES = (
    "连阴雨过后 蜂蜜还甜吗",
    "■记者 叶小满",
    "本报讯 梅岭的养蜂人今年收成不好。油菜花期遇上连阴雨,蜂群出不了巢,蜂蜜产量只有往年的四成。",
    "县农技站请来专家,教蜂农给蜂箱加温、补喂花粉。七户蜂农试了半个月,蜂群死亡率降下来了,蜂箱里又听得见嗡嗡的声",
    "音。专家说,蜂群缓过来以后要赶紧换蜂王,蜂农老褚已经换了二十箱。",
    "今年的蜂蜜少,价钱却涨了三成,县里正在给蜂农办理保险。",
)
LAMPS = (
    "图书馆的灯亮到夜里十一点",
    "■记者 齐云",
    "本报讯 区图书馆从本周起把闭馆时间推迟到夜里十一点。自习座位从一百二十个增加到三百个,扫码入座。",
    "馆员说,夜里来自习的多是备考的年轻人,图书馆把热水、毯子和充电线放在门口,谁用谁取,借出去的毯子没有一条丢失,大家都很自",
    "觉。图书馆还在地下一层添了隔音的小间,想朗读的人可以进去读出声来。",
    "下个月,馆员们还要把自习座位的灯换成可以调光的,不再晃眼。",
)
TEXTS = [FERRY, BEES, LAMPS]


def page(lines: list[str], gap: str = "\n\n") -> tuple[Article, ...]:
    return read(Document(source="made", name="a.txt", content=gap.join(lines).encode()))


def bodies(articles: tuple[Article, ...]) -> set[str]:
    return {"".join(article.text.split()) for article in articles}


def whole(text: tuple[str, ...]) -> str:
    return "".join("".join(text[2:]).split())


def test_texts_in_printed_order_stay() -> None:
    assert bodies(page([*FERRY, *BEES, *LAMPS])) == {whole(text) for text in TEXTS}


def test_each_rest_is_set_below_the_beginning_of_the_next_article() -> None:
    ferry, bees, lamps = FERRY[:4], BEES[:4], LAMPS[:4]
    found = page([*ferry, *bees, *FERRY[4:], *lamps, *BEES[4:], *LAMPS[4:]])
    assert bodies(found) == {whole(text) for text in TEXTS}
    assert [article.title for article in found] == [text[0] for text in TEXTS]
    assert [article.byline for article in found] == [("魏长河",), ("叶小满",), ("齐云",)]


def test_wrapped_lines_are_put_back_too() -> None:
    def wrapped(paragraph: str, width: int = 18) -> list[str]:
        return [paragraph[at : at + width] for at in range(0, len(paragraph), width)]

    def poured(text: tuple[str, ...]) -> list[str]:
        return [line for paragraph in text for line in [*wrapped(paragraph), ""]]

    head = [line for text in (FERRY[:4], BEES[:4]) for line in (*text[:2], *poured(text[2:]))]
    found = page([*head, *poured(FERRY[4:]), *poured(BEES[4:])], "\n")
    assert bodies(found) == {whole(FERRY), whole(BEES)}


def test_what_follows_a_signature_goes_back_to_the_article_that_was_interrupted() -> None:
    cut = "渡口的船票收入不多。村里开会商量了三次,决定一半用来修缮码头和候船室,另一半交给村里,存作渡船的大修"
    ferry = [*FERRY[:3], cut]
    rest = ["基金。", "县里说,渡口明年还要添一艘渡船。(魏长河)"]
    found = page([ferry[0], *ferry[2:], *BEES[:3], BEES[5], *rest, "据了解,养蜂人可以到县农技站免费领取花粉。"])
    ends = {article.title: "".join(article.text.split())[-20:] for article in found}
    assert ends[FERRY[0]].endswith("渡口明年还要添一艘渡船。")
    assert ends[BEES[0]].endswith("免费领取花粉。")


def test_an_open_end_whose_rest_is_lost_takes_nothing_from_others() -> None:
    found = page([*FERRY[:4], *BEES, *LAMPS])
    assert {whole(BEES), whole(LAMPS)} <= bodies(found)


def test_questions_and_answers_stay_in_printed_order() -> None:
    lines = ["记者会实录", "Q:渡口什么时候开航?渡船够不够用,大家都很自", "A:下月初。渡船一共有两艘,都是电动的船。"]
    lines += ["Q:蜂农怎么办?", "A:县里觉得保险要先办,蜂箱加温的钱由县里出。"]
    content = "\n\n".join(lines).encode()
    found = read(Document(source="made", name="q.txt", content=content))
    assert "开航" in found[0].text


@pytest.mark.parametrize("number", range(12))
def test_no_line_is_lost_or_printed_twice(number: int) -> None:
    """Columns of made pages in any order: every line of text is in one article at most, and as often as in order."""
    chance = random.Random(number)
    lines = make(number, "pasted").lines
    texts = [line for line in lines if len(line) > 20]
    chance.shuffle(texts)
    found = page(texts)
    numbers = [n for article in found for p in article.paragraphs for a, b in p.lines for n in range(a, b + 1)]
    assert len(numbers) == len(set(numbers))
    printed = "".join("".join(texts).split())
    told = "".join("".join(article.text.split()) for article in found)
    assert len(told) > 0.7 * len(printed)


@pytest.mark.parametrize(
    ("table", "best"),
    [
        ([[3.0, 2.0], [3.0, 0.0]], [1, 0]),
        ([[3.0, -1.0], [2.0, -1.0]], [0, None]),
        ([[-1.0]], [None]),
        ([[5.0, 4.0, 0.0], [4.0, 1.0, 0.5], [2.0, 3.5, 1.0]], [0, None, 1]),
        ([], []),
    ],
)
def test_assignment_is_the_best_as_a_whole(table: list[list[float]], best: list[int | None]) -> None:
    found = assign(table)

    def worth(columns: list[int | None]) -> float:
        return sum(row[at] for row, at in zip(table, columns, strict=True) if at is not None)

    assert worth(found) >= worth(best)
    used = [at for at in found if at is not None]
    assert len(used) == len(set(used))


def test_assignment_is_as_good_as_trying_every_one() -> None:
    chance = random.Random(5)
    for _ in range(40):
        table = [[chance.uniform(-2, 4) for _ in range(4)] for _ in range(3)]
        found = sum(table[row][at] for row, at in enumerate(assign(table)) if at is not None)
        choices: list[int | None] = [None, 0, 1, 2, 3]
        every = [
            sum(table[row][at] for row, at in enumerate((a, b, c)) if at is not None)
            for a in choices
            for b in choices
            for c in choices
            if len({at for at in (a, b, c) if at is not None}) == sum(at is not None for at in (a, b, c))
        ]
        assert found == pytest.approx(max(every))
