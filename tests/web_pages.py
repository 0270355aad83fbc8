# ruff: noqa: E501 - markup stands as sites write it
"""Web pages in the manner of Chinese news sites, frame and all, and the text that a reader came for.

Layouts as such sites are built (tables of the nineties, div towers, article elements, WeChat, a government site, a
Traditional one, a forum of comments below, names of classes that say nothing, a box for each paragraph, a brief above
longer ones, a text in two boxes), each with two invented texts. The first ten were written without a look at the
extractor.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape

from opencc import OpenCC

from tests.newspaper_pages import LABELS, TOPICS, _Writer, name


@dataclass(frozen=True)
class WebText:
    """One page: its bytes as served, and what should be read from it."""

    layout: str
    content: bytes
    text: str
    title: str
    published_on: str | None


def links(rng: random.Random, count: int, tag: str = "li") -> str:
    """Headlines of other texts, linked."""
    out = []
    for _ in range(count):
        title = _Writer(rng, rng.choice(TOPICS)).headline()
        out.append(f'<{tag}><a href="/a/{rng.randint(1000, 9999)}.html">{title}</a></{tag}>')
    return "\n".join(out)


def nav(sep: str = "\n") -> str:
    return sep.join(f'<a href="/{at}/">{label}</a>' for at, label in enumerate(("首页", *LABELS)))


TABLE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}--{town}日报</title></head>
<body bgcolor=white><table width=960><tr><td>{nav}</td></tr></table>
<table width=960><tr><td width=200 valign=top><b>本版标题导航</b><ul>{links8}</ul></td>
<td valign=top><font size=5><b>{title}</b></font><br>{date} 记者 {name}<hr>
{paragraphs_br}
<br><div align=right><a href="#">上一篇</a> <a href="#">下一篇</a></div></td></tr></table>
<table width=960><tr><td align=center>{town}日报社版权所有 未经许可不得转载 ICP备0{n}00{n}号</td></tr></table></body></html>"""

DIVS = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{town}新闻网</title>
<meta name="publishdate" content="{date}"><meta name="author" content="{name}">
<script>var a="var b=1;";</script><style>.x{{color:red}}</style></head><body>
<div class="top"><div class="logo">{town}新闻网</div><div class="menu">{nav}</div></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/x">要闻</a> &gt; 正文</div>
<div class="wrap"><div class="left"><h1>{title}</h1>
<div class="info"><span>{date} 08:30</span><span>来源：{town}日报</span><span>字号：<a>大</a><a>中</a><a>小</a></span></div>
<div class="content" id="zoom">{paragraphs_p}<p style="text-align:right">责任编辑：{name2}</p></div>
<div class="share">分享到：<a>微信</a><a>微博</a><a>QQ空间</a></div>
<div class="rel"><h3>相关阅读</h3><ul>{links8}</ul></div></div>
<div class="right"><h3>热门排行</h3><ul>{links12}</ul><div class="ad">广告</div></div></div>
<div class="foot"><p>{nav}</p><p>版权所有：{town}新闻网 未经授权禁止转载使用</p><p>新闻热线：0{n}1-8{n}6500</p></div></body></html>"""

ARTICLE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title} - {town}在线</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{date}T08:30:00+08:00">
<link rel="canonical" href="https://example.com/a.html"></head><body><header><nav>{nav}</nav></header>
<main><article><header><h1>{title}</h1><time datetime="{date}">{date}</time> <span class="by">文 / {name}</span></header>
<figure><img src="a.jpg"><figcaption>{topic}一角。{name2} 摄</figcaption></figure>{paragraphs_p}
<p>（本文来自{town}在线，更多原创资讯请下载“{town}在线”APP）</p></article>
<section class="more"><h2>延伸阅读</h2>{links6p}</section></main>
<aside><h2>热点推荐</h2><ul>{links12}</ul></aside><footer>© 2031 {town}在线 沪ICP备{n}号-1 联系我们 隐私政策</footer></body></html>"""

