"""Columns read in the wrong order: put back where the text proves it, left alone where it does not."""

import pytest

from digests.models import Article, Document
from digests.reading import read
from digests.reading.lines import split

WIDTH = 15
BRIDGE = (
    "　　昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。施工队负责人介绍，老桥的桥墩用新法加固，"
    "桥面拓宽三米，护栏全部更换。",
    "　　老桥建于上世纪，桥面窄、护栏低，两岸居民推着板车过桥总要提着心。去年冬天，施工队进场，先加固桥墩，"
    "再拓宽桥面，最后换上新的护栏。",
)
MARKET = (
    "　　白沙镇的早市搬进新棚，摊主们不再怕下雨。电子秤统一检定，价签一目了然，顾客挑菜也更放心。"
    "早市管理员说，摊位按品种分区，水产区另设排水沟。",
    "　　摊主老周在早市卖了二十年菜，他说从前的摊位一下雨就积水，顾客绕着走。如今新棚敞亮，电子秤准，"
    "价签清楚，回头客多了。",
)

LIBRARY = (
    "　　云岭区图书馆的夜读厅延长到晚上十点闭馆，厅内新添两百张书桌，自习的学生不必再排队占座，外卖和咖啡"
    "另设一间小厅，读书的人互不打扰。",
    "　　馆长说，夜读厅的灯光按视力专家的意见调过，书桌之间留出通道，轮椅也能进出，每晚还有两名馆员值守，"
    "帮读者找书、借书、还书，周末另加一名。",
    "　　学生小郑每晚都来，他说家里小，弟弟又吵，在夜读厅两小时能做完一整天的题，做累了就到书架间走一走，"
    "翻几页小说再回去。",
    "　　夜读厅的座位可以在手机上预约，迟到一刻钟自动让出，馆员说这样书桌不再空着等人，学生和上班的人各得其所。",
)


def poured(*paragraphs: str) -> list[str]:
    return [text[at : at + WIDTH] for text in paragraphs for at in range(0, len(text), WIDTH)]


def page() -> list[str]:
    bridge = ["云岭区老桥重新通车", "本报记者 王磊", *poured(*BRIDGE)]
    market = ["白沙镇早市搬进新棚", "本报记者 陈雨桐", *poured(*MARKET)]
    return bridge + market


def read_lines(lines: list[str]) -> tuple[Article, ...]:
    return read(Document(source="paper", name="A1.txt", content="\n".join(lines).encode()))


def bodies(lines: list[str]) -> list[str]:
    return [article.text.replace("\n", "") for article in read_lines(lines)]


TRUTH = ["".join(BRIDGE).replace("　", ""), "".join(MARKET).replace("　", "")]


def test_page_in_order_is_left_alone() -> None:
    assert bodies(page()) == TRUTH


def test_swapped_columns_are_put_back_and_lines_name_where_they_were_printed() -> None:
    lines = page()
    height = -(-len(lines) // 3)
    first, second, third = (lines[at : at + height] for at in range(0, len(lines), height))
    printed = first + third + second
    assert len(third) <= len(second)
    assert bodies(printed) == TRUTH
    article = read_lines(printed)[1]
    assert article.lines[-1][1] == len(first) + len(third)


def test_headlines_are_not_indented_where_all_paragraphs_are_and_prove_no_other_make_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{__name__}.WIDTH", 17)
    library = ["云岭区图书馆夜读到十点", "本报记者 许岚", *poured(*LIBRARY)]
    whole = ["".join(LIBRARY).replace("　", ""), *TRUTH]
    assert bodies(library + page()) == whole
    assert bodies([*library[:6], *library[12:19], *library[6:12], *library[19:], *page()]) == whole


@pytest.mark.parametrize(("first", "middle", "end"), [(5, 12, 18), (5, 12, 19), (5, 12, 20), (6, 12, 18)])
def test_words_tell_where_a_swapped_column_begins_if_seams_allow_several_places(
    first: int, middle: int, end: int
) -> None:
    library = ["云岭区图书馆夜读到十点", "本报记者 许岚", *poured(*LIBRARY)]
    printed = [*library[:first], *library[middle:end], *library[first:middle], *library[end:], *page()]
    assert bodies(printed) == ["".join(LIBRARY).replace("　", ""), *TRUTH]


def test_page_that_only_lost_its_last_line_stays_in_order() -> None:
    lines = page()[:-1]
    assert bodies(lines)[0] == TRUTH[0]
    assert TRUTH[1].startswith(bodies(lines)[1])


@pytest.mark.parametrize("digits", ["2024", "163.5%", "APP"])
def test_digits_take_half_the_room_of_a_character(digits: str) -> None:
    text = f"去年这里新建码头{digits}处渡船两艘灯塔三座护栏九里，冬天停航十九天，到今年春天才重新开航，沿江的人都来看。"
    long = text * 4
    rows, row, room = [], "", 0.0
    for char in long:
        size = 0.5 if char in digits else 1.0
        if room + size > 14:
            rows, row, room = [*rows, row], "", 0.0
        row, room = row + char, room + size
    assert {line.width for line in split(rows)} <= {13, 14}
    content = "\n".join(["江边的灯又亮了", "本报记者　王磊", *rows, row])
    (found,) = read(Document(source="made", name="a.txt", content=content.encode()))
    assert found.text.replace("\n\n", "") == long
