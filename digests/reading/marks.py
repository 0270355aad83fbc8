"""What single characters and small patterns on a newspaper page say, in both scripts and both widths."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from digests.chinese.script import fold

CJK = "一-鿿㐀-䶿豈-龎"

# Enough Traditional characters for the words that patterns of this package use; the text itself is never changed.
_TRADITIONAL = (
    "報报記记訊讯員员攝摄圖图編编輯辑責责審审頁页條条網网點点擊击擴扩評评論论關关註注號号閱阅讀读鏈链接接聞闻導导覽览顶顶頂顶録录錄录"
    + (
        "電电線线發发佈布權权許许違违傳传郵邮編编碼码獻献參参僅仅稱称態态實实習习執执業业總总監监簽签終终複复覆复覈核製制設设計计劃划統统籌筹標标題题欄栏"
        "熱热誌志時时間间載载轉转緊紧書书長长處处室室經经專专員员會会委委區区縣县鎮镇鄉乡廳厅團团隊队聯联係系繫系錯错誤误視视頻频聽听滑滑動动檢检識识別别掃扫"
        "邊边後后來来們们這这裡里裏里為为與与並并從从對对將将於于個个兩两過过還还進进當当據据問问題题問问請请詳详見见據据說说訪访談谈認认為为強强調调達达覺觉"
        "開开閉闭複复製制協协議议務务條条廣广費费華华東东滬沪國国內内備备證证類类藝艺術术學学歡欢極极構构築筑啟启劉刘張张陳陈楊杨趙赵黃黄週周吳吴鄭郑孫孙馬马"
        "羅罗謝谢韓韩馮冯許许鄧邓蔣蒋餘余葉叶蘇苏盧卢陸陆賈贾譚谭閻阎鄒邹龍龙萬万錢钱賴赖顧顾龔龚嚴严莊庄衛卫岳岳喬乔倪倪項项聶聂溫温單单紀纪閔闵連连濟济"
        "紅红壽寿約约級级財财銀银農农衆众眾众億亿産产產产隨随際际歲岁歷历雖虽須须願愿頭头顯显點点檔档屆届獲获營营環环"
    )
)
_PLAIN = {ord(_TRADITIONAL[i]): _TRADITIONAL[i + 1] for i in range(0, len(_TRADITIONAL), 2)}
_PLAIN |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {ord(a): b for a, b in zip("　\xa0\t﹕﹔﹐︰﹝﹞〔〕‐‑−﹣", "   :;,:()()----", strict=True)}

CLOSERS = "”’」』》〉）)】]﹞〕\"'"
OPENERS = "“‘「『《〈（(【[﹝〔"
TERMINAL = re.compile(rf"[。！？!?…｡．]+[{re.escape(CLOSERS)}]*$|[;；﹔]$|[.．][{re.escape(CLOSERS)}]*$")
_CLOSING = frozenset(CLOSERS + "!?.．｡;；﹔")
LEADING_PUNCTUATION = tuple("，。、；：！？,;:!?)）》」』】〉%％…·”’﹔﹕")
_ANY_OPENER = re.compile("[“‘「『《〈（(【[]")
_PAIRS = dict(zip("“‘「『《〈（(【[", "”’」』》〉）)】]", strict=True))


def plain(text: str) -> str:
    """``text`` for pattern matching: Simplified and half-width as far as patterns go, same length."""
    return text.translate(_PLAIN)


def is_closed(text: str) -> bool:
    """Whether ``text`` ends as a printed sentence ends. A decimal point after a digit is no end."""
    last = text[-1]
    if last in "。！？…":
        return True
    if last not in _CLOSING:
        return False
    return bool(TERMINAL.search(text[-8:])) and not re.search(r"\d[.．]$", text[-2:])


def unbalanced(text: str) -> bool:
    """Whether a quotation mark or bracket opened in ``text`` is still open at its end."""
    if not _ANY_OPENER.search(text):
        return False
    stack: list[str] = []
    for char in text:
        if char in _PAIRS:
            stack.append(_PAIRS[char])
        elif stack and char == stack[-1]:
            stack.pop()
        elif stack and char in "”’」』》〉）)】]" and char in stack:
            del stack[stack.index(char) :]
    return bool(stack)


def display_width(text: str) -> float:
    """Printed width in full-width characters: ASCII counts half."""
    return len(text) - sum(char < "\u0100" for char in text) / 2


@cache
def _seams() -> dict[str, str]:
    text = files("digests.data").joinpath("word_seams.txt").read_text("utf-8")
    return {line[0]: line[1:] for line in text.splitlines() if line and not line.startswith("#")}


@lru_cache(maxsize=4096)
def cuts_word(left: str, right: str) -> bool:
    """Whether a line end between these two characters would stand inside a word, by `data/word_seams.txt`."""
    if right in _seams().get(left, ""):
        return True
    if max(left, right) < "一":
        return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    simple_left, simple_right = _simplified(left), _simplified(right)
    return (simple_left, simple_right) != (left, right) and simple_right in _seams().get(simple_left, "")


def _simplified(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else unicodedata.normalize("NFC", char)
