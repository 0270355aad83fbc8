"""What many tests share: the command line run in this process, and a home in which the seeds were read once."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.sites import Site, site

MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 * 10**9

# Every commit waits for the disk, which took a third of the time of tests with a database. Where the machine has a
# folder in memory, theirs are there; what a crash of a process leaves is the same.
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# How long an example takes says more of the machine than of the code: speed is measured in tests/bench.
settings.register_profile("jianbao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jianbao")


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status and both its outputs."""

    status: int
    out: str
    err: str


Jianbao = Callable[..., Ran]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the migrations make of nothing, made once a worker."""
    from digests.store import Store

    path = tmp_path_factory.mktemp("empty") / "jianbao.sqlite3"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(autouse=True)
def stores_are_closed(monkeypatch: pytest.MonkeyPatch, empty_database: Path) -> Iterator[None]:
    """Closes what a test opened and left: from Python 3.13 on a forgotten connection is a warning, so an error here.

    A new database is a copy of the empty one: to migrate some hundred of them took a tenth of all tests' time.
    """
    from digests.store import Store

    left: list[Store] = []
    begin = Store.__init__

    def opened(store: Store, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        if path.is_absolute() and not path.exists() and os.access(path.parent, os.W_OK):
            shutil.copyfile(empty_database, path)
        begin(store, url)
        left.append(store)

    monkeypatch.setattr(Store, "__init__", opened)
    yield
    for store in left:
        store.close()


@pytest.fixture(scope="session", autouse=True)
def one_dictionary() -> Iterator[None]:
    """Loads the same words once a worker: the dictionary takes half a second, and every command of a test asks for it.

    What is loaded never changes.
    """
    from digests import knowledge
    from digests.chinese.words import Segmenter, Word

    load, loaded = knowledge.load_segmenter, dict[tuple[str, tuple[Word, ...]], Segmenter]()

    def once(name: str, words: Iterable[Word]) -> Segmenter:
        key = (name, tuple(words))
        if key not in loaded:
            loaded[key] = load(name, key[1])
        return loaded[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(knowledge, "load_segmenter", once)
        yield


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files just made by a test are old ones, unless the test says otherwise."""
    from digests.sources import folder

    monkeypatch.setattr(folder, "SETTLE_S", 0.0)


@pytest.fixture
def jianbao(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jianbao:
    """Runs `jianbao ARGS` here, with a home of its own unless the test set one, and no settings but the test's."""
    for name in [name for name in os.environ if name.startswith("JIANBAO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JIANBAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ran:
        from bot.cli import main

        monkeypatch.setattr(sys, "argv", ["jianbao", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return Ran(status=int(left.value.code or 0), out=out, err=err)

    return run


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled seeds read, made once a worker. Copy it before writing."""
    from datetime import UTC, datetime

    from bot.settings import load
    from digests import knowledge, pipeline
    from digests.store import Store

    home = tmp_path_factory.mktemp("seeded")
    settings = load(None, {})
    store = Store(f"sqlite:///{home / 'jianbao.sqlite3'}")
    newsroom = pipeline.Newsroom(store=store, knowledge=knowledge.load(settings), timezone=settings.timezone)
    with store.writing() as tx:
        tx.sources.configure(settings.wanted_sources)
    for source in settings.wanted_sources:
        report = pipeline.read(newsroom, source, now=datetime.now(UTC))
        assert report.failed == ()
    store.close()
    return home


@pytest.fixture
def seeded(jianbao: Jianbao, seeded_home: Path, tmp_path: Path) -> Jianbao:
    """`jianbao` in a home where the seeds were just read."""
    shutil.copytree(seeded_home, tmp_path / "home")
    return jianbao


@pytest.fixture
def web() -> Iterator[Site]:
    """A site on loopback that answers as a test plays it."""
    with site() as played:
        yield played
