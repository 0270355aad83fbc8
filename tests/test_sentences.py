"""Where sentences end, on cases and on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.chinese.sentences import enclosed, is_complete, sentences, split
from digests.models import Article, Paragraph


def pieces(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in split(text)]


CASES = {
    "full-width ends": (
        "会议昨天召开。结果如何？代表们都很高兴！散会",
        ["会议昨天召开。", "结果如何？", "代表们都很高兴！", "散会"],
    ),
    "ASCII commas and ends beside full-width stops": (
        "今年效果好吗?很好!大家说,要继续。",
        ["今年效果好吗?", "很好!", "大家说,要继续。"],
    ),
    "a run of end marks": ("真的吗？！太好了！！！走。", ["真的吗？！", "太好了！！！", "走。"]),
    "closing quote after the stop": (
        "他说:“明天开工。后天验收。”随后大家离开。",
        ["他说:“明天开工。后天验收。”", "随后大家离开。"],
    ),
    "attribution after the quotation stays with it": (
        "“社区有需要,我们就来。大家都高兴。”李明说。随后演出开始。",
        ["“社区有需要,我们就来。大家都高兴。”李明说。", "随后演出开始。"],
    ),
    "attribution between two quotations": (
        "“路修好了。”村长王强告诉记者，“明年还要种树。”他笑了。",
        ["“路修好了。”村长王强告诉记者，“明年还要种树。”", "他笑了。"],
    ),
    "quotation as part of speech": (
        "“钱从哪里来？”的问题解决了。人从哪来？",
        ["“钱从哪里来？”的问题解决了。", "人从哪来？"],
    ),
    "corner brackets": ("他說：「明天見。」於是走了。", ["他說：「明天見。」", "於是走了。"]),
    "nested quotes": (
        "他说：“口号是‘快跑！’大家都信。”会场安静。",
        ["他说：“口号是‘快跑！’大家都信。”", "会场安静。"],
    ),
    "stop inside brackets": ("名单（见附件。）已公布。请查收。", ["名单（见附件。）已公布。", "请查收。"]),
    "opening quote never closed": ("“第一句话。第二句话。第三句话。", ["“第一句话。", "第二句话。", "第三句话。"]),
    "closing quote never opened": ("第一句话。”第二句话。", ["第一句话。”", "第二句话。"]),
    "straight quotes": ('提出"一年一变。"的目标。好。', ['提出"一年一变。"的目标。', "好。"]),
    "straight quote that opens": ("去吗?'去?'他说。", ["去吗?", "'去?'他说。"]),
    "apostrophe is no quote": ("It's fine. 他走了。", ["It's fine.", "他走了。"]),
    "decimals and percentages": ("增长3.5%,达到12.7亿元。好。", ["增长3.5%,达到12.7亿元。", "好。"]),
    "list numbers": ("1. 开放数据。2. 降低门槛。", ["1. 开放数据。", "2. 降低门槛。"]),
    "ASCII full stops in Chinese": (
        "方法有效.结果表明精度高.误差为0.3.",
        ["方法有效.", "结果表明精度高.", "误差为0.3."],
    ),
    "host names and initials": ("见www.example.com网站,J. K. 罗琳到场。", ["见www.example.com网站,J. K. 罗琳到场。"]),
    "query strings": ("链接http://a.example/x?id=3打开。好。", ["链接http://a.example/x?id=3打开。", "好。"]),
    "ellipsis in an enumeration": (
        "包饺子、剪纸、写春联……样样都有。人多。",
        ["包饺子、剪纸、写春联……样样都有。", "人多。"],
    ),
    "ellipsis as an end": ("他沉默了很久……天亮了。", ["他沉默了很久……", "天亮了。"]),
    "ellipsis before a comma": ("这个……，不好说。", ["这个……，不好说。"]),
    "semicolon is a clause end": ("一是减税;二是放权；三是服务。完", ["一是减税;二是放权；三是服务。", "完"]),
    "line breaks end": ("没有句号的一行\n下一行。", ["没有句号的一行", "下一行。"]),
    "stop then comma typo": ("完成改造。，并验收。", ["完成改造。，并验收。"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_splits(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


ALPHABET = st.text(alphabet="甲乙说的、，。！？!?.;；:：…“”‘’「」《》（）()\"' \n1a3%", max_size=60)


@given(ALPHABET)
def test_spans_cover_the_text(text: str) -> None:
    spans = split(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)


@given(ALPHABET)
def test_never_cuts_inside_a_quotation(text: str) -> None:
    ends = {b for _, b in split(text)}
    for opening, closing in enclosed(text):
        assert not any(opening < end < closing for end in ends)


@given(ALPHABET)
def test_splitting_a_sentence_again_changes_nothing(text: str) -> None:
    for a, b in split(text):
        piece = text[a:b]
        if not set(piece) & set("“”‘’「」《》（）()\"'."):
            assert len(split(piece)) == 1


def article(*paragraphs: Paragraph) -> Article:
    return Article(id="a", source="s", document="d", title="t", script="hans", paragraphs=paragraphs)


def test_sentences_know_their_place_and_skip_sub_heads() -> None:
    found = sentences(
        article(
            Paragraph(text="的后半句。完整的一句。", lines=((3, 4),), severed=True),
            Paragraph(text="小标题", lines=((5, 5),), role="subhead"),
            Paragraph(text="　答:开头。 没有结尾", lines=((6, 6), (8, 9)), role="answer"),
        )
    )
    assert [(s.text, s.paragraph, s.start, s.severed, s.complete) for s in found] == [
        ("的后半句。", 0, 0, True, True),
        ("完整的一句。", 0, 5, False, True),
        ("答:开头。", 2, 1, False, True),
        ("没有结尾", 2, 7, False, False),
    ]
    assert found[2].lines == ((6, 6), (8, 9))
    assert found[2].role == "answer"


@pytest.mark.parametrize(
    ("text", "complete"), [("好。", True), ("好。”", True), ("好”", False), ("好,", False), ("", False)]
)
def test_complete(text: str, complete: bool) -> None:
    assert is_complete(text) is complete
