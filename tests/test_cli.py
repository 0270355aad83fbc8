"""The command line as the contract gives it: JSON, exit statuses, one clear line for everything that goes wrong."""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.checks import all_checks
from bot.settings import load
from digests.chinese import forms
from tests.conftest import Jianbao

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE_KEYS = {
    "id", "revision", "document", "source", "title", "kicker", "deck", "title_derived", "byline", "asked_by",
    "answered_by", "published_on", "script", "theme", "themes", "keywords", "text", "url", "story", "section_of",
    "lines",
}  # fmt: skip
NEVER = (
    "上接第1版", "本报讯", "■", "文/摄", "公众号新闻", "Redian", "redian.news", "请戳", "热点问答", "来看文字实录",
    "微信扫码", "戳这里提交", "相关阅读", "隐私协议", "编辑:", "編輯:", "請註明來自", "左右滑動", "分享讓更多人",
    "相關鏈接", "- 評論", "- 關注", "供圖", "logo",
)  # fmt: skip


def data(out: str) -> Any:
    return json.loads(out)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(article: dict[str, Any]) -> str:
    """The lines the body was made from, in reading order: columns may be printed in another one."""
    lines = (SEEDS / article["document"]).read_text("utf-8").split("\n")
    return bare("".join(line for first, last in article["lines"] for line in lines[first - 1 : last]))


@pytest.mark.parametrize("group", [(), ("readers",), ("sources",), ("themes",)])
def test_help_says_of_each_command_what_it_does_in_a_whole_sentence(jianbao: Jianbao, group: tuple[str, ...]) -> None:
    listed = jianbao(*group, "--help").out.partition("Commands:\n")[2].splitlines()
    assert listed
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_help_names_every_command(jianbao: Jianbao) -> None:
    ran = jianbao("--help")
    assert ran.status == 0
    for command in ("run", "read", "articles", "stories", "digest", "find", "publish", "deliveries", "check"):
        assert re.search(rf"^  {command}\b", ran.out, re.MULTILINE), command


def test_read_the_seeds_twice(jianbao: Jianbao) -> None:
    first = jianbao("read", "--json")
    assert first.status == 0
    report = data(first.out)
    assert report["documents"] == 5
    assert report["articles"] == {"new": 22, "known": 0, "rejected": 0}
    assert report["failed"] == []
    assert data(jianbao("read", "--json").out)["articles"] == {"new": 0, "known": 22, "rejected": 0}


def test_articles_have_every_promised_key(seeded: Jianbao) -> None:
    articles = data(seeded("articles", "--json").out)
    assert len(articles) == 22
    for article in articles:
        assert article.keys() >= ARTICLE_KEYS
        assert article["title"]
        last = len((SEEDS / article["document"]).read_text("utf-8").split("\n"))
        assert all(1 <= first <= end <= last for first, end in article["lines"])
    sections = [a for a in articles if a["section_of"]]
    assert len(sections) == 7
    assert all(a["asked_by"] and a["answered_by"] for a in sections)
    (page,) = [a for a in articles if a["sectioned"]]
    assert {a["section_of"] for a in sections} == {page["id"]}
    assert all(bare(a["text"]) in bare(page["text"]) for a in sections)


def test_stories_join_the_garbled_copy_and_nothing_else(seeded: Jianbao) -> None:
    titles = {a["id"]: a for a in data(seeded("articles", "--json").out)}
    stories = data(seeded("stories", "--json").out)
    (joined,) = [story for story in stories if len(story["articles"]) > 1]
    assert {titles[a]["document"][:3] for a in joined["articles"]} == {"001", "004"}
    assert titles[joined["lead"]]["document"].startswith("001")
    assert len(stories) == 21


def test_digest_quotes_only_what_is_printed(seeded: Jianbao) -> None:
    digests = data(seeded("digest", "--since", "all", "--json").out)["digests"]
    articles = {a["id"]: a for a in data(seeded("articles", "--json").out)}
    items = [item for digest in digests for item in digest["items"]]
    assert len(items) > 12
    assert len({item["story"] for item in items}) == len(items)
    for item in items:
        assert 1 <= len(item["sentences"]) <= 2
        assert item["score"]["total"] == pytest.approx(sum(item["score"]["parts"].values()))
        for sentence in item["sentences"]:
            text = bare(sentence["original"] or sentence["text"])
            source = printed(articles[sentence["article"]])
            assert all(piece in source for piece in text.split("…") if piece), text


