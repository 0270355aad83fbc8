"""Who wrote it: bylines on a line of their own, glued to a paragraph, or inside the dateline of a lead."""

from __future__ import annotations

import re

from digests.reading.marks import one_of, plain

LONGEST = 60  # characters of a line that may be a byline
_MARK = "[■●▲◆□○★☆◎▪◇※▇█◼⬛/\\\\|丨·*-]"
_ROLE = (
    "(?:本报|本刊|本网|本台|本社|全媒体|融媒体|新华社|中新社|中新网|人民网|新华网|央视|特派|特约|见习|实习|"
    "首席|驻[一-鿿]{2,6}|[一-鿿]{2,6}(?:日报|晚报|时报|早报|网|融媒|电视台))*"
    "(?:全媒体|融媒体|见习|实习|首席|特约|特派)*(?:记者|通讯员|实习生|特约撰稿人|特约撰稿|撰稿人|撰稿|评论员|"
    "特约评论员|作者|主笔|撰文|采写|整理|采访|报道|摄影报道|摄影|图文|[文图摄](?=[:/ ]))"
)
_NAME = "(?:[一-鿿]{2,4}|[一-鿿] [一-鿿]|[一-鿿]{1,7}[·•][一-鿿]{1,9}|[一-鿿])"
_TAIL = "(?:文/?摄影?|摄影?/?文|文/?图|图/?文|摄影报道|报道|摄|文|图|整理|采写|综合报道)"
_SIGNED = f"(?:{_ROLE}[:/丨| ]*(?:{_NAME}[ 、,/&和]*){{1,6}}(?:[/ ]*{_TAIL})?[ 、;|丨/]*)"
_LINE = re.compile(f"^[(【]?{_MARK}? ?{_SIGNED}{{1,4}}[)】]?$")
_MARKED = re.compile("^[■●▲◆□◎▪◇▇█◼] ?((?:[一-鿿]{2,4}[ 、]*){1,4})(?:文/?摄|文|摄)?$")
_OFFICE = re.compile(
    "^([一-鿿]{2,3}|[一-鿿] [一-鿿]) +[一-鿿、 ]{2,24}(?:主任|书记|局长|部长|院长|教授|主席|会长|所长|研究员|"
    "处长|区长|县长|市长|校长|记者|评论员|代表|委员|学者)$"
)
_GLUED = re.compile(
    f"(?<=[。!?…”’)】」》.!? ]) *(?:{_MARK} ?{_SIGNED}{{1,4}}|[(【] ?{_SIGNED}{{1,4}}[)】]|(?:本报)?(?:见习|"
    f"实习)?(?:记者|通讯员)[: ]{_NAME}(?:[ 、]{_NAME}){{0,4}})$"
)
_NAMES_ALONE = re.compile("(?<=[。!?…”.]) *[(] ?((?:[一-鿿]{2,4}[ 、]*){1,3})[)]$")
_AUTHOR = re.compile("(?:作者|记者|撰文|采写) ?[:/] ?([一-鿿]{2,4})(?![一-鿿])")
_IN_LEAD = re.compile(f"^((?:本报|新华社|中新社|中新网|人民网|[一-鿿]{{2,5}}社).{{0,16}}?) ?[(]({_SIGNED}{{1,4}})[)]")
_WORDS = re.compile(
    f"{_ROLE}(?=[:/丨| ]|$)|^{_ROLE}|(?<=[ ;,、|丨]){_ROLE}|{_TAIL}$|[ /]{_TAIL}(?= )|文/摄|图/文|"
    f"[(（]?文/图[)）]?|[(（)）【】:]|" + _MARK
)
# The commonest 320 surnames, one character each, and those of two.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾"
    "侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成"
    "游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫嵇苟卓连褚娄窦岑冷党燕麦宗初佟封闫肇尚仇巫沙商窝宣咸蒲荣郁怀越仲"
    "屠蒙应胥胜艾计伏和穆苍封明臧元蓝迟敖练乐桑全班占皮栾战巩扈简麻缪晏楼雍鄢幸鞠丛郎郜鲜廉粟杭诸农原冀富"
)
_DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "端木",
    "夏侯",
    "独孤",
    "南宫",
    "闻人",
    "呼延",
)
# Without one of these a line is no byline; most lines are out at once.
_TELLING = one_of("记記通撰评評作笔筆采採整报報摄攝文图圖实實■●▲◆□○★☆◎▪◇※▇█◼⬛")
_NOT_NAMES = frozenset(
    [
        "综合报道",
        "报道",
        "整理",
        "综合",
        "摄影",
        "文",
        "摄",
        "图",
        "记者",
        "本报",
        "编辑",
        "采写",
        "供稿",
        "通讯员",
        "作者",
        "文摄",
        "图文",
    ]
)


