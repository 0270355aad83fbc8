"""Newspaper pages made to be hard to read, and what they were made from.

The texts come from a small grammar of invented towns, people and works, none of them in the seeds, so rules that were
built on the seeds cannot know them. A page is laid out as print is: articles poured into columns of one width, then
damaged. Everything is drawn from the page's number, so page 17 is the same page for ever.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from opencc import OpenCC

from digests.models import Article, Document
from digests.reading import read

# Two news for tests of what stands between and inside them.
HEADS = ("三点钟的面包房", "老槐树飞上了风筝")
BAKERY = (
    "东街的面包房每天凌晨三点亮灯，面点师傅杜长河揉了三十年面，他说面团和人一样，醒得够久，出炉时才有筋骨和香气。",
    "去年冬天街道修水管停了两天水，他从河对岸挑水和面，一炉也没有耽误。街坊们知道以后，轮流帮他守着店面到天亮。",
    "店里只卖四种面包，价钱八年没有动过。有人劝他添些花样，他摆摆手，说四样做好已经不容易，多了就顾不过来。",
)
KITES = (
    "城北小学的风筝课开到了第八年，孩子们自己削竹篾、糊棉纸，把学校里的老槐树和屋顶上的鸽子都画到了风筝上面。",
    "每年清明前后放飞那天，家长们也来帮忙。有一只蜈蚣风筝长六十米，要二十个人一起跑，才能把它送到操场的上空。",
    "教劳动课的毕老师说，削竹篾最磨性子，开头谁都削不匀，削断了十几根以后，手里才有轻重，做别的事情也就不急了。",
    "学校把历年的风筝都留着，挂满了一条走廊。最早的一只是纸糊的燕子，翅膀已经发黄，画它的孩子去年考上了大学。",
)

TOPICS = (
    (
        "图书馆",
        "读者 馆员 书架 阅览室 借阅证 绘本 古籍 自习区",
        "借阅服务 夜间阅览 图书漂流 亲子共读 旧书交换 古籍修复",
    ),
    ("渔港", "渔民 渔船 码头 冷库 鲜货 潮汛 网具 泊位", "休渔管理 冷链配送 泊位改造 渔获拍卖 航标检修 渔具回收"),
    ("苗圃", "花农 苗木 温室 灌溉 土壤 月季 香樟 育苗盘", "节水灌溉 苗木检疫 屋顶绿化 花卉展销 落叶堆肥 古树复壮"),
    ("菜市场", "摊主 摊位 顾客 秤具 水产区 熟食 货架 价签", "明厨亮灶 电子秤检定 摊位改造 农残快检 净菜配送 早市疏导"),
    ("剧团", "演员 剧本 排练厅 舞台 唱腔 观众 戏服 乐队", "下乡演出 剧本孵化 戏曲进校 名段复排 舞台维护 学员选拔"),
    ("隧道", "工人 盾构机 管片 竖井 监测点 围挡 渣土 测量员", "盾构掘进 管线迁改 夜间施工 渣土外运 沉降监测 交通导改"),
    (
        "气象站",
        "预报员 雷达 探空气球 雨量 台风 预警 观测场 数据",
        "雷达升级 暴雨预警 农时服务 防雷检测 观测共享 科普开放",
    ),
    (
        "养老食堂",
        "老人 厨师 餐桌 菜谱 助餐点 志愿者 餐车 补贴",
        "送餐上门 低盐菜谱 助餐补贴 食材溯源 邻里共餐 营养评估",
    ),
    ("运动会", "选手 跑道 裁判 教练 看台 接力 铅球 啦啦队", "亲子接力 场地翻新 赛事志愿 体质监测 裁判培训 赛道共享"),
    ("水厂", "滤池 管网 水表 泵站 水质 阀门 抢修队 用户", "管网改造 水质公示 智能水表 漏损治理 泵站节能 应急供水"),
    (
        "博物馆",
        "文物 展柜 讲解员 陶俑 拓片 库房 参观者 策展人",
        "夜场开放 文物修复 数字展厅 流动展览 拓印体验 库房搬迁",
    ),
    ("自行车道", "骑友 桥面 护栏 停放点 路口 标线 绿道 驿站", "绿道贯通 停放整治 路口改造 护栏更换 夜骑照明 驿站建设"),
)
TOWNS = ("临溪县", "白沙镇", "云岭区", "南渡口街道", "石桥镇", "青墩区", "望海县", "沙坪街道", "梅岭镇", "东湖新区")
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    *("建国", "晓东", "雨桐", "志强", "丽华", "文博", "海燕", "子涵", "国庆", "春梅"),
    *("立新", "思远", "佳宁", "铁军", "玉兰", "明轩", "红", "磊", "静", "浩"),
)
OFFICES = ("局长", "主任", "站长", "负责人", "副局长", "所长", "队长", "科长", "总工程师", "馆长")
LABELS = ("要闻", "民生", "城事", "综合", "副刊", "经济", "社会", "教育")
FURNITURE = """
A{n} {label}
第{n}版
—— {n} ——
{n}版 {label}
0{n}
{label}·0{n}
2022年{m}月{n}日 星期{week}
星期{week} 2022年{m}月{n}日 第{n}123期
责任编辑：{name}
责编/{name} 版式/{name}
本版编辑 {name} 美编 {name}
编辑 {name} 校对 {name}
校对：{name}
统筹：{name}
扫描二维码 看更多精彩视频
扫码看视频
微信扫一扫 关注{town}发布
长按识别二维码
请用手机扫描右侧二维码
关注“{town}发布”公众号
新闻热线：0{n}1-8{n}6500
报料电话 0{n}1-8{n}65001
投稿邮箱：news{n}@example.com
上一篇 下一篇
上一版 下一版
分享到微信 微博
分享到：
相关阅读
延伸阅读
更多内容请下载“{town}通”客户端
下载{town}通App 看更多新闻
点击进入专题
打印 字号 大 中 小
返回目录
首页 > {label} > 正文
当前位置：首页 {label}
阅读量 1{n}56
{n}人点赞
【纠错】
【返回顶部】
图为{topic}一角。{name} 摄
{name} 摄
{name} 供图
▲{topic}外景（资料图片）
{topic}夜景。（{name} 摄）
制图：{name}
版权所有 未经许可不得转载
本报法律顾问：{name}律师
ICP备{n}00{n}号
未经授权，不得转载
来源：{town}融媒体中心
广告
◆◆◆
""".strip().split("\n")


@dataclass(frozen=True)
class Damage:
    """How hard a page is: shares of articles or pages, and furniture lines an article."""

    lost_headlines: float
    swapped: float
    jumps: float
    glued: float
    furniture: int
    marked_columns: float  # share of pages whose column breaks show as an empty line
    indented: tuple[float, ...]  # how often a paragraph is indented, one drawn a page
    unsigned: float = 0.0  # share of articles without byline and lead: nothing but the headline begins them
    subheads: float = 0.0  # share of articles with two sub-heads
    mastheads: float = 0.0  # share of pages with a head of several lines
    pasted: bool = False  # paragraphs on one line each, cut only at the foot of columns, empty lines between


LEVELS = {
    "light": Damage(0.0, 0.0, 0.1, 0.1, 1, 1.0, (1.0,)),
    "middle": Damage(0.2, 0.3, 0.2, 0.3, 2, 0.5, (1.0, 1.0, 0.6, 0.0)),
    "heavy": Damage(0.35, 0.6, 0.35, 0.5, 4, 0.2, (1.0, 0.6, 0.0)),
    "unsigned": Damage(0.0, 0.0, 0.1, 0.1, 0, 0.5, (1.0, 1.0, 0.0), unsigned=0.4, subheads=0.4, mastheads=0.8),
    "pasted": Damage(0.2, 0.3, 0.4, 0.3, 1, 0.0, (0.0,), pasted=True),
}


@dataclass
class Page:
    """Printed ``lines`` (their numbers count from 1), and the truth about them by number."""

    lines: list[str] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)  # headlines and bylines: neither text nor furniture
    joins: set[tuple[int, int]] = field(default_factory=set)  # lines that follow each other in one paragraph
    starts: set[int] = field(default_factory=set)  # first lines of the articles' texts
    owner: dict[int, int] = field(default_factory=dict)  # line of text -> article
    kinds: set[str] = field(default_factory=set)  # damage that was done
    titles: list[str | None] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)


@dataclass(eq=False)
class _Printed:
    text: str
    role: str  # "text", "apart", "furniture"
    article: int = -1
    paragraph: int = -1


class _Writer:
    """Sentences about one topic; the same names and things come back, as they do in an article."""

    def __init__(self, rng: random.Random, topic: tuple[str, str, str]) -> None:
        self.rng, self.topic = rng, topic[0]
        self.things, self.works = topic[1].split(), rng.sample(topic[2].split(), 4)
        self.town = rng.choice(TOWNS)
        self.people = [name(rng) for _ in range(3)]
        self.office = rng.choice(OFFICES)

    def headline(self) -> str:
        work, other, thing = self.works[0], self.works[1], self.rng.choice(self.things)
        return self.rng.choice(
            (
                f"{self.town}{self.topic}启动{work}",
                f"{work}让{thing}有了新变化",
                f"做实{work} 惠及更多{thing}",
                f"{self.topic}里的“{work}”",
                f"从{work}到{other}：一座{self.topic}的转身",
                f"{self.town}推进{work}{self.rng.randint(3, 40)}项措施落地",
            )
        )

    def subhead(self) -> str:
        work, thing, other = self.rng.choice(self.works), *self.rng.sample(self.things, 2)
        return self.rng.choice(
            (f"{work}先行一步", f"让{thing}用起来", f"{thing}和{other}的账", f"难题：{thing}从哪里来")
        )

    def sentence(self) -> str:
        r = self.rng
        a, b, c = r.sample(self.things, 3)
        work, other = r.sample(self.works, 2)
        who, n = r.choice(self.people), r.randint(2, 980)
        return r.choice(
            (f"{self.topic}今年把{work}列为重点，{a}和{b}的需求被写进了清单，{c}也有专人负责。",
             f"{who}说，过去{a}常常找不到{b}，现在有了{work}，来回跑的次数少了一半。",
             f"截至目前，{self.town}已完成{work}{n}处，更换{a}{r.randint(2, 60)}批，惠及{b}{n * 7}人次。",
             f"“{a}不是摆设，要让{b}真正用起来。”{self.topic}{self.office}{who}告诉记者，{other}的方案已经改了三稿。",
             f"为了让{a}与{b}衔接得更顺，工作人员连续{r.randint(2, 9)}个晚上核对数据，直到{c}全部调试完毕。",
             f"{work}并不容易：{a}年久失修，{b}分散在{r.randint(3, 12)}个地方，图纸也对不上号。",
             f"在{self.topic}的{a}旁，{who}正在记录{b}的变化，这样的记录她已经坚持了{r.randint(2, 20)}年。",
             f"下一步，{self.town}还将围绕{work}、{other}等工作，完善{a}的管理办法，减轻{b}的负担。",
             f"{other}推开之后，{a}的投诉下降了{r.randint(10, 80)}%，{b}的满意度明显提高。",
             f"记者在现场看到，{a}整齐排列，{b}上贴着新的标识，{who}一边检查{c}，一边向大家讲解《{work}规程》。")
        )  # fmt: skip

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.rng.choice((1, 1, 2, 2, 3, 4))))

    def lead(self) -> str:
        r = self.rng
        when = r.choice(("近日", "日前", f"{r.randint(1, 12)}月{r.randint(1, 28)}日", "连日来"))
        dateline = r.choice(("本报讯　", "本报讯 ", f"本报讯（记者 {self.people[0]}）"))
        news = f"{self.town}{self.topic}的{self.works[0]}正式启动，首批{r.choice(self.things)}已经到位。"
        return f"{dateline}{when}，{news}{self.sentence()}"


def name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def furniture_line(rng: random.Random) -> str:
    return rng.choice(FURNITURE).format(
        n=rng.randint(1, 9),
        m=rng.randint(1, 12),
        label=rng.choice(LABELS),
        week=rng.choice("一二三四五六日"),
        name=name(rng),
        town=rng.choice(TOWNS),
        topic=rng.choice(TOPICS)[0],
    )


def make(number: int, level: str) -> Page:
    """Page ``number`` of a level; one in five is Traditional."""
    rng = random.Random(f"{level}-{number}")
    damage = LEVELS[level]
    page = Page()
    style = _Style(rng.randint(13, 22), rng.choice(damage.indented), rng.random() < 0.5)
    poured: list[_Printed] = []
    if damage.mastheads and rng.random() < damage.mastheads:
        poured += [_Printed(line, "furniture") for line in _masthead(rng)]
    for article, topic in enumerate(rng.sample(TOPICS, rng.randint(3, 5))):
        poured += _article(rng, damage, page, article, _Writer(rng, topic), style)
    for _ in range(damage.furniture * len(page.bodies)):
        poured.insert(rng.randint(0, len(poured)), _Printed(furniture_line(rng), "furniture"))
    columns = _columns(rng, damage, page, poured)
    if damage.pasted:
        columns = [[line] for column in columns for line in column]
    _print(page, poured, columns, marked=damage.pasted or rng.random() < damage.marked_columns)
    if rng.random() < 0.2:
        convert = OpenCC("s2t").convert
        page.lines, page.bodies = [convert(line) for line in page.lines], [convert(body) for body in page.bodies]
        page.kinds.add("traditional")
    return page


@dataclass(frozen=True)
class _Style:
    width: int
    indented: float
    signs_above: bool


def _article(
    rng: random.Random, damage: Damage, page: Page, article: int, writer: _Writer, style: _Style
) -> list[_Printed]:
    jump, lost, glued = (rng.random() < share for share in (damage.jumps, damage.lost_headlines, damage.glued))
    bare = bool(damage.unsigned) and not jump and rng.random() < damage.unsigned
    glued = glued and not bare
    page.kinds |= {kind for kind, done in (("jump", jump), ("lost headline", lost), ("glued byline", glued)) if done}
    page.kinds |= {"unsigned"} if bare else set()
    paragraphs = [writer.paragraph() for _ in range(rng.randint(2, 6))]
    if jump:
        paragraphs[0] = paragraphs[0][rng.randint(3, 12) :]
    elif not bare:
        paragraphs.insert(0, writer.lead())
    title, byline = writer.headline(), f"{rng.choice(('■记者 ', '本报记者 ', '□记者 ', '记者 '))}{name(rng)}"
    above = style.signs_above and not jump and not glued and not bare
    subheads = _subheads(rng, damage, page, paragraphs, writer)
    page.titles.append(None if lost else title)
    page.bodies.append("".join(without_reporter(text) for text in paragraphs))
    out = [] if lost else [_Printed(part, "apart") for part in _headline_lines(rng, title, style.width)]
    out += [_Printed(byline, "apart")] * above
    if jump:
        paragraphs[0] = f"（上接第{rng.randint(1, 4)}版）" + paragraphs[0]
    if glued:
        paragraphs[-1] += rng.choice(("■记者 {}", "（记者 {}）")).format(name(rng))
    for at, text in enumerate(paragraphs):
        if at in subheads:
            out.append(_Printed(text, "text", article, at))
            continue
        indent = "　　" if rng.random() < style.indented else ""
        pieces = cut_once(rng, text) if damage.pasted else wrap(indent + text, style.width)
        lines = [_Printed(line, "text", article, at) for line in pieces]
        if glued and len(lines) > 1 and not damage.pasted and not re.search("[。”]", lines[-1].text):
            lines[-1].role = "apart"  # nothing but the byline is left for the last line
        out += lines
    if not above and not glued and not bare:
        out.append(_Printed(byline, "apart"))
    return out


def _subheads(rng: random.Random, damage: Damage, page: Page, paragraphs: list[str], writer: _Writer) -> set[int]:
    """Puts two sub-heads into ``paragraphs`` of some articles; their places."""
    if not damage.subheads or len(paragraphs) < 4 or rng.random() >= damage.subheads:
        return set()
    page.kinds.add("sub-heads")
    for at in (len(paragraphs) - 1, 2):
        paragraphs.insert(at, writer.subhead())
    return {2, len(paragraphs) - 2}


def _masthead(rng: random.Random) -> list[str]:
    """The lines at the head of a page, one below the other or side by side."""
    day = f"{rng.randint(2019, 2025)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    week = f"星期{rng.choice('一二三四五六日')}"
    paper = rng.choice(("澜城晚报", "北岭日报", "云川周刊", "望海时报"))
    folio = rng.choice(("A03", "第7版", "B12", "05版"))
    section = rng.choice(("要闻", "综合新闻", "民生", "城事·关注"))
    staff = f"责编 {name(rng)} 美编 {name(rng)}"
    return rng.choice(
        (
            [f"{paper} {day} {week} {folio} {section}"],
            [paper, f"{day}  {week}", f"{folio} {section}", staff],
            [f"{folio} {section}", f"{day} {week} {staff}", paper],
            [section, folio, f"{day} {week}", f"编辑/{name(rng)} 校对/{name(rng)}"],
            [paper, day.partition("月")[0] + "月", day.partition("月")[2].removesuffix("日"), week, section],
        )
    )


def without_reporter(text: str) -> str:
    """A lead without the reporter in its dateline, as reading gives it."""
    head, reporter, tail = text.partition("（记者 ")
    return head + tail.partition("）")[2] if reporter and head == "本报讯" else text


def page(*lines: str, sep: str = "\n\n") -> tuple[Article, ...]:
    """The articles that are read from a page of these lines."""
    return read(Document(source="made", name="a.txt", content=sep.join(lines).encode()))


def wrap(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def cut_once(rng: random.Random, text: str) -> list[str]:
    """Three paragraphs in ten run over the foot of a column."""
    if len(text) < 40 or rng.random() < 0.7:
        return [text]
    at = rng.randint(12, len(text) - 12)
    return [text[:at], text[at:]]


def _headline_lines(rng: random.Random, title: str, width: int) -> list[str]:
    """Set large over the column, so often longer than it is wide; sometimes on two lines."""
    half = len(title) // 2
    return [title] if len(title) <= width or rng.random() < 0.6 else [title[:half], title[half:]]


def _columns(rng: random.Random, damage: Damage, page: Page, poured: list[_Printed]) -> list[list[_Printed]]:
    """Columns of equal height, or ending where a paragraph is cut; two neighbours swapped where the damage says so."""
    height = -(-len(poured) // rng.randint(2, 5))
    feet = list(range(height, len(poured), height))
    if damage.pasted:
        cut = [at for at, (a, b) in enumerate(pairwise(poured), 1) if a.role == "text" and a.paragraph == b.paragraph]
        feet = sorted(rng.sample(cut, min(len(cut), rng.randint(2, 4))))
    columns = [poured[a:b] for a, b in pairwise([0, *feet, len(poured)])]
    if len(columns) > 2 and rng.random() < damage.swapped:
        at = rng.randint(0, len(columns) - 2)
        columns[at], columns[at + 1] = columns[at + 1], columns[at]
        page.kinds.add("swapped columns")
    return columns


def _print(page: Page, poured: list[_Printed], columns: list[list[_Printed]], *, marked: bool) -> None:
    """Number the lines as printed; what follows what is known from the order they were poured in."""
    numbers: dict[_Printed, int] = {}
    for at, column in enumerate(columns):
        page.lines += [""] * (marked and at > 0)
        for line in column:
            page.lines.append(line.text)
            numbers[line] = len(page.lines)
    page.furniture = {numbers[line] for line in poured if line.role == "furniture"}
    page.apart = {numbers[line] for line in poured if line.role == "apart"}
    before: _Printed | None = None
    for line in (line for line in poured if line.role == "text"):
        page.owner[numbers[line]] = line.article
        if before is None or before.article != line.article:
            page.starts.add(numbers[line])
        elif before.paragraph == line.paragraph:
            page.joins.add((numbers[before], numbers[line]))
        before = line


@dataclass
class Tally:
    """Right, wrongly found and missed, added up over pages."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, truth: set[object], found: set[object]) -> None:
        self.right += len(truth & found)
        self.wrong += len(found - truth)
        self.missed += len(truth - found)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def compare(page: Page, articles: Sequence[Article], tallies: dict[str, Tally]) -> None:
    """Add to ``tallies`` how well ``articles`` meet the truth: article boundaries, joins, furniture, lines, bodies."""
    texts = [
        [number for p in article.paragraphs for a, b in p.lines for number in range(a, b + 1)] for article in articles
    ]
    texts = [[number for number in text if page.lines[number - 1].strip()] for text in texts]
    joins: set[tuple[int, int]] = set()
    for article in articles:
        for p in article.paragraphs:
            numbers = [n for a, b in p.lines for n in range(a, b + 1) if page.lines[n - 1].strip()]
            joins |= set(pairwise(numbers))
    every = {at for at, line in enumerate(page.lines, 1) if line.strip()}
    used = {number for text in texts for number in text}
    tallies["boundary"].add(set(page.starts), {text[0] for text in texts})
    tallies["join"].add(set(page.joins), set(joins))
    tallies["furniture"].add(set(page.furniture), every - used - page.apart)
    owners = Counter((page.owner[n], at) for at, text in enumerate(texts) for n in text if n in page.owner)
    best: dict[int, int] = {}
    for (owner, at), _ in owners.most_common():
        best.setdefault(owner, at)
    right = sum(owners[owner, at] for owner, at in best.items()) + len(page.furniture - used)
    tallies["lines"].right += right
    tallies["lines"].missed += len(page.owner) + len(page.furniture) - right
    bare = {"".join(article.text.split()) for article in articles}
    tallies["body"].add({"".join(body.split()) for body in page.bodies}, bare)


def measure(numbers: Iterable[int], level: str) -> dict[str, dict[str, Tally]]:
    """Read the pages; tallies by kind of damage ("all" holds every page) and measure."""
    out: dict[str, dict[str, Tally]] = {}
    for number in numbers:
        page = make(number, level)
        content = "\n".join(page.lines).encode()
        articles = read(Document(source="made", name=f"{number}.txt", content=content))
        for kind in ("all", *sorted(page.kinds)):
            compare(page, articles, out.setdefault(kind, {what: Tally() for what in MEASURES}))
    return out


MEASURES = ("boundary", "join", "furniture", "lines", "body")

if __name__ == "__main__":
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for level in LEVELS:
        for kind, tallies in measure(range(pages), level).items():
            print(f"{level:7} {kind:16}", *(f"{what} {tally.f1:.4f} " for what, tally in tallies.items()))
