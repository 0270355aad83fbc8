"""Folders (and single files): every text below one place, read once and again when it changes.

Nothing here decides by a file's absence: what was removed stays in the archive. A file still being written is left
alone until its size and times have stood still for two seconds; such files are looked at last, so that one pause
covers them all.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import takewhile
from pathlib import Path

from digests.errors import SourceError, UnreadableDocument
from digests.models import Document, Fingerprint, Source, SourceState
from digests.sources import due, globs, paths, words
from digests.sources.dates import CHINA
from digests.sources.outcomes import Failed, Finished, Known, Outcome, Probe, Read, Unchanged, Waiting

CAP_BYTES = 10 * 1024 * 1024
# O_NONBLOCK: should a file have become a pipe since it was listed, opening it must not hang.
_ONLY_DATE = re.compile(r"[\d年月日._-]*\d[\d年月日._-]*")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
SETTLE_S = 2.0  # a file whose size changed within this time is still being written


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A regular file as listed: its document name, where it is, and how it looked at that moment."""

    name: str
    path: str
    seen: os.stat_result


def read(
    source: Source, state: SourceState, *, known: Known, now: datetime, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Outcome]:
    """Every file in order of its name, those still warm after the others; ``Finished`` last.

    ``now`` dates the state and bounds the dates in paths; whether a file is still being written goes by the clock of
    the machine that stamps the files.
    """
    try:
        listed = list(listing(source))
    except SourceError as error:
        yield Finished(state=due.after_failure(source, state, error, now=now), error=error)
        return
    seen = failed = 0
    for outcome in _outcomes(source, listed, known=known, now=now, sleep=sleep):
        seen += 1
        failed += isinstance(outcome, Failed)
        yield outcome
    yield Finished(state=due.after_success(source, state, now=now, documents=seen, failed=failed))


def _outcomes(
    source: Source, listed: list[File | Failed], *, known: Known, now: datetime, sleep: Callable[[float], None]
) -> Iterator[Outcome]:
    looked_at = time.time()
    issue = _issue(source)
    warm: list[File] = []
    for file in listed:
        if isinstance(file, Failed):
            yield file
        elif (fingerprint := known.get(file.name)) is not None and fingerprint.stamp == _stamp(file.seen):
            yield Unchanged(name=file.name, fingerprint=fingerprint)
        elif abs(looked_at - file.seen.st_mtime) < SETTLE_S:
            warm.append(file)
        else:
            yield _open(source, file, known, issue, now)
    if warm:
        sleep(max(0.0, looked_at + SETTLE_S - time.time()))
    for file in warm:
        yield _open(source, file, known, issue, now)


def probe(source: Source) -> Probe:
    """How many files there are to read; opens none."""
    try:
        count = len(list(listing(source)))
        nothing = None if count else "nothing to read in it yet (.txt, .md, .html, .pdf); do include and exclude fit?"
        return Probe(kind="folder", location=source.location, documents=count, note=nothing)
    except SourceError as error:
        return Probe(kind="folder", location=source.location, error=error)


def listing(source: Source) -> Iterator[File | Failed]:
    """What to look at, by name. Raises ``SourceError`` when the place itself cannot be listed."""
    root = Path(source.location).expanduser()
    try:
        top = root.stat()
    except (OSError, ValueError) as error:
        raise SourceError(str(root), _missing(source, error)) from error
    if stat.S_ISREG(top.st_mode):
        yield File(name=_text(root.name), path=str(root), seen=top)
        return
    if not stat.S_ISDIR(top.st_mode):
        raise SourceError(str(root), f"neither a folder nor a file; give source {source.id} one of these as its path")
    try:
        os.scandir(root).close()
    except OSError as error:
        raise SourceError(str(root), f"{_why(error)}; let the user of this service read the folder") from error
    matches = globs.matcher(source.include, source.exclude)
    inside = Path(os.path.realpath(root))
    yield from sorted(_told_apart(_walk(source, inside, matches)), key=lambda file: file.name)


def _walk(source: Source, root: Path, matches: Callable[[str], bool]) -> Iterator[File | Failed]:
    """Hidden names are skipped; a link is followed to a file inside the root, never to a folder, never outside."""
    pending = [(root, "")]
    while pending:
        folder, below = pending.pop()
        try:
            with os.scandir(folder) as entries:
                found = list(entries)
        except OSError as error:
            name = below.removesuffix("/") or "."
            yield _failed(source, name, f"{_why(error)}; let the user of this service read the folder")
            continue
        for entry in found:
            if entry.name.startswith("."):
                continue
            name = below + _text(entry.name)
            if entry.is_dir(follow_symlinks=False):
                pending.append((Path(entry.path), f"{name}/"))
            elif matches(name):
                yield _look(source, name, entry, root)


