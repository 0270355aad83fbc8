"""Bylines in the forms of many papers, where they stand: below a headline, behind a text, glued to it, cut by a line.

Each on a page between two others; none may become a headline, stay in a text or part it.
"""

import pytest

from digests.models import Article
from digests.reading import reporters, senders
from digests.reading.marks import plain
from tests.newspaper_pages import page, wrap

MILL = (
    "河湾村的水磨坊停了二十年，今年春天又转了起来。修磨的石匠换掉三块磨盘，用的还是当年山里采的青石。",
    "磨坊旁边新添了一间小屋，村里人把自家的麦子送来，磨好的面当天就能带走。磨坊主人说，夏天的水最足。",
)
SCHOOL = (
    "清溪小学的操场铺上了新草皮，三百多名学生不用再到马路对面上体育课。施工队赶在开学前一天收了工。",
    "校长巡查时发现球门还缺一副网，当天就有家长送来两副旧渔网。学生们说，这样的网踢起来声音更响。",
)
CLOCK = (
    "老城钟楼的大钟慢了四十年，每天差半分钟。修钟人爬上六十级台阶，在齿轮之间找到一枚卡住的铜钉。",
    "铜钉取出以后，钟声准时响起，街坊们纷纷停下脚步对表。修钟人却说，他已经有些不习惯了。",
)
HEADS = ("水磨坊又转起来了", "操场铺上了新草皮", "老城钟楼走准了")

BELOW = """
■■本报记者 鲍明 实习记者 陶青|鲍明 陶青
⊙记者 鲍明 ○编辑 陶青|鲍明
□ 本报记者 鲍明 □ 本报通讯员 陶青|鲍明 陶青
——本报记者 鲍明|鲍明
~记者 鲍明|鲍明
28世纪商业报道记者 鲍明 岚港报道|鲍明
岚经记者 鲍明 岚经编辑 陶青|鲍明
商业观察报 记者 鲍明|鲍明
岚港晚报·岚港一点记者 鲍明|鲍明
岚港快报+记者 鲍明|鲍明
本报赴岚港特派记者 鲍明|鲍明
专栏作家 鲍明|鲍明
文◎鲍明|鲍明
編譯鮑明／綜合外電|鮑明
特派員鮑明／岚港報導|鮑明
鮑明／岚港報導|鮑明
◎岚港证券 鲍明|鲍明
□鲍明（职员）|鲍明
●鲍明／大学教授（岚港市）|鲍明
中共岚港区委书记 鲍明|鲍明
□据中新网|
■据《岚港日报》|
□本报综合消息|
□新华社|
""".strip().split("\n")
BEHIND = """
岚港市民 鲍明远|鲍明远
石溪乡村民 鲍明远|鲍明远
岚港区河湾街道居民 鲍明远|鲍明远
江苏岚港 鲍明远|鲍明远
——鲍明远|鲍明远
（听雨）|听雨
［鲍明远］|鲍明远
（鲍明远 作者系岚港大学教授）|鲍明远
核稿／鲍明 编辑／陶青|
""".strip().split("\n")
GLUED = """
（听雨）|听雨
□听雨|听雨
【听雨】|听雨
（江苏 鲍明远）|鲍明远
 鲍明远|鲍明远
（中新）|
""".strip().split("\n")


def texts(found: tuple[Article, ...]) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in found]


WANTED = [(head, "\n\n".join(text)) for head, text in zip(HEADS, (MILL, SCHOOL, CLOCK), strict=True)]


def rows(text: tuple[str, ...], width: int) -> list[str]:
    return [row for part in text for row in wrap("　　" + part, width)] if width else list(text)


@pytest.mark.parametrize("form", BELOW)
@pytest.mark.parametrize("width", [0, 24])
def test_byline_below_a_headline(form: str, width: int) -> None:
    line, names = form.split("|")
    above, amid, last = (rows(text, width) for text in (MILL, SCHOOL, CLOCK))
    found = page(
        *(HEADS[0], "本报记者 石磊", *above, HEADS[1], line, *amid, HEADS[2], "本报记者 石磊", *last), sep="\n"
    )
    assert texts(found) == WANTED
    assert found[1].byline == tuple(names.split())


@pytest.mark.parametrize("form", BEHIND)
@pytest.mark.parametrize("width", [0, 24])
def test_byline_behind_a_text(form: str, width: int) -> None:
    line, names = form.split("|")
    above, amid, last = (rows(text, width) for text in (MILL, SCHOOL, CLOCK))
    found = page(*(HEADS[0], *above, "（石磊）", HEADS[1], *amid, line, HEADS[2], "本报记者 石磊", *last), sep="\n")
    assert texts(found) == WANTED
    assert found[1].byline == tuple(names.split())


@pytest.mark.parametrize("form", GLUED)
def test_byline_glued_to_a_text(form: str) -> None:
    glued, names = form.split("|")
    found = page(
        *(HEADS[0], *MILL, "（石磊）", HEADS[1], SCHOOL[0], SCHOOL[1] + glued, HEADS[2], "本报记者 石磊"), *CLOCK
    )
    assert texts(found) == WANTED
    assert found[1].byline == tuple(names.split())


