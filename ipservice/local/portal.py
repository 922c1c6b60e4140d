"""The whole portal on this machine: its servers, its programs, and one supervisor over them (``make run``)."""

import http.client
import signal
import subprocess
import sys
import time
from types import FrameType

from ipservice.foundation.errors import DomainError
from ipservice.local import surroundings as around
from ipservice.local.postgres import EmbeddedPostgres
from ipservice.local.refusals import ServerDidNotStart, StepFailed
from ipservice.local.supervisor import Supervisor
from ipservice.local.surroundings import BASE_DIR, DATABASE, Surroundings
from ipservice.local.units import Program, Unit
from ipservice.local.valkey import EmbeddedValkey

PATIENCE_SECONDS = 60


class Portal:
    """One run, from the first server to the last goodbye."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.supervisor = Supervisor(say=say)
        self.was_asked_to_stop = False
        self.environment: dict[str, str] = {}

    def run(self) -> None:
        """Returns after Ctrl-C or SIGTERM, with everything stopped; also when something refused to start."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start_servers()
            self._prepare()
            self.supervisor.start(self._programs())
            self._wait_for_first_page()
            self._greet()
            self.supervisor.watch(until=lambda: self.was_asked_to_stop)
        finally:
            self.supervisor.stop()
            say("门户已停止，数据保存在 .local/ 中。" if self.surroundings.needs_postgres else "门户已停止。")

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        if not self.was_asked_to_stop:
            say("收到停止请求，正在依次停止……")
        self.was_asked_to_stop = True

    def _start_servers(self) -> None:
        here = self.surroundings
        urls = {
            "database_url": here.environment.get("DATABASE_URL", ""),
            "redis_url": here.environment.get("REDIS_URL", ""),
        }
        if here.needs_postgres:
            postgres = EmbeddedPostgres(here.directory / "postgres")
            self.supervisor.start([postgres])
            postgres.ensure_database(DATABASE)
            urls["database_url"] = postgres.url(DATABASE)
        if here.needs_redis:
            valkey = EmbeddedValkey(here.directory / "valkey")
            self.supervisor.start([valkey])
            urls["redis_url"] = valkey.url()
        self.environment = around.program_environment(here, **urls)

    def _prepare(self) -> None:
        environment = {**self.environment, "WITH_DEMO": "1" if self.surroundings.wants_demo else "0"}
        self._step("ipservice.local.preparation", "准备数据库", environment)

    def _step(self, module: str, name: str, environment: dict[str, str]) -> None:
        """Runs ``module`` to its end; a request to stop ends it early, for every step can be run again."""
        log = self.surroundings.log("preparation")
        with (
            log.open("ab") as sink,
            subprocess.Popen(
                [sys.executable, "-m", module], env=environment, stderr=sink, cwd=BASE_DIR, start_new_session=True
            ) as child,
        ):
            while child.poll() is None:
                if self.was_asked_to_stop:
                    child.terminate()
                time.sleep(0.1)
        if child.returncode != 0 and not self.was_asked_to_stop:
            raise StepFailed(step=name, log=log)

    def _programs(self) -> list[Unit]:
        if self.was_asked_to_stop:
            return []
        here = self.surroundings
        celery = ["celery", "-A", "ipservice"]
        bind = f"{here.host}:{here.port}"
        gunicorn = ["gunicorn", "ipservice.wsgi:application", "--bind", bind, "--workers", str(here.web_workers)]
        return [
            self._program("worker", "后台任务", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"]),
            self._program("relay", "任务转发", ["django", "relay"]),
            self._program("beat", "定时任务", [*celery, "beat", "--loglevel", "INFO", "--pidfile", ""]),
            self._program("web", "网页服务", [*gunicorn, "--timeout", "60", "--graceful-timeout", "20"]),
        ]

    def _program(self, name: str, label: str, arguments: list[str]) -> Program:
        role = "web" if name == "web" else "worker"
        return Program(
            f"{label}（{name}）",
            [sys.executable, "-m", *arguments],
            log=self.surroundings.log(name),
            environment={**self.environment, "PROCESS_ROLE": role},
        )

    def _wait_for_first_page(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and not self.was_asked_to_stop:
            if _answers(self.surroundings.host, self.surroundings.port):
                return
            time.sleep(0.2)
        if not self.was_asked_to_stop:
            raise ServerDidNotStart(server="网页服务", log=self.surroundings.log("web"))

    def _greet(self) -> None:
        if self.was_asked_to_stop:
            return
        address = f"http://{self.surroundings.host}:{self.surroundings.port}"
        say(f"门户已启动：\n  公众首页   {address}/\n  机构门户   {address}/portal/\n  管理后台   {address}/admin/")
        self._step("ipservice.local.logins", "列出演示账号", self.environment)
        say("按 Ctrl-C 停止。")


def say(sentence: str) -> None:
    print(sentence, flush=True)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def main(environment: dict[str, str]) -> int:
    """0 after an orderly stop, 1 when something did not start, 2 when this machine or its settings do not allow it."""
    try:
        surroundings = around.look_round(environment)
        lock = around.claim(surroundings.directory)
        around.require_free_port(surroundings)
    except DomainError as refusal:
        say(refusal.message)
        return 2
    with lock:
        try:
            Portal(surroundings).run()
        except DomainError as refusal:
            say(refusal.message)
            return 1
    return 0
