"""`jianbao themes learn`: from labelled examples to the theme of an article just read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digests.themes import parse
from tests.conftest import Jianbao

SPORT = ("球队进球获胜", "球员助攻得分", "球迷庆祝夺冠", "教练称赞球员", "球队客场失利", "决赛进球夺冠")
MONEY = ("股市大涨收盘", "银行下调利率", "基金净值下跌", "股价涨停收盘", "央行调整利率", "基金收益上涨")
LABELLED = [{"text": text, "theme": "sport"} for text in SPORT] + [{"text": text, "theme": "money"} for text in MONEY]
MATCH = (
    "球隊決賽進球奪冠\n\n記者從現場獲悉，決賽在昨晚舉行。球隊先後三次進球，球員助攻得分，球迷慶祝奪冠，教練稱讚球員。\n"
)


def examples(place: Path, *more: str) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in LABELLED]
    place.write_text("\n".join([*lines, *more]) + "\n", "utf-8")
    return place


def test_a_learnt_file_decides_the_theme_of_what_is_read_next(jianbao: Jianbao, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    learnt = tmp_path / "own-themes.toml"
    ran = jianbao("themes", "learn", str(examples(tmp_path / "labelled.jsonl")), "--out", str(learnt))
    assert (ran.status, ran.out) == (0, "")
    assert f"{learnt}: 12 examples" in ran.err
    assert "12 examples of labelled.jsonl" in learnt.read_text("utf-8").splitlines()[0]

    news = tmp_path / "news"
    news.mkdir()
    (news / "match.txt").write_text(MATCH, "utf-8")
    (tmp_path / "jianbao.toml").write_text(
        f'themes = {json.dumps(str(learnt))}\n\n[[sources]]\nid = "own"\nkind = "folder"\nname = "own"\n'
        f"path = {json.dumps(str(news))}\n",
        "utf-8",
    )
    listed = json.loads(jianbao("themes", "list", "--json").out)
    assert [theme["slug"] for theme in listed] == ["money", "sport"]
    assert jianbao("read", "--json").status == 0
    (article,) = json.loads(jianbao("articles", "--json").out)
    assert article["theme"] == "sport"


def test_without_out_the_file_is_printed_alone(jianbao: Jianbao, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    ran = jianbao("themes", "learn", str(examples(tmp_path / "labelled.jsonl")))
    assert (ran.status, ran.err) == (0, "")
    assert parse(ran.out).slugs == ("money", "sport")


def test_names_come_from_the_themes_in_use(jianbao: Jianbao, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    rows = [{"text": text, "theme": "startup"} for text in SPORT] + [{"text": text, "theme": "money"} for text in MONEY]
    place = tmp_path / "labelled.jsonl"
    place.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    made = parse(jianbao("themes", "learn", str(place)).out)
    used = {theme["slug"]: theme["names"] for theme in json.loads(jianbao("themes", "list", "--json").out)}
    names = {theme.slug: dict(theme.names) for theme in made.all}
    assert names["startup"] == used["startup"]
    assert names["money"]["en"] == "money"


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b'{"text": "a", "theme": "sport"}\n{"theme": "sport"}\n', 2, "labelled.jsonl, line 2"),
        (b'{"text": "a", "theme": "sport"}\n{"text": "b", "theme": "sport"}\n', 2, "two themes"),
        ("体育".encode("gb18030"), 1, "save it as UTF-8"),
        (b"", 2, "two themes"),
    ],
)
def test_examples_that_cannot_be_used(jianbao: Jianbao, tmp_path: Path, content: bytes, status: int, said: str) -> None:
    pytest.importorskip("sklearn")
    place = tmp_path / "labelled.jsonl"
    place.write_bytes(content)
    ran = jianbao("themes", "learn", str(place))
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_place_that_cannot_be_written_is_said_in_one_line(jianbao: Jianbao, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    out = tmp_path / "absent" / "own.toml"
    ran = jianbao("themes", "learn", str(examples(tmp_path / "labelled.jsonl")), "--out", str(out))
    assert ran.status == 1
    assert str(out) in ran.err
    assert len(ran.err.strip().splitlines()) == 1
