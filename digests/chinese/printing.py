"""Traditional characters that a converter by phrases chooses wrongly, because its phrases do not heed where words end.

OpenCC takes the longest phrase it knows from the left: 窗口干部 holds 口干, so it became 窗口乾部, 两头发力 兩頭髮力,
and of 征程 it makes 徵程. What follows was listed on 1.65 million characters of news, by converting each text whole and
each of its words alone and looking at where the two differ: words with one form in Traditional print, whatever stands
beside them, and characters that hardly any word has. Of 704 such differences 210 are left, in some of which the word
alone is wrong; matters of taste (佈 and 布, 瞭解 and 了解) are not counted and stay as they come.
"""

from __future__ import annotations

import re

# Simplified and Traditional; what begins with another entry stands before it.
_WORDS = """
征程征程 征途征途 征战征戰 征服征服 出征出征 长征長征 远征遠征 亲征親征
制裁制裁 制度制度 制定制定 制约制約 制止制止 制衡制衡 制订制訂 制造製造
历史歷史 历届歷屆 历代歷代 历经歷經 历时歷時 历任歷任 历次歷次 历来歷來 历程歷程
发展發展 发表發表 发言發言 发布發佈 发放發放 发现發現 发挥發揮 发扬發揚 发票發票 发掘發掘 发行發行 发往發往 发达發達
发送發送 发射發射 发货發貨 发电發電 发育發育 发改發改 发热發熱 发力發力 发动發動 发明發明 发起發起 发愁發愁 发火發火
发声發聲 发出發出 发生發生
干部幹部 干流幹流 干线幹線 干事幹事 干预干預 干扰干擾 干涉干涉 干旱乾旱 干燥乾燥 干净乾淨 骨干骨幹 才干才幹
批复工批復工 批复产批復產 复工復工 复产復產 复杂複雜 复习複習 复制複製
二里头二里頭 海里面海裡面 公里公里 英里英里 海里海里 华里華里 里面裡面 里边裡邊 里头裡頭 里程里程 旧里舊里
面积面積 直面直面 面对面對 面向面向 面临面臨 面貌面貌 面前面前 面试面試 面授面授
冲击衝擊 冲突衝突 冲动衝動 冲刺衝刺 冲锋衝鋒 注重注重 回归回歸 回流回流 回合回合
表示表示 表达表達 表明表明 表演表演 表现表現 表彰表彰 表扬表揚 表决表決 表述表述 表态表態 表面表面
系列系列 系统系統 关系關係 困难困難 困境困境 困扰困擾 出现出現 出租出租 出席出席 出版出版
尽快儘快 尽量儘量 尽可能儘可能 尽早儘早 伙伴夥伴 团伙團夥 云南雲南 云计算雲計算
采取採取 采用採用 采访採訪 采购採購 采集採集 采样採樣 采纳採納
上游戏上遊戲 下游戏下遊戲 游戏遊戲 上游上游 下游下游 谷物穀物 台风颱風 岳阳岳陽 岳父岳父 岳母岳母 家俱乐家俱樂
"""
_FORMS = {word[: len(word) // 2]: word[len(word) // 2 :] for word in _WORDS.split()}
# Of words that others end or begin in: 若干|部门, 怀旧|里, 限制|造成, 海关|系统, 头发|生长, 阿里|面向.
_NOT_AFTER = {
    "干部": "若",
    "干流": "若",
    "干事": "若",
    "旧里": "怀",
    "制造": "限控抑牵",
    "关系": "海",
    "发生": "头",
    "发现": "头",
    "里面": "阿",
    "里边": "阿",
    "里头": "阿",
}
_NOT_BEFORE = {"制造": "成就", "干事": "业", "发生": "长"}


def _pattern(word: str) -> str:
    after, before = _NOT_AFTER.get(word, ""), _NOT_BEFORE.get(word, "")
    return (f"(?<![{after}])" if after else "") + word + (f"(?![{before}])" if before else "")


_KNOWN = re.compile("|".join(map(_pattern, _FORMS)))

# Surnames that are other characters than the common words: between what stands before names and after them.
_SURNAMES = {"于": "于", "余": "余", "范": "范", "钟": "鍾", "郁": "郁"}
_NAMED = re.compile(
    r"(?:^|[、，,。；;：:（(“\s]|记者|书记|[区县市省局处科校院部厅会社州]长|主任|主席|总裁|总监|经理|教授|代表|委员|主编)"
    r"(于(?![是此其今日年月当昨前后上下本该这那人己情理法我你他她它国民外内心家世])|余(?![下额款地力生热温年])|范(?![围例本畴式文])"
    r"|钟(?![表声情头楼点爱鼓])|郁(?![闷郁金]))"
    r"(?=[\u4e00-\u9fff]{1,2}?(?:$|[、，,。；;：:（()）\s]|表示|说|介绍|指出|认为|告诉|透露|强调|坦言|等|分别|出席|主持))"
)

_RARE = re.compile("[箇閤鍊齣併鬍瞭]")
_CLEAR = re.compile(r"[指阐说表证查标写言讲点]明$")  # 指明了, not 明了 as in 一目明了


def corrected(source: str, converted: str) -> str:
    """``converted``, which OpenCC made of the Simplified ``source``, with the characters it chooses wrongly set right.

    As it is where the two differ in length.
    """
    if len(source) != len(converted):
        return converted
    printed = list(converted)
    for found in _RARE.finditer(converted):
        printed[found.start()] = _usual(source, found.start(), found[0])
    for found in _NAMED.finditer(source):
        printed[found.start(1)] = _SURNAMES[found[1]]
    for found in _KNOWN.finditer(source):
        printed[found.start() : found.end()] = _FORMS[found[0]]
    return "".join(printed)


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
    joined = before[-1:] in ("合", "兼", "吞", "归", "裁", "撤", "整", "拼", "一")
    return joined or after[:1] in ("购", "入", "吞", "拢", "轨", "网", "案", "罚") or after == "发症"
