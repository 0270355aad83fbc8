"""Simplified and Traditional: folding, telling them apart, converting for display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.chinese.script import _convertible, _folding, _plain, convert, detect, fold, fold_aligned

TEXT = st.text(alphabet=st.characters(codec=None, categories=("L", "N", "P", "S", "Z", "Cs")), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臺灣 台湾", "台湾 台湾"),
        ("裏面裡面里面", "里面里面里面"),
        ("証券證券证券", "证券证券证券"),
        ("沿著黃浦江看著著名的專著", "沿着黄浦江看着著名的专著"),
        ("乾隆年間的乾淨", "乾隆年间的干净"),
        ("「新質生產力」", "“新质生产力”"),
        ("ＡＰＰ　﹔ＮＩＣＥ２０３５", "app ;nice2035"),
        ("硏究敎育衞生說明", "研究教育卫生说明"),
        ("⻓三⻆⻜速", "长三角飞速"),
        ("喬納森‧奧爾特曼", "乔纳森·奥尔特曼"),
        ("Ⅲ级、25㎡", "iii级、25m2"),
        ("据瞭解，收到覆信", "据了解,收到复信"),
        ("覆盖沈阳，看著不坏", "覆盖沈阳,看着不坏"),
        ("……", "……"),
        ("資訊與信息", "资讯与信息"),
        ("\ud800台", "\ufffd台"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_simplified_words_with_zhu_stay() -> None:
    text = "显著 专著 原著 著作 著名 名著 编著 著称"
    assert fold(text) == text


@given(TEXT)
def test_fold_is_idempotent_and_aligned(text: str) -> None:
    folded = fold_aligned(text)
    assert folded.text == fold(text)
    assert fold(folded.text) == folded.text
    assert len(folded.offsets) == len(folded.text)
    assert all(0 <= at < len(text) for at in folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)


def test_offsets_lead_back_behind_an_expansion() -> None:
    text = "25㎡的Ⅳ号房"
    folded = fold_aligned(text)
    at = folded.text.index("号")
    assert text[folded.offsets[at]] == "号"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("杨浦区科委将加快转化", "hans"),
        ("黃浦區委書記", "hant"),
        ("臺灣的网络與新聞", "hant"),
        ("“臺”字简体写作台，这里说的是简体字", "hans"),
        ("后来", "hans"),
        ("後來", "hant"),
        ("1234 abc", "hans"),
        ("", "hans"),
    ],
)
def test_detect(text: str, script: str) -> None:
    assert detect(text) == script


@pytest.mark.parametrize(
    ("text", "script", "converted"),
    [
        ("干净的发展里程，为群众服务，后来皇后", "hant", "乾淨的發展里程，為群眾服務，後來皇后"),
        ("产业集群和窗口", "hant", "產業集群和窗口"),  # glyphs only: not 叢集, not 視窗
        ("沿著黃浦江的顯著成果", "hans", "沿着黄浦江的显著成果"),
        ("黃浦區", "hant", "黃浦區"),
        ("杨浦", "hans", "杨浦"),
        ("\udfff台湾", "hant", "\ufffd臺灣"),
    ],
)
def test_convert(text: str, script: str, converted: str) -> None:
    assert convert(text, script) == converted  # type: ignore[arg-type]


def test_convert_trusts_the_script_it_is_told() -> None:
    assert convert("皇后", "hant", source="hans") == "皇后"
    assert convert("后天", "hant", source="hant") == "后天"


def test_folding_by_pattern_is_folding_by_character() -> None:
    for first in range(0, sys.maxunicode + 1, 0x1000):
        text = "".join(map(chr, range(first, first + 0x1000)))
        assert _plain(text) == text.translate(_folding)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("基层窗口干部的作风，纪检监察干部", "基層窗口幹部的作風，紀檢監察幹部"),
        ("若干部门、长江干流、军事干预", "若干部門、長江幹流、軍事干預"),
        ("通过两头发力，码头发展，她的头发", "通過兩頭發力，碼頭發展，她的頭髮"),
        ("开启新征程，率先出征，征兵", "開啟新征程，率先出征，徵兵"),
        ("二级旧里改造，怀旧里有新意，去二里头", "二級舊里改造，懷舊裡有新意，去二里頭"),
        ("一个中国，9个中心城市", "一個中國，9個中心城市"),
        ("美对俄制裁，传统制造业，限制造成的", "美對俄制裁，傳統製造業，限制造成的"),
        ("并为此，研判并发布，合并为一，数罪并罚", "並為此，研判並發佈，合併為一，數罪併罰"),
        ("有着67年历史，指明了方向，一目了然", "有著67年歷史，指明了方向，一目瞭然"),
        ("粮食面积，直面挑战，一碗面", "糧食面積，直面挑戰，一碗麵"),
        ("理事长胡启恒，刮胡子", "理事長胡啟恆，刮鬍子"),
        ("4060公里边境线，在家里面", "4060公里邊境線，在家裡面"),
        ("网上游戏，向上游延伸", "網上遊戲，向上游延伸"),
        ("上链，项链", "上鏈，項鍊"),
    ],
)
def test_words_decide_where_the_converters_phrases_cross_them(simplified: str, traditional: str) -> None:
    assert convert(simplified, "hant", source="hans") == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("锻炼身体，锤炼强国之技，上链接", "鍛鍊身體，錘鍊強國之技，上鏈接"),
        ("舞台风格、平台风险、后台风控，一台风机", "舞臺風格、平臺風險、後臺風控，一臺風機"),
        (
            "校长征求意见，长征集团，提出征求，发出征集令，特征服务",
            "校長徵求意見，長征集團，提出徵求，發出徵集令，特徵服務",
        ),
        ("河谷物种、硅谷物业、脑海里浮现", "河谷物種、硅谷物業、腦海裡浮現"),
        ("银发力量，美发行业，脱发现象，头发表面", "銀髮力量，美髮行業，脫髮現象，頭髮表面"),
        ("恢复制造，批复工程，农历时间，钟表面临", "恢復製造，批覆工程，農曆時間，鐘錶面臨"),
        ("饼干事件，风采用，方便面对身体", "餅乾事件，風采用，方便麵對身體"),
    ],
)
def test_what_the_neighbours_make_other_words_of_is_left_alone(simplified: str, traditional: str) -> None:
    assert convert(simplified, "hant", source="hans") == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("活动现场,于洋、郑寅球分别介绍", "活動現場,于洋、鄭寅球分別介紹"),
        ("(记者 于立霄)，于此同时，于是，于2020年印发", "(記者 于立霄)，於此同時，於是，於2020年印發"),
        ("执行主任余钿崧表示，余下的，三十余位", "執行主任余鈿崧表示，餘下的，三十餘位"),
        (
            "发言人代表于会后表示，于北京、上海举行，部长于近日表示",
            "發言人代表於會後表示，於北京、上海舉行，部長於近日表示",
        ),
        ("地震、余震、余波等", "地震、餘震、餘波等"),
        ("主席范迪安、范围、钟楼，书记钟南山指出", "主席范迪安、範圍、鐘樓，書記鍾南山指出"),
    ],
)
def test_surnames_are_not_the_words_they_look_like(simplified: str, traditional: str) -> None:
    assert convert(simplified, "hant", source="hans") == traditional


def test_what_opencc_changes_is_given_to_it() -> None:
    converter, found = opencc.OpenCC("t2s"), _convertible().search
    every = [chr(code_point) for code_point in range(0x80, 0x30000) if not 0xD800 <= code_point < 0xE000]
    simple = converter.convert("\n".join(every)).split("\n")
    assert [char for char, changed in zip(every, simple, strict=True) if char != changed and not found(char)] == []


def test_phrases_that_opencc_changes_are_given_to_it(tmp_path: Path) -> None:
    """Its phrases cannot be asked for one by one, so they are read from its table."""
    home = Path(opencc.__file__).parent / "clib"
    tool, table, text = home / "bin" / "opencc_dict", home / "share" / "opencc" / "TSPhrases.ocd2", tmp_path / "phrases"
    if not (os.access(tool, os.X_OK) and table.is_file()):
        pytest.skip("this build of OpenCC brings no tool that reads its tables")
    subprocess.run([tool, "-i", table, "-f", "ocd2", "-t", "text", "-o", text], check=True)
    phrases = dict(line.split("\t") for line in text.read_text("utf-8").splitlines())
    changed = [phrase for phrase, simple in phrases.items() if simple.split(" ")[0] != phrase]
    assert len(changed) > 150
    assert [phrase for phrase in changed if not _convertible().search(phrase)] == []