def _told_apart(found: Iterable[File | Failed]) -> Iterator[File | Failed]:
    """Of names that read the same, in UTF-8 and in GBK, the latter is spelled out: they are two documents."""
    listed = list(found)
    counts = Counter(file.name for file in listed)
    for file in listed:
        twin = isinstance(file, File) and counts[file.name] > 1 and not _is_utf8(file.path)
        yield replace(file, name=ascii(file.name)[1:-1]) if twin else file


def _look(source: Source, name: str, entry: os.DirEntry[str], root: Path) -> File | Failed:
    if entry.is_symlink() and not Path(os.path.realpath(entry)).is_relative_to(root):
        return _failed(source, name, "a link that leads out of the folder; copy the file here or make it a source")
    try:
        seen = os.stat(entry)  # not the entry's own: on Windows that lacks what tells files apart
    except OSError as error:
        return _failed(source, name, f"{_why(error)}; restore it or exclude it")
    if not stat.S_ISREG(seen.st_mode):
        return _failed(source, name, "not a regular file; exclude it")
    return File(name=name, path=entry.path, seen=seen)


def _open(source: Source, file: File, known: Known, issue: str, now: datetime) -> Outcome:
    """Reads one file, if it stands still. The cap is checked before the first byte is read. ``issue``: see `_issue`."""
    try:
        with open(os.open(file.path, _FLAGS), "rb") as handle:
            before = os.fstat(handle.fileno())
            if before.st_size > CAP_BYTES:
                return _failed(source, file.name, _too_large(before.st_size))
            if _stamp(before) != _stamp(file.seen):
                return Waiting(name=file.name, reason="still being written")
            content = handle.read(before.st_size + 1)
            after = os.fstat(handle.fileno())
    except OSError as error:
        return _failed(source, file.name, f"{_why(error)}; make it readable or exclude it")
    if _stamp(after) != _stamp(before) or len(content) != before.st_size:
        return Waiting(name=file.name, reason="still being written")
    return _outcome(source, file, content, known.get(file.name), issue, now)


def _outcome(
    source: Source, file: File, content: bytes, previous: Fingerprint | None, issue: str, now: datetime
) -> Outcome:
    fingerprint = Fingerprint(stamp=_stamp(file.seen), digest=blake2b(content, digest_size=16).hexdigest())
    if previous is not None and previous.digest == fingerprint.digest:
        return Unchanged(name=file.name, fingerprint=fingerprint)
    if not content:
        return _failed(source, file.name, "empty; fill it, remove it or exclude it")
    document = Document(
        source=source.id,
        name=file.name,
        content=content,
        hints=paths.hints(issue + file.name, now.astimezone(CHINA).date()),
    )
    return Read(document=document, fingerprint=fingerprint)


def _issue(source: Source) -> str:
    """The folders above the documents' names that are nothing but a date (``2024/03/01/``), as part of a path.

    Folders that merely hold one (``20240301_backup``) say when somebody saved, not what was printed.
    """
    root = Path(source.location).expanduser().absolute()
    above = root.parent if root.is_file() else root
    dated = list(takewhile(_ONLY_DATE.fullmatch, reversed(above.parts)))
    return "".join(f"{part}/" for part in reversed(dated))


def _stamp(seen: os.stat_result) -> str:
    """Size and times; the time of the last status change catches writers that put the modification time back."""
    return f"{seen.st_size}:{seen.st_mtime_ns}:{seen.st_ctime_ns}"


def _is_utf8(path: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in path)  # how Python writes other bytes of a path


def _text(name: str) -> str:
    """A name fit to be stored and printed: archives made on Windows in China leave names in GBK."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return words.spelled_out(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return words.spelled_out(raw.decode("utf-8", "backslashreplace"))


def _failed(source: Source, name: str, cause: str) -> Failed:
    """Named by its whole path: an operator has to find the file, not the source."""
    root = Path(source.location).expanduser()
    where = root if _text(root.name) == name and not root.is_dir() else root / name
    return Failed(name=name, error=UnreadableDocument(str(where), cause))


def _missing(source: Source, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such folder or file; create it or correct the path"
    return f"{_why(error)}; correct the path or let the user of this service read it"


def _why(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).lower()


def _too_large(size: int) -> str:
    return f"{size / 2**20:.0f} MB, more than the {CAP_BYTES // 2**20} MB a file may have; split it or exclude it"
