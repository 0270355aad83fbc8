"""Captions without a credit: who is seen doing what; each beside text and headlines that are made alike."""

import pytest

from tests.newspaper_pages import page

KITE = (
    "七十岁的扎筝人潘守礼住在云溪老街，一间屋子挂满了竹骨和棉纸。他扎的沙燕风筝，翅膀能在风里微微扇动。",
    "今年开春，社区请他到学校开课。潘守礼把竹篾削好分给学生，自己只动口，不动手，说扎坏了才学得会。",
    "一学期下来，四十个孩子都有了自己的风筝。放飞那天风大，有九只挂在了树上，他又带着孩子们重扎。",
)
OPEN, REST = "为了找到合适的竹子，他跑遍了三个县的", "山头，最后在一处背阴的坡上选中了三年生的毛竹。"


@pytest.mark.parametrize("caption", ["潘守礼在老街家中扎制沙燕风筝。", "潘守礼正在教学生糊纸"])
def test_who_is_seen_inside_a_cut_sentence_is_a_caption(caption: str) -> None:
    (found,) = page("一双手扎出满天沙燕", "■记者 陈静", *KITE, OPEN, caption, REST)
    assert found.text == "\n\n".join((*KITE, OPEN + REST))


def test_who_is_seen_between_paragraphs_is_a_caption_if_it_is_no_sentence() -> None:
    (found,) = page("一双手扎出满天沙燕", "■记者 陈静", *KITE[:2], "潘守礼在给风筝上色", KITE[2])
    assert found.text.replace("\n\n", "") == "".join(KITE)


@pytest.mark.parametrize("line", ["潘守礼在社区住了一辈子。", "周文在给风筝上色"])
def test_a_sentence_between_paragraphs_and_a_stranger_are_none(line: str) -> None:
    (found,) = page("一双手扎出满天沙燕", "■记者 陈静", *KITE[:2], line, KITE[2])
    assert line in found.text


def test_a_headline_about_somebody_known_is_none() -> None:
    found = page("一双手扎出满天沙燕", "■记者 陈静", *KITE, "潘守礼在校园里收徒", "■记者 周涛", KITE[1])
    assert found[-1].title == "潘守礼在校园里收徒"


def test_a_line_of_a_wrapped_paragraph_is_none() -> None:
    text = "扎筝人潘守礼住在云溪老街深处多年潘守礼在屋里挂满了竹骨棉纸和线轴翅膀能在风里微微扇动，孩子们放学都爱来看。"
    rows = [text[at : at + 16] for at in range(0, len(text), 16)]
    assert rows[1].startswith("潘守礼在")
    (found,) = page("一双手扎出满天沙燕", "■记者 陈静", *rows, *rows, *rows, sep="\n")
    assert found.text.replace("\n\n", "") == text * 3


NEXT = ("渡口添了一盏夜灯", "■记者 周涛", "本报讯 南渡口的石阶上昨晚亮起一盏新灯，晚归的人不用再摸黑上岸。")


@pytest.mark.parametrize(
    "caption",
    [
        "小学生在操场放飞沙燕风筝。",
        "手工教室里,学生正在给风筝糊纸。",
        "孩子们在河滩排队等候试飞。",
        "扎筝人在展销馆演示调试智能线轮。",
    ],
)
def test_a_whole_sentence_at_the_end_may_be_what_a_picture_shows(caption: str) -> None:
    first, second = page("一双手扎出满天沙燕", "■记者 陈静", *KITE, caption, *NEXT)
    assert first.text == "\n\n".join(KITE)
    assert second.title == NEXT[0]


@pytest.mark.parametrize(
    "last",
    [
        "孩子们明年还将在操场放飞风筝。",
        "学校每周在操场教孩子们放飞风筝。",
        "孩子们在河滩试飞了九次。",
        "潘守礼说,风筝比人走得远。",
        "他能在操场上一站就是一天。",
    ],
)
def test_a_last_sentence_that_tells_more_than_a_picture_stays(last: str) -> None:
    first, _ = page("一双手扎出满天沙燕", "■记者 陈静", *KITE, last, *NEXT)
    assert first.text.endswith(last)


def test_amid_indented_columns_a_scene_that_is_not_indented_is_a_caption() -> None:
    def poured(text: str) -> list[str]:
        return [("　　" + text)[at : at + 18] for at in range(0, len(text) + 2, 18)]

    rows = [row for part in KITE for row in poured(part)]
    below = [row for part in (KITE[2], KITE[0]) for row in poured(part)]
    caption = "潘守礼的学生在校园操场试飞风筝。"
    found = page("一双手扎出满天沙燕", "■记者 陈静", *rows, caption, *below, sep="\n")
    assert caption not in "".join(article.text for article in found)
    indented = page("一双手扎出满天沙燕", "■记者 陈静", *rows, "　　" + caption, *below, sep="\n")
    assert caption in "".join(article.text for article in indented)
