"""``make run`` with real processes: it comes up, mends itself, goes down in order and finds its data again."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from ipservice.local import processes
from ipservice.local.postgres import EmbeddedPostgres, is_gone
from ipservice.local.surroundings import BASE_DIR

pytestmark = pytest.mark.faults
PATIENCE_SECONDS = 240


class Run:
    """One ``python -m ipservice.local`` in a directory of its own."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self.port = port
        self.output = directory / "output.txt"
        unwanted = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "STATIC_ROOT", "STATICFILES_BACKEND", "SSL_REDIRECT"}
        environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        environment |= {"LOCAL_DIRECTORY": str(directory), "PORT": str(port), "DEMO": "0", "WEB_WORKERS": "1"}
        with self.output.open("ab") as sink:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "ipservice.local"], env=environment, stdout=sink, stderr=sink, cwd=BASE_DIR
            )

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.output.read_text():
            assert time.monotonic() < deadline, self.output.read_text()
            assert self.child.poll() is None, self.output.read_text()
            time.sleep(0.1)

    def page(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def wait_for_page(self, path: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.page(path) == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        pytest.fail(f"{path} did not come back")

    def pid_of(self, *words: str) -> int:
        """The oldest process below this run whose command line holds all ``words``."""
        for pid in sorted(_children(self.child.pid)):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if all(word in command for word in words):
                return pid
        raise AssertionError(f"no process {words}")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ask(directory: Path, statement: str) -> list[tuple]:
    address = EmbeddedPostgres(directory / "postgres").url("portal")
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_the_portal_comes_up_mends_itself_and_stops_in_order(tmp_path):
    runs = [first := Run(tmp_path, processes.free_port())]
    try:
        _comes_up_and_says_so(first)
        _a_second_one_is_refused(first)
        _killed_parts_are_started_again(first)
        _ask(tmp_path, "CREATE TABLE kept AS SELECT '留下'::text AS word")
        _everything_goes_when_the_supervisor_is_killed(first)
        runs.append(second := Run(tmp_path, processes.free_port()))
        _the_data_are_still_there_and_all_stops_in_order(second)
    finally:
        for run in runs:
            run.child.kill()
            run.child.wait()


def _comes_up_and_says_so(run: Run) -> None:
    run.wait_for("按 Ctrl-C 停止。")
    said = run.output.read_text()

    assert f"http://127.0.0.1:{run.port}/" in said
    assert "演示账号" not in said
    assert [run.page(path) for path in ("/healthz", "/", "/accounts/login/")] == [200, 200, 200]


def _a_second_one_is_refused(run: Run) -> None:
    second = Run(run.directory, run.port)

    assert second.child.wait(60) == 2
    assert f"本目录的门户已在运行（进程 {run.child.pid}）" in run.output.read_text()


def _killed_parts_are_started_again(run: Run) -> None:
    for label, words in (
        ("网页服务（web）", ("gunicorn",)),
        ("任务转发（relay）", ("relay",)),
        ("消息队列（Redis）", ("valkey-server",)),
        ("数据库（PostgreSQL）", ("postgres", "-D")),
    ):
        os.kill(run.pid_of(*words), signal.SIGKILL)
        run.wait_for(f"{label}意外停止")
        run.wait_for(f"{label}已重新启动")
    run.wait_for_page("/healthz")
    run.wait_for_page("/")


def _everything_goes_when_the_supervisor_is_killed(run: Run) -> None:
    left = _children(run.child.pid)
    run.child.kill()
    run.child.wait()
    deadline = time.monotonic() + 60

    while not all(is_gone(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert [pid for pid in left if not is_gone(pid)] == []


def _the_data_are_still_there_and_all_stops_in_order(run: Run) -> None:
    run.output.write_text("")
    run.wait_for("按 Ctrl-C 停止。")
    assert _ask(run.directory, "SELECT word FROM kept") == [("留下",)]

    run.child.send_signal(signal.SIGINT)

    assert run.child.wait(120) == 0
    stops = [line for line in run.output.read_text().splitlines() if line.startswith("正在停止")]
    assert stops == [
        "正在停止网页服务（web）……",
        "正在停止定时任务（beat）……",
        "正在停止任务转发（relay）……",
        "正在停止后台任务（worker）……",
        "正在停止消息队列（Redis）……",
        "正在停止数据库（PostgreSQL）……",
    ]
