"""What an outlet prints around the text of a web page: who made it, and what its readers shall do.

Theory: it stands within the box of the text, so no element tells it apart; but it stands at the ends, is short, and
speaks of this page, its makers or its readers instead of what happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.reading import bylines, furniture
from digests.reading.days import days
from digests.reading.lines import numbered
from digests.reading.marks import is_closed, plain
from digests.reading.names import is_name
from digests.reading.signatures import role_at
from digests.reading.web.copied import LONGEST_OFFICE, ON_A_DAY
from digests.reading.web.pieces import Piece

_STATED = re.compile("^原(?:标)?题 ?:|(?:记者|编辑|作者|通讯员)$")  # its first headline, the office of its writer
_RESTATED = re.compile("原(?:标)?题 ?:")
_OFFICE = re.compile("[一-鿿]{2,6} ?[:|/] ?[一-鿿]{2,4}(?:[ 、,][一-鿿]{2,4})*")  # 值班主任 | 王磊
_CALLS = re.compile(  # asks its reader to do something with this outlet, not with what the article tells
    "(?:下载|打开|安装|订阅|关注|加入|扫码|扫描|长按|识别|点击|戳)[^。]{0,16}(?:APP|客户端|公众号|频道|社群|账号|帐号|二维码|小程序|蓝字|读者群|即时通知)|"
    "(?:点个|(?<![一-鿿])点|点亮|点一下|顺手|(?:记得|欢迎|别忘了?|请|麻烦|帮忙)[^。]{0,4}点)[^。]{0,4}(?:赞|在看|关注|星标|收藏|分享)|"
    "(?:转发|分享)[^。]{0,6}(?:朋友圈|更多人|朋友)|"
    "转载[^。]{0,12}(?:授权|注明|联系)|加入[^。]{0,6}(?:LINE|好友)|"
    "(?:追踪|按赞|订阅)[^。]{0,12}(?:粉专|粉丝|IG|Instagram|Facebook|脸书|LINE|YouTube|电子报|我们)|退订|取消订阅|(?:订阅|加入|成为|开通)[^。]{0,6}会员|已是会员|付费阅读|"
    "[您你]对(?:本次|本文|此文|该)[^。]{0,8}(?:满意|评价|有用)|收到[这此][封份]?邮件|欢迎(?:您|大家)?[^。]{0,4}(?:搜索|搜寻|关注|订阅|收听|访问|扫码|加入|留言)|"
    "(?:新闻线索|报料|爆料)[^。]{0,8}(?:欢迎|请|拨打|联系|热线)|小编微信",
    re.I,
)
_QUOTES = re.compile('[“”「」『』‘’"]')
_NOTE = re.compile("[\\[［][^\\[\\]［］]{4,120}[\\]］]。?")  # of the editors, below the text
_FIRST = re.compile(
    "^(?:The post .* appeared first on |.{0,120}(?:首次|最先|首先|最早)(?:出现|发表|发布|刊登)[在于])[^。]{1,60}[.。]?$"
)
_BUTTON = "(?:阅读?|浏览|点击|评论|回复|分享|收藏|点?赞|转发|举报|推荐|喜欢|在看|跟[帖贴]|参与|打印|关闭|返回)"
_BUTTONS = re.compile(f"(?:{_BUTTON}[量数]? ?[:(]?(?:\\d[\\d.,]*[万wk+]?)?[)]? ?[|·/]? ?){{2,}}", re.I)
_MORE = re.compile("(?:点击)?(?:加载|查看|显示|展开|浏览)(?:更多|全部|全文|剩余)[^。,]{0,8}")
_BROWSER = re.compile(
    "(?:启用|开启|支持|打开)[^。]{0,6}(?:Java ?Script|HTML ?5|Flash|Cookie)|浏览器[^。]{0,8}(?:不支持|版本过低)", re.I
)
_ONWARD = re.compile(
    "(?:返回|查看|阅读|展开|点击|点此|继续|了解)[^。]{0,8}(?:更多|全文|原文|详情)|返回[^。]{2,6}[,，]?查看更多|>{2,}|^[.…]*(?:全文|原文|展开)$"
)
_VALUE = re.compile("[^ :/|丨、,;。!?()]{1,14}")
_SET_APART = re.compile(" ?[:/|丨] ?")
_BETWEEN = re.compile("[ 、,;&]+")
_STARS = "※★☆◎＊*⊙"
_PICTURE_FROM = re.compile("[(【]?[一-鿿]{0,4}(?:图|图片|照片|影片|视频)来源 ?[:/]")
_END = re.compile("[(（【—-]*(?:完|全文完|本文完|END|The End)[)）】—-]*", re.I)
_AFTER_END = 8  # pieces at the end among which a mark may say that the text ends
_LONGEST_NOTICE, _TELLING = 320, 3  # characters, and words of outlets that it must hold
_OUTLET = re.compile("客户端|APP|公众号|热线|新闻线索|版权|转载|授权|投诉|追究|二维码|下载|扫码|邮箱|商务合作|欢迎关注")
_FILED = re.compile(
    "^(?:#[^# ]+ ?)+$|^(?:via|Filed under|Posted (?:in|by|on)|Tagged?|Tags|Categor(?:y|ies)|分类|标签|栏目)\\b[: ]",
    re.I,
)
_PAID = re.compile("^[【\\[(]?(?:广告|推广|赞助(?:内容)?)[】\\])丨|:]")
_EDGE = 3  # pieces at either end of the text among which an outlet speaks to its readers


def trimmed(kept: list[Piece]) -> list[Piece]:
    """``kept`` without what the outlet asks of its readers above and below the text."""
    first, last = 0, next((at for at in range(max(1, len(kept) - _AFTER_END), len(kept)) if _ends(kept[at])), len(kept))
    while first < last and (_beside_the_text(kept[first]) or _heads_the_text(kept[first])):
        first += 1
    while last > first and not _dates_a_notice(kept[max(first, last - 3) : last]):
        if not (_beside_the_text(kept[last - 1]) or _noted(kept[last - 1]) or _starred(kept[:last])):
            break
        last -= 1
    edges = {id(piece) for piece in (*kept[first : first + _EDGE], *kept[max(first, last - _EDGE) : last])}
    return [piece for piece in kept[first:last] if id(piece) not in edges or not _asks(piece)]


def _dates_a_notice(last: Sequence[Piece]) -> bool:
    """Whether the day alone is the last of three lines, below the office that signs and the end of the text."""
    if len(last) < 3 or not ON_A_DAY.fullmatch(plain(last[2].text)):
        return False
    above, office = last[:2]
    return is_closed(above.text) and len(office.text) <= LONGEST_OFFICE and not _beside_the_text(office)


def _ends(piece: Piece) -> bool:
    return len(piece.text) <= 10 and bool(_END.fullmatch(piece.text))


def _beside_the_text(piece: Piece) -> bool:
    filed = len(piece.text) <= 80 and _FILED.search(plain(piece.text))
    restated = len(piece.text) <= 80 and _RESTATED.match(plain(piece.text))
    pictured = len(piece.text) <= 60 and _PICTURE_FROM.match(plain(piece.text))
    return bool(filed or restated or pictured) or _asks(piece) or is_furniture(piece) or credits_only(piece.text)


def credits_only(text: str) -> bool:
    """Whether ``text`` is a row of roles, each with whom or what it names: （文/王磊 图/学生记者团 审核/李四维）."""
    folded = plain(text).strip("()[] ")
    at = roles = 0
    while at < len(folded) <= 80:
        role = role_at(folded, at)
        apart = role and _SET_APART.match(folded, at + role[1])
        if role and apart:
            at, roles = apart.end(), roles + 1
        elif roles and (value := _VALUE.match(folded, at)):
            at = value.end()
            at = between.end() if (between := _BETWEEN.match(folded, at)) else at
            if at == value.end() < len(folded):
                return False
        else:
            return False
    return roles > 0 and len(folded) <= 80


def interrupts(text: str) -> bool:
    """Buttons with their counts in a row, what a page says to a browser that cannot show it, or what is paid for."""
    folded = plain(text)
    if len(folded) > 60:
        return len(folded) <= 120 and bool(_PAID.match(folded))
    if _PAID.match(folded):
        return True
    return bool(_BUTTONS.fullmatch(folded) or _MORE.fullmatch(folded) or _BROWSER.search(folded))


def without_pointer(piece: Piece) -> str:
    """The text of ``piece`` without a link behind its last sentence that leads on: "…两万只。返回首页，查看更多"."""
    last = piece.parts[-1] if len(piece.parts) > 1 else ""
    if not piece.linked or not last or len(last) > 16 or not _ONWARD.search(last) or not piece.text.endswith(last):
        return piece.text
    kept = piece.text[: -len(last)].rstrip()
    return kept if kept and kept[-1] in "。！？!?…”」』" else piece.text


def _heads_the_text(piece: Piece) -> bool:
    """A name or a day between headline and text, or what credits it."""
    text = piece.text
    if len(text) <= 80 and _STATED.search(plain(text)):
        return True
    if piece.prose or piece.bold or len(text) > 60 or text[-1] in "。！!?…”」：:":
        return False
    return bool(
        days(text) or bylines.credited(piece.spaced) or bylines.byline(text) or is_name(text) or bylines.names(text)
    )


def _asks(piece: Piece) -> bool:
    if piece.text[0] in "“「":
        return False  # somebody in the article asks
    folded = plain(_QUOTES.sub("", piece.text))
    if 60 < len(folded) <= _LONGEST_NOTICE:
        return len(set(_OUTLET.findall(folded))) >= _TELLING
    return len(folded) <= 60 and bool(_CALLS.search(folded) or _OFFICE.fullmatch(folded))


def _starred(kept: Sequence[Piece]) -> bool:
    """Whether the last line alone begins with a star or the like; several are a list."""
    text = kept[-1].text
    before = kept[-2].text if len(kept) > 1 else ""
    return text[0] in _STARS and len(text) <= 80 and before[:1] != text[0]


def _noted(piece: Piece) -> bool:
    return bool(_NOTE.fullmatch(piece.text)) or (len(piece.text) <= 240 and bool(_FIRST.search(plain(piece.text))))


def is_furniture(piece: Piece) -> bool:
    return furniture.score(numbered([(0, piece.text, 0, 0)])[0])[0] >= furniture.THRESHOLD
