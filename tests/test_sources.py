"""Folders: what is read, what waits, what fails and why. Files are real; only time may be played."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import tomllib
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import seeds
from digests.models import Document, Fingerprint, Source, SourceState
from digests.sources import Failed, Finished, Outcome, Read, Unchanged, Waiting, folder, read
from digests.sources.globs import matcher

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def source(path: Path, **changes: object) -> Source:
    return replace(Source(id="papers", kind="folder", location=str(path), name="报", every_s=60), **changes)


def write(path: Path, content: bytes | str = "正文。\n", age_s: float = 100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    moment = path.stat().st_mtime - age_s
    os.utime(path, (moment, moment))
    return path


def outcomes(
    what: Source, known: dict[str, Fingerprint] | None = None, sleep: Callable[[float], None] | None = None
) -> tuple[list[Outcome], Finished]:
    found = list(folder.read(what, SourceState(), known=known or {}, now=NOW, sleep=sleep or (lambda _: None)))
    *rest, last = found
    assert isinstance(last, Finished)
    assert not any(isinstance(outcome, Finished) for outcome in rest)
    return rest, last


def names(found: list[Outcome]) -> list[str]:
    return [outcome.document.name if isinstance(outcome, Read) else getattr(outcome, "name", "") for outcome in found]


def documents(found: list[Outcome]) -> list[Document]:
    return [outcome.document for outcome in found if isinstance(outcome, Read)]


def remembered(found: list[Outcome]) -> dict[str, Fingerprint]:
    kept: dict[str, Fingerprint] = {}
    for outcome in found:
        if isinstance(outcome, Read):
            kept[outcome.document.name] = outcome.fingerprint
        elif isinstance(outcome, Unchanged):
            kept[outcome.name] = outcome.fingerprint
    return kept


def test_nested_folders_are_read_in_order_of_name_with_bytes_untouched(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "乙".encode("gb18030"))
    write(tmp_path / "a" / "z.md")
    write(tmp_path / "a" / "深" / "一.HTML", "<p>一</p>")
    write(tmp_path / "a.htm", "<p>甲</p>")
    write(tmp_path / "c.pdf", b"%PDF-1.4")
    found, last = outcomes(source(tmp_path))
    assert names(found) == ["a.htm", "a/z.md", "a/深/一.HTML", "b.txt", "c.pdf"]
    by_name = {document.name: document for document in documents(found)}
    assert by_name["b.txt"].content == "乙".encode("gb18030")
    assert {document.source for document in by_name.values()} == {"papers"}
    assert last.error is None
    assert (last.state.documents, last.state.failed, last.state.failures) == (5, 0, 0)
    assert last.state.next_due_at == NOW + timedelta(seconds=60)
    assert last.state.last_good_at == NOW


def test_hidden_names_and_other_kinds_of_file_are_left_alone(tmp_path: Path) -> None:
    for name in (".a.txt", ".git/b.txt", "notes.docx", "c.txt~", "d.txt.part", "e.jpg"):
        write(tmp_path / name)
    write(tmp_path / "f.txt")
    assert names(outcomes(source(tmp_path))[0]) == ["f.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), (), ["a.txt", "in/b.txt", "in/deep/c.txt", "in/d.html"]),
        (("*.txt",), (), ["a.txt", "in/b.txt", "in/deep/c.txt"]),
        (("in/*.txt",), (), ["in/b.txt"]),
        (("in/**/*.txt",), (), ["in/b.txt", "in/deep/c.txt"]),
        (("in/",), (), ["in/b.txt", "in/deep/c.txt", "in/d.html", "in/e.log"]),
        ((), ("in/deep/",), ["a.txt", "in/b.txt", "in/d.html"]),
        ((), ("[ab].*",), ["in/deep/c.txt", "in/d.html"]),
        (("?.txt",), ("[!a].txt",), ["a.txt"]),
        (("*.LOG",), (), ["in/e.log"]),
    ],
)
def test_globs(tmp_path: Path, include: tuple[str, ...], exclude: tuple[str, ...], expected: list[str]) -> None:
    for name in ("a.txt", "in/b.txt", "in/deep/c.txt", "in/d.html", "in/e.log"):
        write(tmp_path / name)
    found, _ = outcomes(source(tmp_path, include=include, exclude=exclude))
    assert names(found) == sorted(expected)


@pytest.mark.parametrize("pattern", ["[", "a]", "[]", "[!]", "\\", "(?", "***", "a{1}"])
def test_odd_globs_are_taken_literally_or_match_nothing(pattern: str) -> None:
    assert matcher((pattern,), ())("x.txt") in (True, False)


def test_a_single_file_is_a_source_whatever_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "page.text")
    found, last = outcomes(source(path))
    assert names(found) == ["page.text"]
    assert last.error is None


def test_names_in_gbk_from_a_foreign_archive_are_readable(tmp_path: Path) -> None:
    raw = os.path.join(os.fsencode(tmp_path), "要闻.txt".encode("gb18030"))
    with open(raw, "wb") as handle:
        handle.write("正文。".encode())
    found, _ = outcomes(source(tmp_path))
    assert names(found) == ["要闻.txt"]


def test_names_that_read_the_same_are_two_documents(tmp_path: Path) -> None:
    for name in ("头版.txt".encode(), "头版.txt".encode("gbk")):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:
            file.write(name)
    found, _ = outcomes(source(tmp_path))
    assert sorted(names(found)) == [r"\u5934\u7248.txt", "头版.txt"]
    again, _ = outcomes(source(tmp_path), remembered(found))
    assert all(isinstance(outcome, Unchanged) for outcome in again)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b[31m红.txt", r"\x1b[31m红.txt"),
        ("a\nb.txt", r"a\nb.txt"),
        ("\u202etxt.头版.txt", r"\u202etxt.头版.txt"),
        ("全角\u3000空格.txt", "全角\u3000空格.txt"),
    ],
)
def test_names_are_fit_for_a_terminal(tmp_path: Path, name: str, shown: str) -> None:
    write(tmp_path / name, "正文")
    assert names(outcomes(source(tmp_path))[0]) == [shown]


def test_links_inside_are_followed_to_files_and_never_outside(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    root = tmp_path / "root"
    write(root / "real.txt")
    (root / "link.txt").symlink_to(root / "real.txt")
    (root / "escape.txt").symlink_to(outside)
    (root / "broken.txt").symlink_to(root / "nowhere.txt")
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "away").symlink_to(outside.parent, target_is_directory=True)
    found, _ = outcomes(source(root))
    assert {type(outcome).__name__ + " " + name for outcome, name in zip(found, names(found), strict=True)} == {
        "Read real.txt",
        "Read link.txt",
        "Failed escape.txt",
        "Failed broken.txt",
    }


def test_a_root_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "root").symlink_to(tmp_path / "real", target_is_directory=True)
    assert names(outcomes(source(tmp_path / "root"))[0]) == ["a.txt"]


def test_unchanged_files_are_known_by_their_stamp_without_opening_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    first, _ = outcomes(source(tmp_path))
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    again, last = outcomes(source(tmp_path), remembered(first))
    assert again == [Unchanged(name="a.txt", fingerprint=remembered(first)["a.txt"])]
    assert last.state.documents == 1


def test_a_touched_file_is_unchanged_and_leaves_its_new_stamp(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    known = remembered(outcomes(source(tmp_path))[0])
    os.utime(path, (5, 5))
    again, _ = outcomes(source(tmp_path), known)
    assert [type(outcome) for outcome in again] == [Unchanged]
    assert remembered(again)["a.txt"].digest == known["a.txt"].digest
    assert remembered(again)["a.txt"].stamp != known["a.txt"].stamp
    assert outcomes(source(tmp_path), remembered(again))[0] == again


def test_a_file_rewritten_with_equal_size_and_its_old_time_put_back_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "甲")
    known = remembered(outcomes(source(tmp_path))[0])
    before = path.stat()
    path.write_bytes("乙".encode())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [document.content.decode() for document in documents(outcomes(source(tmp_path), known)[0])] == ["乙"]


@pytest.mark.parametrize(
    ("place", "name", "issue", "page"),
    [
        ("papers", "2024-03-01/A03.txt", "2024-03-01", "A03"),
        ("papers/2024-03-01", "A03.txt", "2024-03-01", "A03"),
        ("papers/2024/03/01", "x/02版.txt", "2024-03-01", "02"),
        ("papers/2024年3月1日/A03.txt", "A03.txt", "2024-03-01", "A03"),
        ("papers/2024/03/01/A03.txt", "A03.txt", "2024-03-01", "A03"),
        ("papers/2024-03-01", "2024-03-02.txt", None, None),
        ("20240301_backup", "A03.txt", None, None),
        ("2024-03-01/papers", "A03.txt", None, None),
    ],
)
def test_the_place_itself_may_be_an_issue(
    tmp_path: Path, place: str, name: str, issue: str | None, page: str | None
) -> None:
    write(tmp_path / place if place.endswith(".txt") else tmp_path / place / name)
    (document,) = documents(outcomes(source(tmp_path / place))[0])
    assert (document.name, document.hints.published_on, document.hints.page) == (name, issue, page)


def test_a_removed_file_removes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    gone = write(tmp_path / "b.txt")
    known = remembered(outcomes(source(tmp_path))[0])
    gone.unlink()
    again, last = outcomes(source(tmp_path), known)
    assert names(again) == ["a.txt"]
    assert last.error is None


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "SETTLE_S", 2.0)


@pytest.mark.usefixtures("warm")
def test_a_fresh_file_that_stands_still_is_read_after_one_pause_for_all(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, age_s=0)
    pauses: list[float] = []
    found, _ = outcomes(source(tmp_path), sleep=pauses.append)
    assert names(found) == ["a.txt", "b.txt"]
    assert all(isinstance(outcome, Read) for outcome in found)
    assert len(pauses) == 1
    assert 0 < pauses[0] <= 2.0


@pytest.mark.usefixtures("warm")
def test_a_file_that_grows_during_the_pause_waits_and_is_read_whole_later(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "上半", age_s=0)

    def grow(_: float) -> None:
        with path.open("ab") as handle:
            handle.write("下半。".encode())

    found, last = outcomes(source(tmp_path), sleep=grow)
    assert [type(outcome) for outcome in found] == [Waiting]
    assert last.error is None
    later, _ = outcomes(source(tmp_path), remembered(found))
    assert [document.content.decode() for document in documents(later)] == ["上半下半。"]


def test_a_file_that_changes_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", "上半")
    real = os.fstat
    calls: list[int] = []

    def grown(handle: int) -> os.stat_result:
        calls.append(handle)
        if len(calls) == 2:
            path.write_bytes("上半下半".encode())
        return real(handle)

    monkeypatch.setattr(folder.os, "fstat", grown)
    found, _ = outcomes(source(tmp_path))
    assert [type(outcome) for outcome in found] == [Waiting]


def failure(found: list[Outcome], name: str) -> str:
    (message,) = [str(o.error) for o in found if isinstance(o, Failed) and o.name == name]
    assert "\n" not in message
    assert f"/{name}: " in message
    return message


def test_a_file_of_200_mb_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    with write(tmp_path / "big.txt").open("wb") as handle:
        handle.truncate(200 * 2**20)
    write(tmp_path / "fine.txt")
    tracemalloc.start()
    found, last = outcomes(source(tmp_path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20
    message = failure(found, "big.txt")
    assert "200 MB" in message
    assert "10 MB" in message
    assert "split it or exclude it" in message
    assert [document.name for document in documents(found)] == ["fine.txt"]
    assert last.state.failed == 1
    assert last.error is None


def test_the_cap_is_ten_megabytes_to_the_byte(tmp_path: Path) -> None:
    write(tmp_path / "at.txt", b"a" * folder.CAP_BYTES)
    write(tmp_path / "over.txt", b"a" * (folder.CAP_BYTES + 1))
    found, _ = outcomes(source(tmp_path))
    assert [type(outcome).__name__ for outcome in found] == ["Read", "Failed"]


def test_an_empty_file_fails_until_it_is_filled(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "")
    found, _ = outcomes(source(tmp_path))
    assert "empty" in failure(found, "a.txt")
    write(path, "正文。")
    assert [type(o) for o in outcomes(source(tmp_path), remembered(found))[0]] == [Read]


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder seen with the eyes of a user who is not root, for whom alone permissions mean something."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def as_anyone() -> Iterator[None]:
    if not AS_ROOT:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_unreadable_files_and_folders_fail_and_the_rest_is_read(shared: Path) -> None:
    write(shared / "a.txt").chmod(0)
    write(shared / "shut" / "b.txt").parent.chmod(0)
    write(shared / "c.txt").chmod(0o644)
    with as_anyone():
        found, _ = outcomes(source(shared))
    (shared / "shut").chmod(0o700)
    assert "permission denied" in failure(found, "a.txt")
    assert "permission denied" in failure(found, "shut")
    assert [document.name for document in documents(found)] == ["c.txt"]


def test_a_folder_one_may_not_list_says_so(shared: Path) -> None:
    shut = shared / "shut"
    shut.mkdir()
    shut.chmod(0)
    with as_anyone():
        found, last = outcomes(source(shut))
    assert found == []
    assert "permission denied" in str(last.error)
    assert str(shut) in str(last.error)


def test_errors_of_the_disk_are_failures_of_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "bad.txt")
    write(tmp_path / "good.txt")
    real = os.open

    def broken(path: Path, flags: int) -> int:
        if Path(path).name == "bad.txt":
            raise OSError(5, "Input/output error")
        return real(path, flags)

    monkeypatch.setattr(folder.os, "open", broken)
    found, _ = outcomes(source(tmp_path))
    assert "input/output error" in failure(found, "bad.txt")
    assert [document.name for document in documents(found)] == ["good.txt"]


def test_pipes_and_sockets_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tmp_path)
        listener.bind("socket.txt")
        found, _ = outcomes(source(tmp_path))
    assert "not a regular file" in failure(found, "pipe.txt")
    assert "not a regular file" in failure(found, "socket.txt")


@pytest.fixture(autouse=True)
def same_directory() -> Iterator[None]:
    here = Path.cwd()
    yield
    os.chdir(here)


@pytest.mark.parametrize("kind", ["missing", "device"])
def test_a_place_that_cannot_be_read_is_said_once_with_path_and_remedy(tmp_path: Path, kind: str) -> None:
    path = {"missing": tmp_path / "nowhere", "device": Path("/dev/null")}[kind]
    found, last = outcomes(source(path))
    assert found == []
    assert last.error is not None
    message = str(last.error)
    assert str(path) in message
    assert "\n" not in message
    assert last.state.reason is not None
    assert last.state.failures == 1
    assert last.state.last_good_at is None
    assert last.state.next_due_at == NOW + timedelta(seconds=60)


def test_a_folder_that_comes_back_is_read_at_its_interval(tmp_path: Path) -> None:
    gone = source(tmp_path / "mount")
    state = SourceState()
    for _ in range(9):
        (last,) = read(gone, state, known={}, now=NOW)
        assert isinstance(last, Finished)
        state = last.state
    assert state.failures == 9
    assert state.next_due_at == NOW + timedelta(seconds=60)
    write(tmp_path / "mount" / "a.txt")
    *_, last = read(gone, state, known={}, now=NOW)
    assert isinstance(last, Finished)
    assert (last.state.failures, last.state.reason) == (0, None)


def test_folders_are_read_without_the_libraries_of_the_web(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    script = (
        "import sys\nfrom datetime import UTC, datetime\nfrom digests.models import Source, SourceState\n"
        "from digests.sources import read\n"
        f"source = Source(id='f', kind='folder', location={str(tmp_path)!r}, name='f', every_s=60)\n"
        "found = list(read(source, SourceState(), known={}, now=datetime.now(UTC)))\n"
        "heavy = {'httpx2', 'httpcore2', 'feedparser', 'listparser', 'lxml', 'ssl'} & set(sys.modules)\n"
        "print(len(found), sorted(heavy))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "2 []"


SEEDS = {
    "000_8d6404daeca14e9b.txt": "01142bf84e0f2d74cb40c8dcf6e43be01608638939b3c2e0dbec06ca61d10855",
    "001_c616ab6b8247df4d.txt": "146651d44792e872c96c1948e23cd1a523773da18fe236df4c17d58eb82f5f67",
    "002_9502d99013bc3757.txt": "45ecf55da16b18538daa687f5c9e6d1f24de048c96ccf91bd9f685065a276fdf",
    "003_8374b18f4e6ab5e7.txt": "83838e1f65ab52b83b9841776b3aa09d59a00d7032b202d7198d0dd69e360e30",
    "004_fa69439dd6a4a0b4.txt": "ba21da906cbf4996f94474a95d8ea017b9a5390b98229f8759d45bc5a08c4f53",
}


def test_the_seeds_enter_through_the_folder_source_byte_for_byte() -> None:
    found, last = outcomes(source(Path(seeds.__file__).parent))
    assert {d.name: hashlib.sha256(d.content).hexdigest() for d in documents(found)} == SEEDS
    assert all(document.hints.published_on is None for document in documents(found))
    assert last.state.documents == 5


def test_the_manifest_names_every_seed() -> None:
    manifest = tomllib.loads((Path(seeds.__file__).parent / "manifest.toml").read_text("utf-8"))
    assert {text["file"] for text in manifest["text"]} == set(SEEDS)
    assert all(text["from"] and text["date_known_by"] for text in manifest["text"])
