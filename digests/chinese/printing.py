"""Traditional characters that a converter by phrases chooses wrongly, because its phrases do not heed where words end.

OpenCC takes the longest phrase it knows from the left: 窗口干部 holds 口干, so it became 窗口乾部, 两头发力 兩頭髮力,
and of 征程 it makes 徵程. What follows was listed on 1.65 million characters of news, by converting each text whole and
each of its words alone and looking at where the two differ: words with one form in Traditional print, and characters
that hardly any word has. Of 704 such differences about 210 are left, in some of which the word alone is wrong;
matters of taste (佈 and 布, 瞭解 and 了解) are not counted. A wrong correction is worse than none: what OpenCC chose
stays where the neighbours may make other words (舞台|风格, 提出|征求, 恢复|制造), read off what changed in 4.4 million
characters of other news, and off words that begin or end alike.
"""

from __future__ import annotations

import re

# Simplified and Traditional; what begins with another entry stands before it.
_WORDS = """
征求徵求 征集徵集 征收徵收 征程征程 征途征途 征战征戰 征服征服 出征出征 长征長征 远征遠征 亲征親征
制裁制裁 制度制度 制定制定 制约制約 制止制止 制衡制衡 制订制訂 制造製造
历史歷史 历届歷屆 历代歷代 历经歷經 历时歷時 历任歷任 历次歷次 历来歷來 历程歷程
发展發展 发表發表 发言發言 发布發佈 发放發放 发现發現 发挥發揮 发扬發揚 发票發票 发掘發掘 发行發行 发往發往 发达發達
发送發送 发射發射 发货發貨 发电發電 发育發育 发改發改 发热發熱 发力發力 发动發動 发明發明 发起發起 发愁發愁 发火發火
发声發聲 发出發出 发生發生
干部幹部 干流幹流 干线幹線 干事幹事 干预干預 干扰干擾 干涉干涉 干旱乾旱 干燥乾燥 干净乾淨 骨干骨幹 才干才幹
批复工批復工 批复产批復產 复工復工 复产復產 复杂複雜 复习複習 复制複製
二里头二里頭 海里面海裡面 公里公里 英里英里 华里華里 里面裡面 里边裡邊 里头裡頭 里程里程 旧里舊里
面积面積 直面直面 面对面對 面向面向 面临面臨 面貌面貌 面前面前 面试面試 面授面授
冲击衝擊 冲突衝突 冲动衝動 冲刺衝刺 冲锋衝鋒 注重注重 回归回歸 回流回流 回合回合
表示表示 表达表達 表明表明 表演表演 表现表現 表彰表彰 表扬表揚 表决表決 表述表述 表态表態 表面表面
系列系列 系统系統 关系關係 困难困難 困境困境 困扰困擾 出现出現 出租出租 出席出席 出版出版
尽快儘快 尽量儘量 尽可能儘可能 尽早儘早 伙伴夥伴 团伙團夥 云南雲南 云计算雲計算
采取採取 采用採用 采访採訪 采购採購 采集採集 采样採樣 采纳採納
上游戏上遊戲 下游戏下遊戲 游戏遊戲 上游上游 下游下游 台风颱風 岳阳岳陽 岳父岳父 岳母岳母 家俱乐家俱樂
"""
_FORMS = {word[: len(word) // 2]: word[len(word) // 2 :] for word in _WORDS.split()}
# Words, and the characters after and before which they are left alone, as others may end or begin there: 若干|部门,
# 限制|造成, 海关|系统, 提出|征求, 特征|服务, 舞台|风险, 脱发|现象, 银发|力量.
_GUARDS = """
出征 - 求集收用兵询订税稿信文召调地聘 长征 - 求集收用兵询订税稿信文召调地聘 远征 - 求集收用 亲征 - 求集收用
征收 - 复获割 征集 - 团结 征程 特象表 - 征途 特象表 - 征战 特象表 - 征服 特象表 务装
制造 限控抑牵编 成就价型有 制定 - 价型期点向时量 制度 - 过 制订 - 单 制约 - 定会
历届 农公阴阳日 - 历代 农公阴阳日 - 历经 农公阴阳日 - 历时 农公阴阳日 - 历任 农公阴阳日 - 历次 农公阴阳日 -
历来 农公阴阳日 - 历程 农公阴阳日 序
发展 - 示览馆厅 发表 - 面情格 发布 - 料置满衣 发放 - 在下心松 发现 - 场代在状金象货 发票 - 价据 发行 - 业政情为程走驶列
发往 - 往年日事 发达 - 到成人 发送 - 人 发射 - 手门 发货 - 车物币柜运 发电 - 影视话器子商脑 发育 - 儿种
发改 - 变善 发热 - 水门烈潮点爱 发力 - 量度 发动 - 作物人态画漫 发明 - 显星年天白亮确 发起 - 来火点伏床义重诉
发火 - 车箭锅 发声 - 音乐 发出 - 油血汗现行口门 发生 - 意活态产命物病长动日 发言 - 语
干部 若饼 - 干流 若饼 - 干线 若饼萄 - 干事 若饼 业 干扰 肉果 - 骨干 - 净燥 才干 - 净涉预扰旱燥脆
批复工 - 作程业 批复产 - 业品权量 复工 回批答 作程业人 复产 回批答 业品权量生
复杂 恢反 - 复习 恢反收 - 复制 恢修回批答报反 -
里面 阿洲 - 里边 阿洲 检境防界民 里头 阿洲 - 里程 这那哪 序 旧里 怀 -
面积 便拉泡煮挂凉炒 压极累 面对 便拉泡煮挂凉炒 - 面向 便拉泡煮挂凉炒 - 面临 便拉泡煮挂凉炒 - 面前 便拉泡煮挂凉炒 -
面试 便拉泡煮挂凉炒 - 面授 便拉泡煮挂凉炒 - 注重 标备批附 点要大
表示 - 意范例 表达 - 到成人 表明 - 星年天显 表演 - 变示化绎 表现 - 货代金场状在 表面 - 世临市积对向
关系 海 - 系统 - 一计筹 尽快 详耗用竭殆 - 尽量 详耗用竭殆 - 尽早 详耗用竭殆 -
采取 风文神光丰精华 - 采用 风文神光丰精华 - 采访 风文神光丰精华 - 采购 风文神光丰精华 - 采集 风文神光丰精华 -
上游戏 - 水 下游戏 - 水 岳阳 东西南北中山 -
台风 舞平擂后讲阳电柜露塔吧月站前上出登灶看坐同单多每各一两二三四五六七八九十百几台0123456789 机险格度采云波景味华范扇口
"""
# 头发|发热, but 两头|发力: after other than these, 头 is what hair grows on.
_NO_HAIR = "(?<!^头)(?<![^一两巨龙街牵带码源口势镇苗矛寡]头)"


def _guards() -> dict[str, tuple[str, str]]:
    triples = zip(*[iter(_GUARDS.split())] * 3, strict=True)
    return {word: (after.strip("-"), before.strip("-")) for word, after, before in triples}


def _pattern(word: str, after: str = "", before: str = "") -> str:
    hair = _NO_HAIR if word.startswith("发") else ""
    return hair + (f"(?<![{after}])" if after else "") + word + (f"(?![{before}])" if before else "")


_KNOWN = re.compile("|".join(_pattern(word, *_guards().get(word, ())) for word in _FORMS))

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
    joined = after[:1] == "合" or before[-1:] in ("合", "兼", "吞", "归", "裁", "撤", "整", "拼", "一")
    return joined or after[:1] in ("购", "入", "吞", "拢", "轨", "网", "案", "罚") or after == "发症"