@pytest.mark.parametrize("form", ["text", "html", "telegram"])
def test_digest_never_shows_furniture(seeded: Jianbao, form: str) -> None:
    ran = seeded("digest", "--since", "all", "--format", form)
    assert ran.status == 0
    assert len(ran.out) > 1000
    for furniture in NEVER:
        assert furniture not in ran.out


def test_a_brief_digest_has_one_quote_an_item(seeded: Jianbao) -> None:
    digests = data(seeded("digest", "--since", "all", "--template", "brief", "--json").out)["digests"]
    assert {len(item["sentences"]) for digest in digests for item in digest["items"]} == {1}


@pytest.mark.parametrize("form", ["text", "html", "telegram"])
def test_a_digest_of_headlines_quotes_nothing_in_any_format(seeded: Jianbao, form: str) -> None:
    asked = ("digest", "--since", "all", "--template", "headlines")
    digests = data(seeded(*asked, "--json").out)["digests"]
    full = data(seeded("digest", "--since", "all", "--json").out)["digests"]
    assert [i["headline"] for d in digests for i in d["items"]] == [i["headline"] for d in full for i in d["items"]]
    assert not [item["sentences"] for digest in digests for item in digest["items"] if item["sentences"]]
    shown = bare(html.unescape(seeded(*asked, "--format", form).out))
    assert "<blockquote" not in shown
    for item in (item for digest in full for item in digest["items"]):
        headline = bare(item["headline"])
        assert (headline if form != "telegram" else headline[:10]) in shown
        said = {bare(sentence["text"]) for sentence in item["sentences"]}
        assert not [text for text in said if text in shown and text not in headline]


def test_digest_in_the_other_script_keeps_the_original(seeded: Jianbao) -> None:
    digests = data(seeded("digest", "--since", "all", "--script", "hant", "--json").out)["digests"]
    sentences = [s for d in digests for item in d["items"] for s in item["sentences"]]
    converted = [s for s in sentences if s["original"]]
    assert converted
    assert all(s["text"] != s["original"] for s in converted)


def test_digest_of_what_fits_no_theme(seeded: Jianbao) -> None:
    (only,) = data(seeded("digest", "--theme", "other", "--json").out)["digests"]
    assert (only["theme"], only["name"]) == ("other", "其他")


def test_digest_of_one_theme(seeded: Jianbao) -> None:
    (only,) = data(seeded("digest", "--theme", "defence", "--since", "7d", "--json").out)["digests"]
    assert only["theme"] == "defence"
    assert {item["theme"] for item in only["items"]} == {"defence"}


def test_find_in_either_script(seeded: Jianbao) -> None:
    for query, script in (("热力图", "hans"), ("熱力圖", "hant")):
        answer = data(seeded("find", query, "--script", script, "--json").out)
        assert answer["total"] == 1
        (hit,) = answer["results"]
        ((start, end),) = hit["highlights"][:1]
        assert hit["sentence"][start:end] == query
        assert hit["how"] == "exact" or script == "hant"


def test_find_shows_no_dateline(seeded: Jianbao) -> None:
    hits = data(seeded("find", "街道", "--limit", "100", "--json").out)["results"]
    assert hits
    assert not any("本报讯" in hit["sentence"] for hit in hits)
    for hit in hits:
        assert {hit["sentence"][start:end] for start, end in hit["highlights"]} == {"街道"}


def test_find_nothing_in_furniture(seeded: Jianbao) -> None:
    answer = data(seeded("find", "杨幂", "--json").out)
    assert answer["results"] == []
    assert answer["total"] == 0


def test_find_words_are_not_options(seeded: Jianbao) -> None:
    assert seeded("find", "--", "-热力图").status == 0
    everything = data(seeded("find", "上海", "--json").out)["total"]
    without = data(seeded("find", "上海", "-杨浦", "--json").out)
    assert without["query"] == "上海 -杨浦"
    assert 0 < without["total"] < everything