WECHAT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><meta property="og:title" content="{title}">
<meta name="author" content="{town}发布"></head><body id="activity-detail"><div id="js_article"><div class="rich_media_inner">
<h1 class="rich_media_title" id="activity-name">{title}</h1><div id="meta_content"><span>原创</span><span>{town}发布</span><em></em></div>
<div class="rich_media_content" id="js_content"><section><p>点击上方蓝字关注我们</p></section>{paragraphs_section}
<section><p style="text-align:center">—END—</p></section><section><p>编辑：{name2}</p><p>来源：{town}日报</p></section>
<section><p>觉得不错，请点赞、在看</p></section></div></div>
<div class="qr"><p>微信扫一扫关注该公众号</p></div></div></body></html>"""

GOVERNMENT = """<!DOCTYPE html><html><head><meta charset="gbk"><title>{title}_{town}人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{date} 09:12"><meta name="ContentSource" content="{town}人民政府"></head>
<body><div id="head"><ul class="n">{navli}</ul></div><div class="main"><div class="dqwz">您现在所在的位置: 首页 > 政务动态 > 街镇动态</div>
<div class="tit">{title}</div><div class="xx">发布日期：{date} 浏览次数：1{n}56 字体：[大 中 小]</div>
<div class="TRS_Editor">{paragraphs_div}</div><div class="gongju"><a>打印本页</a> <a>关闭窗口</a></div>
<div class="xgxx"><p>相关链接</p><ul>{links6}</ul></div></div>
<div class="bottom">主办：{town}人民政府办公室 承办：{town}大数据中心<br>网站标识码：31011{n}0001 沪公网安备 3101{n}02000 号<br>地址：人民路{n}号 电话：021-6{n}00000</div></body></html>"""

BIG5 = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>{title}--{town}網</title></head><body>
<div class="w1000 nav">{nav}</div><div class="path"><a href="/">{town}網</a>&gt;&gt;<a>要聞</a></div>
<div class="text_title"><h1>{title}</h1><div class="box01">{date} 來源：{town}網 <a>分享到：</a></div></div>
<div class="box_con"><div style="text-align:center"><img src="1.jpg"></div><p style="text-align:center">{topic}外景。{name2}攝</p>{paragraphs_p}
<div class="edit">(責編：{name}、{name2})</div></div><div class="zdfy">分享讓更多人看到</div>
<div class="clearfix"><h2>推薦閱讀</h2><ul>{links8}</ul></div><div class="copyright">{town}網版權所有，未經書面授權禁止使用</div></body></html>"""

COMMENTS = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}|{town}|{topic}_网友新闻</title></head><body>
<div class="g-nav">{nav}</div><div class="post_main"><h1 class="post_title">{title}</h1>
<div class="post_info">{date} 07:12:45　来源: {town}晚报　举报</div><div class="post_body">{paragraphs_p}</div>
<div class="post_author">责任编辑：{name}_NN{n}</div></div>
<div class="tie"><h2>网友评论</h2>{comments}</div><div class="hot"><h2>猜你喜欢</h2><ul>{links12}</ul></div>
<div class="foot">About | 公司简介 | 联系方法 | 招聘信息 | 客户服务 | 隐私政策 | 不良信息举报</div></body></html>"""

PAGED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-数字报-{town}日报</title></head><body>
<div class="paper"><div class="list"><p>第0{n}版：{label}</p><ul>{links6}</ul></div><div class="art"><h3></h3><h2>{title}</h2><h3></h3>
<p class="date">{date}　　{town}日报 　 作者：{name}</p><div id="ozoom"><founder-content>{paragraphs_p_nbsp}</founder-content></div>
<p><a>放大+</a> <a>缩小-</a> <a>默认</a> <a>朗读</a></p><p><a>上一篇</a> <a>下一篇</a></p></div></div>
<p>版权所有 {town}日报社 | 国内统一刊号 CN31-00{n}1</p></body></html>"""

FLAT = """<html><body><center>{nav}</center><h2>{title}</h2><p>{date}　{town}电视台</p>{paragraphs_p}
<p>编辑：{name}</p><p><a href="/">返回首页</a></p><hr><p>更多新闻</p>{links8p}</body></html>"""

LINKED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{town}财经</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "datePublished": "{date}T10:00:00+08:00"}}</script></head><body>
<div id="app"><div class="bar">{nav}</div><div class="m"><div class="hd"><h1>{title}</h1><p>{town}财经 {date} 10:00</p></div>
<div class="bd">{paragraphs_linked}</div><div class="tags">标签：<a>{topic}</a><a>{town}</a></div><div class="dis">免责声明：本文仅供参考，不构成任何投资建议。</div>
<div class="next">{links6}</div></div><div class="side"><p>24小时热榜</p><ol>{links12}</ol></div></div></body></html>"""

HASHED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{town}资讯_{town}网</title><meta name="og:time" content="{date} 10:11"></head><body>
<div class="x_Rtyu1">{nav}</div><div class="x_6aoaO"><div class="x_gXWqB"><h1 class="x_B8mhI">{title}</h1><div class="x_hyDA9"><a>{town}日报</a><span>{date} 10:11:12</span></div>
<div class="x_rTYwb">{paragraphs_p}</div><div class="x_Zx9">{said}</div><div class="x_Q">{teasers}</div></div><div class="x_4">{links8}</div></div></body></html>"""

BLOCKS = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} - {town}中文</title><script type="application/ld+json">
{{"@graph": [{{"@type": "ReportageNewsArticle", "datePublished": "{date}T08:00:00Z", "author": {{"@type": "NewsMediaOrganization", "name": "{town}中文"}}}}]}}</script></head><body>
<header><nav>{nav}</nav></header><main><div class="c-19j"><h1>{title}</h1></div><div class="c-19j"><section aria-labelledby="article-byline"><ul><li><span>{name}</span></li><li>{town}记者</li></ul></section></div>
{paragraphs_boxed}<section class="c-e1"><h2>热读</h2><ul>{links6}</ul><p>End of 热读</p></section></main><div class="c-sd">{teasers}</div></body></html>"""

FLASH = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} - 快讯 - {town}财经</title></head><body><div class="top-bar">{nav}</div><div class="container">
<h1 class="flash-title">{title}</h1><div class="meta"><span>{town}财经</span><span>{date} 09:30</span></div><div class="flash-content">{paragraphs_p}</div>
<div class="next-flash"><div class="hd">下一条</div>{teasers}{teasers}</div></div></body></html>"""

