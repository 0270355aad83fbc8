"""Headlines that only their make tells: by their width, their echo, their last word; each beside what is none."""

from functools import partial

import pytest

from digests.models import Article
from tests import newspaper_pages
from tests.newspaper_pages import wrap

KILN = (
    "青瓷窑址清理出三座龙窑，考古队上周在窑头找到一批完整的青瓷碗，碗底都刻着工匠的姓，这在当地还是头一回。",
    "队长老沈说，龙窑依山而建，最长的一座有四十二米，窑工当年从山脚添柴，一窑要烧七天七夜。",
)
BRIDGE = (
    "石拱桥加固工程昨天完工，施工队拆下三百多块风化的桥石，照原样补齐以后又用糯米灰浆一块一块地砌了回去。",
    "守桥人老方每天数一遍过桥的人，他说加固的这几个月里大家绕路走，如今桥面平了，婴儿车也敢上来。",
)
KILN_HEAD, BRIDGE_HEAD = "青瓷窑址清理出三座龙窑 碗底刻有工匠的姓", "石拱桥加固工程完工 三百多块桥石照原样补齐"


page = partial(newspaper_pages.page, sep="\n")


def poured(texts: tuple[str, ...], width: int = 16, indent: str = "") -> list[str]:
    return [row for text in texts for row in wrap(indent + text, width)]


def bodies(found: tuple[Article, ...]) -> list[str]:
    return [article.text.replace("\n\n", "") for article in found]


@pytest.mark.parametrize("indent", ["", "　　"])
def test_a_headline_sticks_out_of_its_column(indent: str) -> None:
    found = page(KILN_HEAD, *poured(KILN, indent=indent), BRIDGE_HEAD, *poured(BRIDGE, indent=indent))
    assert [article.title for article in found] == [KILN_HEAD, BRIDGE_HEAD]
    assert bodies(found) == ["".join(KILN), "".join(BRIDGE)]


@pytest.mark.parametrize("width", [15, 17, 24])
def test_below_a_signed_column_stands_a_headline(width: int) -> None:
    signed = (KILN[0], KILN[1] + "（记者 沈宁）")
    found = page(KILN_HEAD, *poured(signed, width), "石拱桥加固工程完工", *poured(BRIDGE, width))
    assert [article.title for article in found] == [KILN_HEAD, "石拱桥加固工程完工"]
    assert [article.byline for article in found] == [("沈宁",), ()]
    assert bodies(found) == ["".join(KILN), "".join(BRIDGE)]


def test_a_line_that_sticks_out_of_a_ragged_column_is_text() -> None:
    rows = poured(KILN)
    rows[1:3] = [rows[1] + rows[2][:4], rows[2][4:]]
    (found,) = page("本报讯 " + rows[0], *rows[1:])
    assert found.text.replace("\n\n", "").replace(" ", "") == "本报讯" + "".join(KILN)


@pytest.mark.parametrize(
    "end", ["做好持久应对", "规范经营行为", "公布检测数据", "发出最严禁令", "鼓励市民参与", "找到新方向"]
)
def test_a_headline_may_end_with_a_word_whose_last_character_else_goes_on(end: str) -> None:
    first, second = page(KILN_HEAD, "■记者 沈宁", *KILN, f"石拱桥加固 {end}", "■记者 方平", *BRIDGE, sep="\n\n")
    assert (first.text, second.title) == ("\n\n".join(KILN), f"石拱桥加固 {end}")


def test_a_source_that_is_named_begins_no_article() -> None:
    cited = "据临溪县文物局消息，这批青瓷碗下月将在县博物馆展出。"
    (found,) = page(KILN_HEAD, "■记者 沈宁", KILN[0], cited, KILN[1], sep="\n\n")
    assert found.text == "\n\n".join((KILN[0], cited, KILN[1]))


@pytest.mark.parametrize("head", ["窑火是这样守住的", "让碗底的姓看得见、摸得着", "匠人把窑灰也留着"])
@pytest.mark.parametrize("sep", ["\n", "\n\n"])
def test_between_the_end_of_a_text_and_a_jump_marker_stands_a_headline(head: str, sep: str) -> None:
    rows = poured(BRIDGE) if sep == "\n" else [*BRIDGE]
    jumped = "（上接第1版）" + KILN[0]
    below = poured((jumped,)) if sep == "\n" else [jumped]
    found = page(BRIDGE_HEAD, "■记者 沈宁", *rows, head, *below, sep=sep)
    assert [article.title for article in found] == [BRIDGE_HEAD, head]


@pytest.mark.parametrize("byline", ["■记者 方平", "本报记者 方平"])
def test_two_headlines_on_one_line_stand_below_a_column_that_breaks_off(byline: str) -> None:
    rows = poured(BRIDGE)[:-1]
    found = page("石拱桥加固工程完工", "■记者 沈宁", *rows, "龙窑清理出三座 碗底刻姓", byline, *poured(KILN))
    assert [article.title for article in found] == ["石拱桥加固工程完工", "龙窑清理出三座 碗底刻姓"]


def test_a_deck_of_three_clauses_shares_its_line_with_the_headline() -> None:
    deck, head = "清窑灰,量窑壁,考古队在山上住了整个冬天", "碗底刻着窑工的姓"
    (found,) = page(f"{deck} {head}", "■记者 沈宁", *KILN, sep="\n\n")
    assert (found.title, found.deck, found.byline) == (head, deck, ("沈宁",))