def test_output_is_utf_8_whatever_the_locale(seeded: Jianbao, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "bot", "digest", "--since", "all", "--limit", "1", "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, check=True, cwd=tmp_path)
    assert "科技创新" in ran.stdout.decode("utf-8")


def test_deliveries_of_an_empty_outbox(seeded: Jianbao) -> None:
    assert data(seeded("deliveries", "--json").out)["rows"] == []


def test_a_sandbox_moved_ahead_takes_the_command_line_along(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "sandbox.clock").write_text(str(3 * 86_400), "ascii")
    (tmp_path / "news.txt").write_text("跨江隧道通车\n\n昨日上午，全长三公里的跨江隧道正式通车。\n", "utf-8")
    assert jianbao("read", str(tmp_path / "news.txt")).status == 0
    checks = {check["name"]: check["ok"] for check in data(jianbao("check", "--json").out)["checks"]}
    assert checks["database"]
    digests = data(jianbao("digest", "--json").out)["digests"]
    assert [item["headline"] for digest in digests for item in digest["items"]] == ["跨江隧道通车"]


def test_publish_without_readers(seeded: Jianbao) -> None:
    opened = data(seeded("publish", "--json").out)
    assert (opened["readers"], opened["deliveries"]) == (0, 0)


def test_themes_and_sources(seeded: Jianbao) -> None:
    themes = data(seeded("themes", "list", "--json").out)
    assert [theme["slug"] for theme in themes][:2] == ["sci-tech", "industry"]
    assert len(themes) == 10
    (source,) = data(seeded("sources", "list", "--json").out)
    assert source["id"] == "seeds"
    assert source["documents"] == 5


def test_check_says_all_is_well(seeded: Jianbao) -> None:
    ran = seeded("check", "--json")
    report = data(ran.out)
    assert report["ok"], report
    assert {c["name"] for c in report["checks"]} >= {"settings", "database", "dictionary", "token", "clock"}


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["digest", "--theme", "nonsense"], 2, "'nonsense' is no theme"),
        (["digest", "--since", "yesterday"], 2, "expected a duration"),
        (["digest", "--since", "99999999999d"], 2, "at most 36500 d"),
        (["find", "热力图", "--jsno"], 2, "No such option '--jsno'"),
        (["readers", "import", "nowhere"], 1, "nowhere: cannot be read"),
        (["readers", "export", "nowhere/x"], 1, "nowhere/x: cannot be written (No such file or directory); choose"),
        (["deliveries", "--abort", "99"], 2, "Invalid value for --abort: there is no edition 99; `jianbao deliveries`"),
        (["deliveries", "--resume", "-1"], 2, "Invalid value for --resume: there is no edition -1"),
        (["sources", "remove", "nowhere"], 2, "there is no source nowhere"),
        (["publish", "--theme", "nonsense"], 2, "'nonsense' is no theme"),
        (["find"], 2, "Missing argument"),
        (["read", ""], 2, "an empty path or URL"),
        (["nonsense"], 2, "No such command"),
        (["why", "nonsense"], 2, "no such article"),
        (["--config", "nowhere.toml", "articles"], 2, "settings file nowhere.toml: not found"),
    ],
)
def test_wrong_use(seeded: Jianbao, arguments: list[str], status: int, line: str) -> None:
    ran = seeded(*arguments)
    assert ran.status == status
    assert line in ran.err
    assert ran.err.startswith("jianbao: ")
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_postgresql_is_refused(jianbao: Jianbao, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_DATABASE_URL", "postgresql://u:secret@h/d")
    ran = jianbao("articles", "--json")
    assert ran.status == 2
    assert "PostgreSQL is not supported yet" in ran.err
    assert "secret" not in ran.err


def test_one_bad_file_does_not_stop_the_rest(jianbao: Jianbao, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a-good.txt").write_bytes((SEEDS / "003_8374b18f4e6ab5e7.txt").read_bytes())
    (folder / "b-empty.txt").write_bytes(b"")
    (folder / "c-binary.txt").write_bytes(bytes(range(256)) * 40)
    with (folder / "d-huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)
    (folder / "e-gb.txt").write_bytes((SEEDS / "001_c616ab6b8247df4d.txt").read_text("utf-8").encode("gb18030"))
    ran = jianbao("read", str(folder), "--json")
    assert ran.status == 1
    report = data(ran.out)
    assert report["articles"] == {"new": 8, "known": 0, "rejected": 3}
    assert len(report["failed"]) == 3
    for name in ("b-empty.txt", "c-binary.txt", "d-huge.txt"):
        (failed,) = [f for f in report["failed"] if f["source"].endswith(name)]
        assert len(failed["error"].splitlines()) == 1
        assert name in ran.err
    assert "Traceback" not in ran.err
    assert sorted(p.name for p in folder.iterdir())[1] == "b-empty.txt"


def test_read_takes_added_sources_too(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_bytes((SEEDS / "003_8374b18f4e6ab5e7.txt").read_bytes())
    (tmp_path / "jianbao.toml").write_text("sources = []\n", "utf-8")
    assert data(jianbao("read", "--json").out)["documents"] == 0
    assert jianbao("sources", "add", str(tmp_path / "more")).status == 0
    assert data(jianbao("read", "--json").out)["articles"]["new"] == 1


def test_a_document_of_a_place_given_by_hand_is_named_by_its_path(jianbao: Jianbao, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "odd.txt").write_bytes(bytes(range(256)) * 12)
    for place in (folder, folder / "odd.txt"):
        ran = jianbao("read", str(place))
        assert ran.status == 1
        assert f"jianbao: {folder / 'odd.txt'}: is binary" in ran.err
        assert "at-" not in ran.err.replace(str(tmp_path), "")


def test_a_missing_folder_is_named(jianbao: Jianbao, tmp_path: Path) -> None:
    ran = jianbao("read", str(tmp_path / "nowhere"), "--json")
    assert ran.status == 1
    assert data(ran.out)["failed"][0]["error"].startswith(str(tmp_path / "nowhere"))
    assert ran.err == f"jianbao: {tmp_path / 'nowhere'}: no such folder or file; create it or correct the path\n"


def test_commands_on_an_empty_archive(jianbao: Jianbao) -> None:
    assert data(jianbao("articles", "--json").out) == []
    assert data(jianbao("stories", "--json").out) == []
    assert [d for d in data(jianbao("digest", "--json").out)["digests"] if d["items"]] == []
    assert data(jianbao("find", "热力图", "--json").out)["results"] == []


def test_why_says_that_its_sections_stand_for_a_page_of_questions(seeded: Jianbao) -> None:
    (page,) = [a for a in data(seeded("articles", "--json").out) if a["sectioned"]]
    stages = data(seeded("why", page["id"], "--json").out)["stages"]
    assert [(s["stage"], s["kept"]) for s in stages] == [("read", True), ("sections", False)]
    assert len(stages[1]["values"]["sections"]) == 7
    assert "sections" in seeded("why", page["id"]).out


def test_why_tells_every_stage(seeded: Jianbao) -> None:
    articles = data(seeded("articles", "--json").out)
    (copy,) = [a for a in articles if a["document"].startswith("004")]
    stages = {s["stage"]: s for s in data(seeded("why", copy["id"], "--json").out)["stages"]}
    assert list(stages) == ["read", "keywords", "themes", "story", "score", "quotes", "digest"]
    assert not stages["story"]["kept"]
    assert not stages["quotes"]["kept"]
    lead = stages["story"]["values"]["lead"]
    stages = {s["stage"]: s for s in data(seeded("why", lead, "--json").out)["stages"]}
    assert all(stage["kept"] for stage in stages.values())
    score = stages["score"]["values"]
    assert score["total"] == pytest.approx(sum(score["parts"].values()))
    hits = stages["themes"]["values"]["scores"]["sci-tech"]
    assert hits["score"] == pytest.approx(sum(hits["hits"].values()))
    assert "place" in seeded("why", lead).out


def test_a_check_that_cannot_be_made_names_its_remedy_once(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "jianbao.toml").write_text('lexicon = "nowhere.txt"\n', "utf-8")
    (said,) = (line for line in jianbao("check").out.splitlines() if line.startswith("FAIL"))
    assert said.endswith("setting lexicon = 'nowhere.txt': expected an existing file")


def test_check_names_an_index_made_by_other_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(None, {"JIANBAO_HOME": str(tmp_path)})
    assert all(check.ok for check in all_checks(settings) if check.name == "database")
    monkeypatch.setattr(forms, "VERSION", forms.VERSION + 1)
    (found,) = (check for check in all_checks(settings) if check.name == "database")
    assert (found.ok, found.remedy) == (False, "run `jianbao reindex`")


def test_one_is_not_many(seeded: Jianbao) -> None:
    assert "1 source\n" in seeded("check").out
    assert seeded("find", "热力图").err == "热力图: 1 story\n"
    assert seeded("find", "数字经济", "--page", "9").err == "数字经济: 5 stories, none on page 9\n"


def test_an_empty_archive_says_how_it_is_filled(jianbao: Jianbao) -> None:
    for command in (["digest"], ["find", "热力图"], ["articles"], ["stories"]):
        ran = jianbao(*command)
        assert ran.status == 0
        assert "`jianbao read` reads the configured sources" in ran.err


def test_an_empty_time_says_what_takes_everything(seeded: Jianbao) -> None:
    ran = seeded("digest", "--since", "0 s")
    assert "--since all" in ran.err
    assert seeded("digest").err == ""