SPLIT = """<html lang="zh-Hant-HK"><head><meta charset="utf-8"><title>{title} - 港聞 - {town}新聞網</title></head><body><div id="today">2033年11月22日 星期日</div><div>{nav}</div>
<div id="maincontent"><hgroup><h1>{title}</h1></hgroup><div class="date">{date}</div><div id="upper" class="article_wrap"><article class="txt4">{paragraphs_first}</article></div>
<div class="ad300"><span>相關字詞</span><a>{topic}</a></div><div id="lower"><article class="txt4">{paragraphs_rest}</article></div><div>{links6p}</div></div></body></html>"""

LAYOUTS = {
    "table": (TABLE, "gb18030"), "divs": (DIVS, "utf-8"), "article": (ARTICLE, "utf-8"), "wechat": (WECHAT, "utf-8"),
    "government": (GOVERNMENT, "gb18030"), "big5": (BIG5, "big5hkscs"), "comments": (COMMENTS, "utf-8"), "paged": (PAGED, "utf-8"),
    "flat": (FLAT, "gb18030"), "linked": (LINKED, "utf-8"),
    "hashed": (HASHED, "utf-8"), "blocks": (BLOCKS, "utf-8"), "flash": (FLASH, "utf-8"), "split": (SPLIT, "utf-8"),
}  # fmt: skip
DATED = {
    "divs",
    "article",
    "government",
    "linked",
    "hashed",
    "blocks",
    "flash",
    "split",
}  # layouts whose markup names the day


def make(layout: str, number: int) -> WebText:
    rng = random.Random(f"{layout}-{number}")
    writer = _Writer(rng, rng.choice(TOPICS))
    paragraphs = [writer.lead().replace("（记者 " + writer.people[0] + "）", " ")]
    paragraphs += [writer.paragraph() for _ in range(0 if layout == "flash" else rng.randint(4, 8))]
    title, date = writer.headline(), f"2031-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}"
    template, charset = LAYOUTS[layout]
    town, linked = writer.town, f'<a href="/t/1">{writer.topic}</a>'
    comments = "".join(
        f"<div class=c><b>网友{rng.randint(100, 999)}</b><p>{writer.topic}早该这样了，支持！</p></div>"
        for _ in range(4)
    )
    others = [_Writer(rng, rng.choice(TOPICS)) for _ in range(4)]
    said = "".join(
        f"<div class=r><span>网友{at}</span><em>2031-12-0{at + 1} 08:12</em><p>{other.paragraph()}</p><a>回复</a></div>"
        for at, other in enumerate(others)
    )
    teasers = "".join(
        f'<div class=i><h3><a href="/b/{at}.html">{other.headline()}</a></h3><p>{other.paragraph()}</p></div>'
        for at, other in enumerate(others)
    )
    page = template.format(
        title=escape(title), town=town, date=date, topic=writer.topic, label=rng.choice(LABELS), n=rng.randint(1, 9),
        name=name(rng), name2=name(rng), nav=nav(), navli="".join(f"<li>{link}</li>" for link in nav("|").split("|")), comments=comments,
        links6=links(rng, 6), links8=links(rng, 8), links12=links(rng, 12), links6p=links(rng, 6, "p"), links8p=links(rng, 8, "p"),
        paragraphs_p="\n".join(f"<p>　　{p}</p>" for p in paragraphs),
        paragraphs_p_nbsp="".join(f"<P>&nbsp;&nbsp;&nbsp;&nbsp;{p}</P>" for p in paragraphs),
        paragraphs_br="<br><br>\n".join("　　" + p for p in paragraphs),
        paragraphs_div="\n".join(f'<div style="text-indent:2em"><span style="font-size:14pt">{p}</span></div>' for p in paragraphs),
        paragraphs_section="\n".join(f"<section><section><p><span>{p}</span></p></section></section>" for p in paragraphs),
        said=said, teasers=teasers, paragraphs_first="".join(f"<p>{p}</p>" for p in paragraphs[:3]),
        paragraphs_rest="".join(f"<p>{p}</p>" for p in paragraphs[3:]),
        paragraphs_boxed="".join(f'<div dir=ltr class="c-19j"><p class="c-1l">{p}</p></div>' for p in paragraphs),
        paragraphs_linked="\n".join(f"<p>{p.replace(writer.topic, linked, 1)}</p>" for p in paragraphs),
    )  # fmt: skip
    text = "".join(paragraphs)
    if charset.startswith("big5"):
        convert = OpenCC("s2t").convert
        page, text, title = convert(page), convert(text), convert(title)
    return WebText(layout, page.encode(charset, "replace"), text, title, date if layout in DATED else None)
