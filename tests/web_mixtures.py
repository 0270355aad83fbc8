"""Web pages mixed at random from the parts that Chinese news sites are built of, with the text that should be read.

What varies: how paragraphs are set, what stands between them and at their end, in which order and with or without
labels related texts, readers' comments, notices and cards of writers follow, whether the sidebar comes first, how deep
it all is nested, and whether class names say anything.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

_SITES = ("云岭网", "滨海日报", "云上江湾", "新江报")
_WRITERS = ("顾晓岚", "周达人")
_TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "老菜场改了三年，为什么摊主都愿意回来",
        (
            "3月11日清晨五点半，梧桐路菜场的卷帘门哗啦一声拉开，卖豆腐的陈根宝把第一板热豆腐搬上了摊位。",
            "“地砖不滑了，头顶也不漏水了。”陈根宝说。三年前，这里还是一个用石棉瓦搭起来的马路市场。",
            "# 搬走容易回来难",
            "街道决定对菜场进行原址改造，一百二十七户摊主临时疏散到两公里外的过渡点，不少人动了转行的念头。",
            "“我们算过一笔账，过渡期每户平均损失四万二千元。”街道商贸办主任吕文斌说，租金三年不涨。",
            "到去年12月，一百二十七户里有一百一十九户签了回迁协议。",
            "# 菜场里长出了客厅",
            "78岁的居民徐阿婆每天上午都要来坐一坐：“买菜十分钟，聊天一小时。”",
        ),
    ),
    (
        "暴雨蓝色预警发布 部分路段积水",
        (
            "市气象台今天15时20分发布暴雨蓝色预警，预计未来六小时本市将有短时强降水。",
            "截至发稿时，江湾大道、民府路等四处路段积水深度超过二十厘米，交警已现场疏导。",
        ),
    ),
    (
        "他在雪山脚下种了三十年树",
        (
            "清晨的雾还没有散，六十三岁的多吉已经背着树苗上山了。",
            "三十年前，这片山坡上只有碎石和风。",
            "“第一年种的三千棵，活下来的不到两百棵。”多吉蹲下身，用手比画着树苗的高度。",
            "从那以后，他每年种一万棵，雷打不动。到今年秋天，山坡上的树超过了二十六万棵。",
            "树多了，水也多了。",
            "有人问他图什么。多吉想了很久，说：“我阿爸以前总说，树是山的衣裳。”",
        ),
    ),
)
_OTHERS = (
    "全市高温预警升级，这些路段洒水频次加倍",
    "首批共有产权房今日开放看房",
    "地铁早高峰增开列车，间隔缩至两分钟",
    "老旧小区加装电梯突破三千台",
    "社区食堂为何能盈利",
    "台风外围云系明起影响本市",
)
_SAID = (
    ("江湾老张", "我家就在旁边，那三年真是不方便，现在总算好了，希望物价别涨。"),
    ("momo", "红烧肉不错，八块钱一份，老人家去吃还打折。"),
    ("路过的猫", "看哭了，想起小时候跟着外婆出门的日子。那时候什么都要讲半天价，现在都是扫码了。"),
    ("用户8812", "停车怎么办？周围根本没有车位，建议记者再去问问。"),
)
_CAPTIONS = (
    '<p style="text-align:center"><img src=a.jpg></p><p style="text-align:center">活动现场。 通讯员 孙立 摄</p>',
    "<figure><img><figcaption>现场图</figcaption></figure>",
    '<p><img></p><p><span style="color:#888;font-size:12px">资料图片</span></p>',
    '<div class="img"><img><span>记者 孙立 摄</span></div>',
)
_BETWEEN = (
    "<div>广告</div>",
    f'<p><a href="/z">延伸阅读：{_OTHERS[1]}</a></p>',
    '<div><a href="/app">打开APP，查看更多精彩图片</a></div>',
    '<script>show("广告")</script>',
)
_TAILS = (
    "<p>（责任编辑：王五）</p>",
    "<p>编辑：王五　校对：赵六</p>",
    "<p>（本报记者 顾晓岚 周达人）</p>",
    "<p>（完）</p>",
    "<p>扫码关注我们</p>",
    "<p>文/顾晓岚　图/受访者提供</p>",
    "<p>原标题：一件旧事</p>",
)
_SETTINGS: dict[str, tuple[str, str]] = {
    "paragraphs": ("<p>{}</p>", "\n"),
    "indented": ("<p>　　{}</p>", "\n"),
    "boxes": ("<div>{}</div>", ""),
    "sections": ('<section><span style="font-size:15px">{}</span></section>', ""),
    "lines": ("　　{}", "<br>"),
    "double lines": ("{}", "<br><br>\n"),
}


@dataclass(frozen=True)
class Mixture:
    """A page and what should be read from it."""

    html: str
    title: str
    paragraphs: tuple[str, ...]
    day: str


class _Mixer:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.naming = self.rng.choice(("plain", "plain", "opaque", "modules", "none"))
        self.labels = self.rng.random() < 0.6
        self.site = self.rng.choice(_SITES)
        self._names: dict[str, str] = {}

    def box(self, name: str, inner: str, tag: str = "div") -> str:
        called = self._names.setdefault(name, self._called(name))
        return f"<{tag}{called}>{inner}</{tag}>"

    def _called(self, name: str) -> str:
        spelled = {
            "plain": name,
            "opaque": f"c{self.rng.randint(1000, 9999)}",
            "modules": f"{name}_{self.rng.choice('abcdefgh')}{self.rng.randint(100, 999)}__x",
        }
        return f' class="{spelled[self.naming]}"' if self.naming in spelled else ""

    def body(self, text: tuple[str, ...]) -> str:
        setting, between = _SETTINGS[self.rng.choice(list(_SETTINGS))]
        heading = self.rng.choice(("h2", "h3", "p"))
        lines = []
        for line in text:
            strong = f"<strong>{line[2:]}</strong>"
            head = strong if "br" in between else f"<{heading}>{strong}</{heading}>"
            lines.append(head if line.startswith("# ") else setting.format(line))
        for chance, things in ((0.35, _CAPTIONS), (0.2, _BETWEEN)):
            if self.rng.random() < chance:
                lines.insert(self.rng.randint(1, len(lines) - 1), self.rng.choice(things))
        tail = "".join(self.rng.sample(_TAILS, self.rng.choice((0, 0, 1, 1, 2))))
        return self.box(self.rng.choice(("content", "article-content", "zoom", "txt")), between.join(lines) + tail)

    def info(self, day: str) -> str:
        writers = " ".join(_WRITERS)
        return self.box("info", self.rng.choice((
            f"<span>{day} 08:12</span><span>来源：{self.site}</span><span>作者：{writers}</span>",
            f"{day}　来源：{self.site}　记者 {writers}　字号：<a>大</a><a>中</a><a>小</a>",
            f"<em>{self.site}</em> <time>{day} 08:12</time> 阅读 3121",
            f"发布时间：{day} | 浏览次数：12次 | 【打印】【关闭】",
        )))  # fmt: skip

    def related(self) -> str:
        titles = self.rng.sample(_OTHERS, self.rng.randint(3, 6))
        label = f"<h3>{self.rng.choice(('相关阅读', '热点推荐', '猜你喜欢'))}</h3>" if self.labels else ""
        rows = self.rng.choice((
            [f'<li><a href="/{at}.html">{title}</a><span>2031-04-1{at}</span></li>' for at, title in enumerate(titles)],
            [f'<p>·<a href="/{at}.html">{title}</a></p>' for at, title in enumerate(titles)],
            [self.box("item", f'<h4><a href="/{at}.html">{title}</a></h4><p>{title}，记者了解到，工作正在推进。</p>')
             for at, title in enumerate(titles)],
            [f'<a href="/{at}.html"><div>{title}</div><div>{self.site} {at}小时前</div></a>'
             for at, title in enumerate(titles)],
        ))  # fmt: skip
        return self.box("list", label + "".join(rows))

    def comments(self) -> str:
        said = self.rng.sample(_SAID, self.rng.randint(2, 4))
        label = "<h3>评论（4）</h3>" if self.labels else ""
        rows = self.rng.choice((
            [self.box("one", f"<img><b>{who}</b><em>2031-06-0{at} 10:00</em><p>{words}</p><a>回复</a>")
             for at, (who, words) in enumerate(said, 1)],
            [f"<li><span>{who}</span>：{words}</li>" for who, words in said],
            [f"<p>{who}</p><p>{words}</p>" for who, words in said],
            [self.box("one", f"<div>{who}</div><div>{words}</div><div>赞(3)　回复</div>") for who, words in said],
        ))  # fmt: skip
        return self.box("say", label + "".join(rows))

    def notice(self) -> str:
        return self.box("note", self.rng.choice((
            "特别声明：本文为平台号作者上传并发布，仅代表该作者观点，本平台仅提供信息发布服务。",
            "<p>免责声明：本网转载文章旨在传递更多信息，不代表本网观点。如涉及版权请与我们联系。</p>",
            f"<p>打开{self.site}客户端，阅读体验更佳</p><a>立即打开</a>",
        )))  # fmt: skip

    def pager(self) -> str:
        return self.box("turn", f"<p>上一篇：<a href=1>{_OTHERS[3]}</a></p><p>下一篇：<a href=2>{_OTHERS[4]}</a></p>")

    def card(self) -> str:
        return self.box("who", f"<img><h4>{_WRITERS[0]}</h4><p>{self.site}记者，关注城市与人。</p><a>+关注</a>")


def mix(seed: int) -> Mixture:
    """The page of ``seed``; the same seed is the same page."""
    mixer = _Mixer(seed)
    rng = mixer.rng
    title, text = rng.choice(_TEXTS)
    day = f"2031-0{rng.randint(1, 5)}-1{rng.randint(0, 9)}"
    heading = rng.choice(("h1", "h1", "h2"))
    parts: list[Callable[[], str]] = [
        mixer.related,
        mixer.comments,
        mixer.notice,
        mixer.pager,
        mixer.card,
        mixer.related,
    ]
    after = "".join(part() for part in rng.sample(parts, rng.randint(1, 5)))
    inner = f"<{heading}>{title}</{heading}>{mixer.info(day)}{mixer.body(text)}{after}"
    for _ in range(rng.randint(0, 3)):
        inner = mixer.box("wrap", inner)
    side = mixer.box("side", "".join(mixer.related() for _ in range(rng.randint(0, 2))))
    above = mixer.box(
        "top", "".join(f"<a href='/{at}/'>{name}</a> " for at, name in enumerate(("首页", "要闻", "本地")))
    )
    below = mixer.box("foot", f"<p>{mixer.site} 版权所有　云ICP备1234号</p><p>举报电话：0000-123456</p>")
    head = f"<title>{title}{rng.choice(('_', '-', ' - ', '|'))}{mixer.site}</title>"
    page = above + rng.choice((inner + side, side + inner)) + below
    html = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{page}</body></html>"
    return Mixture(html, title, tuple(line.removeprefix("# ") for line in text), day)