def names(text: str) -> tuple[str, ...]:
    """The personal names in a byline, in order. A name cut off after one character is none."""
    folded = plain(text)
    blanked = _WORDS.sub(lambda match: " " * len(match[0]), folded)
    found: list[str] = []
    for match in re.finditer("(?<![一-鿿])[一-鿿] [一-鿿](?![一-鿿])|[一-鿿·•]+", blanked):
        name = text[match.start() : match.end()].replace(" ", "")
        if 2 <= len(name) <= 12 and plain(name) not in _NOT_NAMES and name not in found:
            found.append(name)
    return tuple(found)


def byline(text: str) -> tuple[str, ...] | None:
    """The names if ``text`` is a byline and nothing else, else None; () where the name is cut off.

    A mark such as ■ before two to four characters is enough (pen-names of commentators stand so).
    """
    if len(text) > LONGEST or (" " not in text and not _TELLING.search(text)):
        return None
    folded = plain(text).strip()
    if folded.endswith("摄") and "文" not in folded:
        return None  # credits a photograph
    if _LINE.match(folded):
        found = names(text)
        if folded[0] in "■●▲◆□◎▪◇▇█◼" or (found and all(map(is_name, found))):
            return found
    if match := _MARKED.match(folded):
        signed = re.split("[ 、]+", text[match.start(1) : match.end(1)].strip())
        return tuple(name for name in signed if name and plain(name) not in _NOT_NAMES)
    if match := _OFFICE.match(folded):
        return (text[match.start(1) : match.end(1)].replace(" ", ""),)
    return None


def cut_glued(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without a byline glued to its end, and the names."""
    if text[-1] in "。！？”’":
        return text, ()
    tail = text[-64:]
    if text[-1] in ")）" and (match := _NAMES_ALONE.search(plain(tail))):
        found = tuple(re.split("[ 、]+", match[1].strip()))
        if all(map(is_name, found)):
            return text[: len(text) - len(tail) + match.start()].rstrip(), _as_printed(tail, match)
    if not _TELLING.search(tail):
        return text, ()
    if match := _GLUED.search(plain(tail)):
        found = names(tail[match.start() :])
        if found:
            return text[: len(text) - len(tail) + match.start()].rstrip(), found
    return text, ()


def _as_printed(tail: str, match: re.Match[str]) -> tuple[str, ...]:
    return tuple(re.split("[ 、]+", tail[match.start(1) : match.end(1)].strip()))


def credited(text: str) -> tuple[str, ...]:
    """Authors named in a line of credits ("2024-03-12 来源：晚报 作者：李娜")."""
    found = [text[match.start(1) : match.end(1)] for match in _AUTHOR.finditer(plain(text[:120]))]
    return tuple(dict.fromkeys(name for name in found if is_name(name)))


def cut_from_lead(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without '(记者 …)' inside an opening such as '本报讯(记者 …)', and the names."""
    head = text[:80]
    if ("(" not in head and "（" not in head) or not _TELLING.search(head):
        return text, ()
    if match := _IN_LEAD.match(plain(head)):
        found = names(head[match.start(2) : match.end(2)])
        if found:
            return text[: match.end(1)] + " " + text[match.end() :].lstrip(), found
    return text, ()


def is_name(text: str) -> bool:
    """Whether ``text`` could be a personal name: a surname and one or two characters, or a foreign name with a dot."""
    folded = plain(text).replace(" ", "")
    if re.search("[·•]", folded):
        return 3 <= len(folded) <= 16
    return (2 <= len(folded) <= 3 and folded[0] in _SURNAMES) or (3 <= len(folded) <= 4 and folded.startswith(_DOUBLE))
