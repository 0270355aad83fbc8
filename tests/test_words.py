"""The segmenter: cuts as jieba does, in less memory, from several threads, whatever the text."""

from __future__ import annotations

import builtins
import random
import sys
import threading
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.chinese import tokenizer, unknown
from digests.chinese.idf import RARE, parse_idf
from digests.chinese.script import fold
from digests.chinese.words import BLOCK, Segmenter, load_segmenter
from digests.errors import SettingsError

WORDS = [("杨浦科创带", 0, "n"), ("概念验证", 1000, "n"), ("码上注", 0, "n")]
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return load_segmenter(words=WORDS)


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    text = fold("\n".join(path.read_text("utf-8", "replace") for path in SEEDS))
    return sorted(set(BLOCK.findall(text)))


@pytest.fixture(scope="module")
def jieba(tmp_path_factory: pytest.TempPathFactory) -> Any:
    import jieba

    cutter = jieba.Tokenizer()
    cutter.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    for word, frequency, tag in WORDS:
        cutter.add_word(word, frequency or None, tag)
    return cutter


def test_compact_dictionary_cuts_as_jieba_does(segmenter: Segmenter, jieba: Any, blocks: list[str]) -> None:
    assert len(blocks) > 1000
    for block in blocks:
        assert segmenter.cut(block) == jieba.lcut(block)


def test_the_fast_engine_cuts_as_jieba_does(segmenter: Segmenter, blocks: list[str]) -> None:
    pytest.importorskip("rjieba")
    fast = load_segmenter("rjieba", WORDS)
    for block in blocks:
        assert fast.cut(block) == segmenter.cut(block)
    together = "\n".join(blocks)
    assert fast.cut_blocks(together) == segmenter.cut_blocks(together)


def test_blocks_are_cut_together_as_each_alone(segmenter: Segmenter, blocks: list[str]) -> None:
    alone = [word for block in blocks for word in ("\n", *segmenter.cut(block))]
    assert segmenter.cut_blocks("\n" + "\n".join(blocks)) == alone
    assert segmenter.cut_blocks("\n\n中\n") == ["\n", "\n", "中", "\n"]


def test_ways_of_equal_chance_are_decided_as_by_jieba(segmenter: Segmenter, jieba: Any) -> None:
    """ABC|DE or AB|CDE, all as frequent: the rounding of what stands behind decides."""
    rare = {word for word, frequency in jieba.FREQ.items() if frequency == 3}
    begin = defaultdict(list)
    for word in rare:
        if len(word) == 3 and word[1:] in rare:
            begin[word[0]].append(word[1:])
    longer = (word for word in sorted(rare) if len(word) == 3 and word[:2] in rare)
    equal = [word + rest for word in longer for rest in sorted(begin[word[2]])]
    chance = random.Random(3)
    behind = chance.choices([word for word in jieba.FREQ if len(word) == 2], k=9)
    asked = [way + "".join(behind[: chance.randrange(9)]) for way in chance.sample(equal, 300)]
    together = segmenter.cut_blocks("\n".join(asked))
    assert together == [word for block in asked for word in ("\n", *jieba.lcut(block))][1:]


def test_unknown_words_are_those_of_jieba() -> None:
    from jieba import finalseg

    chance = random.Random(5)
    for _ in range(3000):
        run = "".join(chr(chance.randrange(0x4E00, 0x9FD6)) for _ in range(chance.randrange(1, 9)))
        assert unknown.words(run) == list(finalseg.cut(run))
        usual = "".join(
            chance.choices("杨浦科创带码上注的了一是在有和人这中大为上个国我以要他A2", k=chance.randrange(1, 9))
        )
        assert unknown.words(usual) == list(finalseg.cut(usual))


def test_of_what_was_cut_the_older_half_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer, "_PIECES", 64)
    monkeypatch.setattr(tokenizer, "_RUNS", 8)
    cutter = tokenizer.Tokenizer()
    chance = random.Random(7)
    texts = ["".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(30)) for _ in range(40)]
    first = [cutter.cut(text) for text in texts]
    kept = (cutter._pieces, cutter._runs)
    assert [len(one) + len(one._older) <= 150 for one in kept] == [True, True]
    assert [cutter.cut(text) for text in texts] == first


def test_a_word_does_not_go_over_the_end_nor_over_a_break(segmenter: Segmenter) -> None:
    assert segmenter.cut_blocks("支持概念\n验证概念") == ["支持", "概念", "\n", "验证", "概念"]


@given(st.text(max_size=60))
def test_nothing_is_lost(segmenter: Segmenter, text: str) -> None:
    assert "".join(segmenter.cut(text)) == text


def test_added_words_stay_whole(segmenter: Segmenter) -> None:
    assert "杨浦科创带" in segmenter.cut("打造杨浦科创带,支持概念验证")
    assert "码上注" in segmenter.cut("推出码上注服务")
    assert "码上注" not in load_segmenter().cut("推出码上注服务")


def test_threads_share_one_dictionary() -> None:
    segmenter = load_segmenter()
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(segmenter.cut("科技创新策源力"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 4


def test_an_engine_that_is_missing_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "rjieba":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "rjieba", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(SettingsError, match=r"jianbao\[fast\]"):
        load_segmenter("rjieba")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(SettingsError, match="'jieba' or 'rjieba'"):
        load_segmenter("ictclas")  # type: ignore[arg-type]


def test_idf_of_the_shipped_table() -> None:
    idf = parse_idf((resources.files("digests") / "data" / "idf.txt").read_text("utf-8"))
    assert idf("的") < idf("经济") < idf("派出所") < idf("浣纱四村") == RARE
    assert (idf.part("的"), idf.part("经济"), idf.part("浣纱四村")) == ("u", "n", "")


def test_a_word_outside_the_table_is_rare() -> None:
    table = parse_idf("# comment\n3.0 n 经济 市场\n1.0 u 的\n")
    assert (table("经济"), table("杨浦")) == (3.0, RARE)
    assert table.facts(["的", "杨浦"]) == {"的": (1.0, "u"), "杨浦": (RARE, "")}


def test_a_damaged_idf_table_names_its_line() -> None:
    with pytest.raises(SettingsError, match="line 2"):
        parse_idf("3.0 n 经济\nmany n 市场\n")