LEADS = """
【岚港报记者鲍明3月30日河湾报道】|鲍明
【本报讯 记者 鲍明】|鲍明
岚讯 记者鲍明 发自河湾 |鲍明
晚报记者 鲍明 报道：|鲍明
新岚报讯 记者鲍明 通讯员陶青报道 |鲍明 陶青
【鮑明／岚港報導】|鮑明
【岚報專訊】|
""".strip().split("\n")


@pytest.mark.parametrize("form", LEADS)
def test_reporters_at_the_head_of_a_lead(form: str) -> None:
    lead, names = form.split("|")
    text, found = reporters.cut_from_lead(lead + SCHOOL[0])
    assert found == tuple(names.split())
    assert text.endswith(SCHOOL[0])
    assert not any(name in text for name in found)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("首席记者 鲍明 通讯员", "陶青远"), ("鲍明", "陶青远")),
        (("本报记者 鲍明 实习生", "陶青远 岚港报道"), ("鲍明", "陶青远")),
        (("（本报记者 鲍明 通讯员", "陶青远）"), ("鲍明", "陶青远")),
    ],
)
def test_byline_of_two_lines(lines: tuple[str, ...], names: tuple[str, ...]) -> None:
    above, amid, last = (rows(text, 13) for text in (MILL, SCHOOL, CLOCK))
    found = page(
        *(HEADS[0], "本报记者 石磊", *above, HEADS[1], *lines, *amid, HEADS[2], "本报记者 石磊", *last), sep="\n"
    )
    assert texts(found) == WANTED
    assert found[1].byline == names


@pytest.mark.parametrize("line", ["本报讯（记者 鲍明 通讯员", "本报讯（记者 鲍明 陶青远"])
def test_bracket_of_reporters_that_a_line_end_cuts(line: str) -> None:
    above, last = rows(MILL, 16), rows(CLOCK, 16)
    cut = [f"　　{line}", "石小磊）" + SCHOOL[0][:12], *wrap(SCHOOL[0][12:], 16), *rows(SCHOOL[1:], 16)]
    found = page(*(HEADS[0], "本报记者 石磊", *above, HEADS[1], *cut, HEADS[2], "本报记者 石磊", *last), sep="\n")
    assert found[1].text == "本报讯 " + "\n\n".join(SCHOOL)
    assert found[1].byline[-1] == "石小磊"


HEADLINES = (
    "河湾村 新磨坊",
    "用心用情 办实事",
    "江苏 高考",
    "岚港区委 全会召开",
    "◎特色小吃 石磨豆浆",
    "——访石匠",
    "【人物】",
    "【现场】",
    "（待续）",
    "文旅融合 新体验",
    "磨坊主 说磨坊",
)


@pytest.mark.parametrize("line", HEADLINES)
def test_half_of_a_headline_signs_nothing(line: str) -> None:
    found = senders.sender(plain(line))
    assert found is None or found.points < senders.ENOUGH


def test_photographer_is_no_sender() -> None:
    text = SCHOOL[1] + "(鲍明摄)"
    found = page(*(HEADS[0], *MILL, "（石磊）", HEADS[1], SCHOOL[0], text, HEADS[2], "本报记者 石磊"), *CLOCK)
    assert all("鲍明摄" not in article.byline for article in found)


HALVES = (
    ("老渡工掌灯三十年：", "江面再黑也认得路"),
    ("两百级石阶旁，", "挑夫们有了歇脚亭"),
    ("修钟人不识字，", "却听得出齿轮的毛病"),
    ("新校长：", "跑道要从校门口画起"),
)


@pytest.mark.parametrize("halves", HALVES, ids=lambda halves: halves[0])
@pytest.mark.parametrize("sign", ["本报记者 鲍明", "本报讯（记者 鲍明）", ""])
@pytest.mark.parametrize("width", [0, 18, 24])
def test_upper_half_of_a_headline_that_ends_inside_a_clause(halves: tuple[str, str], sign: str, width: int) -> None:
    lead = sign if sign.endswith("）") else ""
    amid = rows((lead + SCHOOL[0], *SCHOOL[1:]), width)
    below = [sign] if sign and not lead else []
    above, last = rows(MILL, width), rows((lead + CLOCK[0], *CLOCK[1:]), width)
    head = ("河湾日报", "2024年3月9日 星期六 第3版", HEADS[0], *below, *above)
    found = page(*head, *halves, *below, *amid, HEADS[2], *below, *last, sep="\n")
    assert [article.title for article in found] == [HEADS[0], " ".join(halves), HEADS[2]]
    assert [article.text.removeprefix("本报讯 ") for article in found] == [text for _, text in WANTED]


@pytest.mark.parametrize("sent", ["（新华社）", "（中新社）", "（据新华社）", "（中通社）"])
@pytest.mark.parametrize("width", [0, 17, 23])
def test_agency_behind_the_last_sentence_is_no_caption(sent: str, width: int) -> None:
    amid = rows((SCHOOL[0], SCHOOL[1] + sent), width)
    above, last = rows(MILL, width), rows(CLOCK, width)
    found = page(HEADS[0], "本报记者 石磊", *above, HEADS[1], *amid, HEADS[2], "本报记者 石磊", *last, sep="\n")
    assert texts(found) == WANTED
