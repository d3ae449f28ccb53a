"""`--watch`: what is saved is remade and shown at once; and what its small server gives to whom."""

import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import psutil
import pytest
import watchfiles
from playwright.sync_api import Browser

from cityplan.build import publish, warm, watch
from cityplan.build.runs import Wish
from cityplan.build.watch_server import HOST, SCRIPT, Server, with_script
from cityplan.city.jobs import Job
from tests.published import ROOT, project

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
PAGE = f"<!DOCTYPE html><html lang=ja><head>{POLICY}</head><body><p>一</p></body></html>"
PLAN = "/R5/hitachi/plan-06.html"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of a folder with one page, and with a secret beside the folder."""
    (tmp_path / "secret.html").write_text("秘密")
    folder = tmp_path / "reports"
    (folder / "R5/hitachi").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / PLAN[1:]).write_text(PAGE)
    (folder / ".hidden.html").write_text("秘密")
    (folder / "program.py").write_text("秘密")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    started = Server(folder)
    yield started
    started.shutdown()
    started.server_close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def get(server: Server, place: str, method: str = "GET", **headers: str) -> Answer:
    """Ask as no browser would: the address is sent as it stands."""
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=30)
    connection.putrequest(method, place, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


class TestWhatIsServed:
    def test_a_page_with_the_script_and_leave_for_it(self, server: Server) -> None:
        answer = get(server, PLAN)
        assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
        version = hashlib.sha256(PAGE.encode()).hexdigest()[:16]
        assert f'<script src="{SCRIPT}" data-version="{version}"></script>\n</body>' in answer.body
        assert "default-src 'none'; script-src 'self'; connect-src 'self'\"" in answer.body
        assert get(server, SCRIPT).headers["content-type"].startswith("text/javascript")

    def test_the_published_file_stays_as_it_is(self, server: Server) -> None:
        get(server, PLAN)
        assert (server.folder / PLAN[1:]).read_text() == PAGE

    @pytest.mark.parametrize("place", ["/", "/index.html", "/?a=b", "/%69ndex.html"])
    def test_the_index(self, server: Server, place: str) -> None:
        assert get(server, place).status == 200

    @pytest.mark.parametrize(
        "place",
        ["/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "/R5/../../secret.html",
         "/..\\secret.html", "/%2e%2e%5csecret.html", "//etc/passwd", "/%00", "/index.html%00.pdf", "/C:/x.html",
         "/.hidden.html", "/program.py", "/link.html", "/R5", "/R5/", "/missing.html", "/" + "a" * 5000 + ".html"],
    )  # fmt: skip
    def test_nothing_else(self, server: Server, place: str) -> None:
        answer = get(server, quote(place, safe="/%:\\?"))
        assert answer.status == 404 and "秘密" not in answer.body

    def test_an_absolute_path_stays_inside(self, server: Server) -> None:
        secret = server.folder.parent / "secret.html"
        assert get(server, f"/{secret}").status == 404

    @pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", ""])
    @pytest.mark.parametrize("place", [PLAN, SCRIPT, f"/__watch__?page={PLAN}"])
    def test_no_site_of_another_name(self, server: Server, host: str, place: str) -> None:
        """A name that its owner lets lead to this machine (DNS rebinding)."""
        answer = get(server, place, Host=host.format(port=server.server_port))
        assert answer.status == 403 and not answer.body

    def test_no_other_site_asks(self, server: Server) -> None:
        answer = get(server, f"/__watch__?page={PLAN}", Sec_Fetch_Site="cross-site")
        assert answer.status == 403 and server.told.open_pages() == []

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
    def test_nothing_is_written(self, server: Server, method: str) -> None:
        assert get(server, PLAN, method).status == 501

    def test_only_this_machine_can_ask(self, server: Server) -> None:
        assert server.server_address[0] == "127.0.0.1"
        headers = get(server, PLAN).headers
        assert "access-control-allow-origin" not in headers
        assert headers["cross-origin-resource-policy"] == "same-origin"


class TestNews:
    def ask(self, server: Server, seen: str = "") -> dict[str, str]:
        words = urlencode({"page": PLAN, "seen": seen})
        told: dict[str, str] = json.loads(get(server, f"/__watch__?{words}").body)
        return told

    def test_one_who_has_seen_nothing_is_answered_at_once(self, server: Server) -> None:
        told = self.ask(server)
        assert told["version"] == hashlib.sha256(PAGE.encode()).hexdigest()[:16]
        assert not told["note"]

    @pytest.mark.parametrize("change", ["page", "note"])
    def test_one_who_waits_is_answered_when_something_is_new(self, server: Server, change: str) -> None:
        before = self.ask(server)
        command = [
            sys.executable,
            "-c",
            "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())",
        ]
        words = urlencode({"page": PLAN, "seen": before["seen"]})
        waiting = subprocess.Popen([*command, f"{server.address}/__watch__?{words}"], stdout=subprocess.PIPE, text=True)
        wait_for(server.told.open_pages)
        assert server.told.open_pages() == [PLAN] and waiting.poll() is None
        if change == "page":
            (server.folder / PLAN[1:]).write_text(PAGE + "<!-- -->")
        server.told.tell("エラー" if change == "note" else "")
        after = json.loads(waiting.communicate(timeout=20)[0])
        assert (after["version"] != before["version"]) == (change == "page")
        assert after["note"] == ("エラー" if change == "note" else "")


def test_a_page_with_a_script_of_its_own_keeps_it() -> None:
    page = PAGE.replace("'none'\"", "'none'; script-src 'sha256-x'\"").encode()
    policy = "default-src 'none'; script-src 'sha256-x' 'self'; connect-src 'self'\""
    assert policy in with_script(page, "v").decode()


def test_a_browser_reloads_the_page_and_shows_the_note(server: Server, browser: Browser) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(server.address + PLAN)
    note = page.get_by_role("status")
    server.told.tell("エラー: <b>壊れた</b>")
    note.get_by_text("エラー: <b>壊れた</b>").wait_for()
    (server.folder / PLAN[1:]).write_text(PAGE.replace("一", "二"))
    server.told.tell("")
    page.get_by_text("二").wait_for()
    note.wait_for(state="hidden")
    assert errors == []
    page.close()


Saves = Iterator[set[str]]


@pytest.fixture(params=["events", "polling"])
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Saves]:
    """What is saved below a folder with three files and a folder in which runs make something."""
    monkeypatch.setattr(watch, "_is_elsewhere", lambda _: request.param == "polling")
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("1")
        os.utime(tmp_path / name, (0, 0))  # a look without events sees whole seconds
    (tmp_path / "made").mkdir()
    found = watch.saved_files([tmp_path, tmp_path / "missing"], tmp_path / "made")
    next(found)
    yield found
    found.close()


def until_saved(saves: Saves, *paths: Path) -> set[Path]:
    """All that was saved until these were."""
    found = set[Path]()
    wait_for(lambda: found.update(map(Path, next(saves))) or found.issuperset(paths), seconds=20)
    return found


class TestSaves:
    def test_what_was_saved_added_and_removed(self, tmp_path: Path, saves: Saves) -> None:
        (tmp_path / "a").write_text("12")
        (tmp_path / "b").unlink()
        (tmp_path / "new").mkdir()
        found = until_saved(saves, *(tmp_path / name for name in ("a", "b", "new")))
        assert tmp_path / "c" not in found
        (tmp_path / "new/d").write_text("")
        until_saved(saves, tmp_path / "new/d")

    def test_an_editor_that_saves_by_a_new_name(self, tmp_path: Path, saves: Saves) -> None:
        (tmp_path / ".a.part").write_text("12")
        (tmp_path / ".a.part").replace(tmp_path / "a")
        assert until_saved(saves, tmp_path / "a") == {tmp_path / "a"}

    @pytest.mark.parametrize("saves", ["events"], indirect=True)
    def test_what_is_saved_at_once_is_one_save(self, tmp_path: Path, saves: Saves) -> None:
        for name in ("a", "b", "c"):
            (tmp_path / name).write_text("12")
        assert {Path(path).name for path in next(saves)} == {"a", "b", "c"}
        assert next(saves) == set()

    @pytest.mark.parametrize(
        "name", [".~a.ipynb", ".a.swp", "~$a.xlsx", "__pycache__/a.pyc", ".ipynb_checkpoints/a", "made/a.csv"]
    )
    def test_what_an_editor_leaves_and_what_a_run_makes_is_nothing(
        self, tmp_path: Path, saves: Saves, name: str
    ) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
        (tmp_path / "a").write_text("12")
        assert until_saved(saves, tmp_path / "a") == {tmp_path / "a"}

    def test_a_system_without_events_is_looked_at(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def watching(*folders: Path, force_polling: bool | None, **given: object) -> Iterator[set[tuple[int, str]]]:
            if not force_polling:
                raise OSError("OS file watch limit reached")
            yield {(1, str(tmp_path / "a"))}

        monkeypatch.setattr(watchfiles, "watch", watching)
        assert list(watch.saved_files([tmp_path], tmp_path / "made")) == [{str(tmp_path / "a")}]

    @pytest.mark.parametrize(("kind", "elsewhere"), [("ext4", False), ("nfs4", True), ("SMBFS", True)])
    def test_a_disk_that_others_write_to(self, monkeypatch: pytest.MonkeyPatch, kind: str, elsewhere: bool) -> None:
        disks = [SimpleNamespace(mountpoint=place, fstype=each) for place, each in [("/", "apfs"), ("/x", kind)]]
        monkeypatch.setattr(psutil, "disk_partitions", lambda **_: disks)
        assert watch._is_elsewhere(Path("/x/project")) == elsewhere
        assert not watch._is_elsewhere(Path("/y"))


def test_code_that_cannot_be_imported_is_told_by_its_place() -> None:
    trace = (
        'Traceback\n  File "/x/cityplan/draw/chart.py", line 3, in <module>\n    1 / 0\nZeroDivisionError: division\n'
    )
    told = watch._told_import(trace)
    assert "chart.py 3行目" in told and "ZeroDivisionError: division" in told and "/x/" not in told


def test_tables_that_a_run_writes_are_nothing_that_somebody_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left is made to its end, though each part of it writes tables."""
    made, said = list[Sequence[str]](), list[str]()

    def make(root: Path, _: object, wish: Wish) -> Iterator[SimpleNamespace]:
        made.append(wish.plans)
        table = root / f"data/processed/{len(made)}.csv"
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text("表")
        yield SimpleNamespace(files=["plan.pdf"], failures=[])

    due = {Job(f"plan-{plan}", plan, "", parameters={"plan": plan}): "まだない" for plan in ("01", "02")}
    found = [SimpleNamespace(edition=None, reports=due)]
    monkeypatch.setattr(publish, "find", lambda *_: found)
    monkeypatch.setattr(publish, "make", make)
    server = Server(tmp_path)
    (tmp_path / "data").mkdir()
    saves = watch.saved_files([tmp_path / "data"], tmp_path / "data/processed")
    own = watch._Watch(tmp_path, list, Wish(tmp_path), said.append, server, saves)
    own.look()
    watch._make_rest(own)
    server.shutdown()
    server.server_close()
    assert made == [["01"], ["02"], ()]
    assert len(said) == 1 and "そろいました" in said[0] and not own.look()


