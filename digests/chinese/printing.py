"""Traditional characters that a converter by phrases chooses wrongly, because its phrases do not heed where words end.

OpenCC takes the longest phrase it knows from the left: 窗口干部 holds 口干, so it became 窗口乾部, 两头发力 兩頭髮力,
and of 征程 it makes 徵程. The words of `data/print_words.txt` were listed on 1.65 million characters of news, by
converting each text whole and each of its words alone and looking at where the two differ: words with one form in
Traditional print, and characters that hardly any word has. Of 704 such differences about 210 are left, in some of which
the word alone is wrong; matters of taste (佈 and 布, 瞭解 and 了解) are not counted. A wrong correction is worse than
none: what OpenCC chose stays where the neighbours may make other words (舞台|风格, 提出|征求, 恢复|制造), read off what
changed in 4.4 million characters of other news, and off words that begin or end alike.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# 头发|发热, but 两头|发力: after other than these, 头 is what hair grows on.
_NO_HAIR = "(?<!^头)(?<![^一两巨龙街牵带码源口势镇苗矛寡]头)"

# Surnames that are other characters than the common words: between what stands before names and after them.
_SURNAMES = {"于": "于", "余": "余", "范": "范", "钟": "鍾", "郁": "郁"}
# Where and when things are done, 于北京、上海举行: the best-known places, and names of days and months.
_NO_NAME = (
    "北京|天津|重庆|广[东州西]|深圳|河[北南内]|山[东西]|江[苏西]|湖[北南]|海[南口]|香港|澳门|台[湾北]|云南|贵[州阳]|四川|成都|武汉|杭州"
    "|南[京昌宁]|苏州|西[安藏宁]|青[海岛]|浙江|安徽|福[建州]|辽宁|沈阳|大连|吉林|长[春沙]|哈尔|甘肃|兰州|宁夏|新疆|郑州|合肥|太原|厦门"
    "|中[国秋午]|美国|英国|法国|德国|日本|韩国|俄罗|欧洲|东京|伦敦|巴黎|纽约|柏林|首尔|曼谷|罗马|春[节季]|夏季|秋季|冬季|元[旦宵]|清[明晨]"
    "|端午|星期|[一二三四五六七八九十]"
)
_NAMED = re.compile(
    r"(?:^|[、，,。；;：:（(“\s]|记者|书记|[区县市省局处科校院部厅会社州]长|主任|主席|总裁|总监|经理|教授|代表|委员|主编)"
    rf"(于(?![是此其今日年月当昨前后上下本该这那人己情理法我你他她它国民外内心家世会周早晚凌近稍随次同推微网社官脸公私]|{_NO_NAME})"
    r"|余(?![下额款地力生热温年震波粮钱党光音味孽料量数兴暇晖角值票货存])|范(?![围例本畴式文])"
    r"|钟(?![表声情头楼点爱鼓])|郁(?![闷郁金结葱积]))"
    r"(?=[\u4e00-\u9fff]{1,2}?(?:$|[、，,。；;：:（()）\s]|表示|说|介绍|指出|认为|告诉|透露|强调|坦言|等|分别|出席|主持))"
)

_RARE = {"箇": "个", "閤": "合", "鍊": "链", "齣": "出", "併": "并", "鬍": "胡", "瞭": "了"}
_RARELY = re.compile(f"[{''.join(_RARE)}]")
_CLEAR = re.compile(r"[指阐说表证查标写言讲点]明$")  # 指明了, not 明了 as in 一目明了


def corrected(source: str, converted: str) -> str:
    """``converted``, which OpenCC made of the Simplified ``source``, with the characters it chooses wrongly set right.

    As it is where the two differ in length.
    """
    if len(source) != len(converted):
        return converted
    printed = list(converted)
    for found in _RARELY.finditer(converted):
        if source[found.start()] == _RARE[found[0]]:  # of other characters, as 炼, it is the usual one
            printed[found.start()] = _usual(source, found.start(), found[0])
    for found in _NAMED.finditer(source):
        printed[found.start(1)] = _SURNAMES[found[1]]
    known, forms = _words()
    for found in known.finditer(source):
        printed[found.start() : found.end()] = forms[found[0]]
    return "".join(printed)


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """The words of `data/print_words.txt` where their neighbours leave them whole, and the Traditional form of each."""
    lines = files("digests.data").joinpath("print_words.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    patterns = [_pattern(word, after.strip("-"), before.strip("-")) for word, _, after, before in rows]
    return re.compile("|".join(patterns)), {word: traditional for word, traditional, _, _ in rows}


def _pattern(word: str, after: str, before: str) -> str:
    hair = _NO_HAIR if word.startswith("发") else ""
    return hair + (f"(?<![{after}])" if after else "") + word + (f"(?![{before}])" if before else "")


def _usual(source: str, at: int, chosen: str) -> str:
    """For a character that few words have the usual one, unless it stands in one of them."""
    before, after = source[max(0, at - 2) : at], source[at + 1 : at + 3]
    match chosen:
        case "箇":
            return "個"
        case "閤":
            return "合"
        case "鍊" if before[-1:] not in ("项", "手", "脚", "金", "银", "铁", "拉"):
            return "鏈"
        case "齣" if after[:1] not in ("戏", "剧", "好", "闹", "悲", "喜", "大"):
            return "出"
        case "鬍" if after[:1] not in ("子", "须", "茬", "渣") and before[-1:] not in ("腮", "羊", "字"):
            return "胡"
        case "瞭" if _CLEAR.search(before):
            return "了"
        case "併" if not _merging(before, after):
            return "並"
    return chosen


def _merging(before: str, after: str) -> bool:
    """Whether 并 between these puts things together."""
    joined = after[:1] == "合" or before[-1:] in ("合", "兼", "吞", "归", "裁", "撤", "整", "拼", "一")
    return joined or after[:1] in ("购", "入", "吞", "拢", "轨", "网", "案", "罚") or after == "发症"