def wait_for(true: Callable[[], object], seconds: float = 150) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.skipif(not warm.can_fork(), reason="processes are looked up on Linux only")
class TestTheCommand:
    """One run of it, with real saves, on a copy of the project with the library in it."""

    @pytest.mark.long
    def test_from_the_first_brief_to_ctrl_c(self, tmp_path: Path) -> None:
        root = project(tmp_path, "hitachi")
        shutil.copytree(ROOT / "cityplan", root / "cityplan", ignore=shutil.ignore_patterns("__pycache__"))
        said = tmp_path / "said"
        words = ["--plan", "06", "--watch", "--format", "html"]
        with said.open("w") as output:
            run = subprocess.Popen(
                [sys.executable, str(root / "pipeline.py"), *words],
                stdout=output,
                stderr=output,
                cwd=root,
                start_new_session=True,
                env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            )
        try:
            self._follow(root, said)
        finally:
            run.send_signal(signal.SIGINT)
        assert run.wait(timeout=10) == 130
        assert "中断しました" in said.read_text() and "Traceback" not in said.read_text()
        name = f"-{hashlib.sha256(bytes(root)).hexdigest()[:16]}"
        (place,) = (each for each in Path(tempfile.gettempdir()).glob("cityplan-*") if each.name.endswith(name))
        assert [path.name for path in place.iterdir()] == ["lock"]
        wait_for(lambda: not processes_of_session(run.pid))
        assert not list(root.rglob("*.part"))

    def _follow(self, root: Path, said: Path) -> None:
        page = root / "reports" / PLAN[1:]
        wait_for(lambda: f"{PLAN}\n" in said.read_text())
        assert "<script" not in page.read_text()
        notebook = root / "notebooks/40_brief.ipynb"
        good = notebook.read_text()

        notebook.write_text(good.replace("次にすること", "これからすること"))
        wait_for(lambda: "これからすること" in page.read_text())

        before = page.read_bytes()
        notebook.write_text(good.replace("brief.masthead(b,", "brief.no_such_thing(b,"))
        wait_for(lambda: "no_such_thing" in said.read_text())
        assert "40_brief.ipynb のセル [5]" in said.read_text()
        assert page.read_bytes() == before
        notebook.write_text(good)
        wait_for(lambda: "次にすること" in page.read_text())

        comments = root / "data/raw/hitachi/comments.csv"
        comments.write_text("year,plan_id,text\nR5,06,よく進んでいます\n")
        wait_for(lambda: "よく進んでいます" in page.read_text())

        address = re.findall(r"報告: (http://\S+)", said.read_text())
        module = root / "cityplan/files/errors.py"
        whole = module.read_text()
        module.write_text(whole + "\n1 / 0\n")
        wait_for(lambda: "errors.py" in said.read_text())
        module.write_text(whole + "\n# 注記\n")  # of another length: Python looks at no more within a second
        wait_for(lambda: "読み直します" in said.read_text())
        wait_for(lambda: said.read_text().count("作り直しました") >= 5)
        assert len(address) == 1 and re.findall(r"報告: (http://\S+)", said.read_text()) == address
        port = int(address[0].split(":")[2].split("/")[0])
        wait_for(lambda: "次にすること" in served(port))  # the command begins anew meanwhile


def served(port: int) -> str:
    """The page of the plan; empty while nobody listens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", PLAN)
        return connection.getresponse().read().decode()
    except OSError:
        return ""
    finally:
        connection.close()


def processes_of_session(leader: int) -> list[int]:
    """The processes of the session that a process has begun; kernels have one of their own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found
