"""The embedded servers keep their data over a stop and over a kill."""

import signal
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from ipservice.local import postgres as postgres_module
from ipservice.local import valkey as valkey_module
from ipservice.local.postgres import EmbeddedPostgres
from ipservice.local.refusals import ServerDidNotStart, ServerNotInstalled
from ipservice.local.valkey import EmbeddedValkey


@pytest.fixture(scope="module")
def open_directory(tmp_path_factory) -> Path:
    return Path(tmp_path_factory.mktemp("servers"))


@pytest.fixture(scope="module")
def postgres(open_directory):
    server = EmbeddedPostgres(open_directory / "postgres")
    server.start()
    server.ensure_database("portal")
    yield server
    server.stop()


def _ask(server: EmbeddedPostgres, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(server.url("portal"))) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_the_database_sees_chinese_and_is_utf8(postgres):
    assert _ask(postgres, "SHOW server_encoding") == [("UTF8",)]
    assert _ask(postgres, "SELECT '知识' < '重庆', lower('Ａ'), length('知识产权')") == [(True, "ａ", 4)]


def test_making_a_database_twice_makes_it_once(postgres):
    assert postgres.ensure_database("second") is True
    assert postgres.ensure_database("second") is False


def test_what_was_committed_survives_a_kill_of_the_server(postgres):
    _ask(postgres, "CREATE TABLE kept (word text)")
    _ask(postgres, "INSERT INTO kept VALUES ('留下')")

    postgres.child.send_signal(signal.SIGKILL)
    postgres.child.wait()
    postgres.start()

    assert _ask(postgres, "SELECT word FROM kept") == [("留下",)]


def test_a_server_left_over_by_an_earlier_run_is_ended_and_its_data_taken_over(open_directory):
    directory = open_directory / "left-over"
    earlier = EmbeddedPostgres(directory)
    earlier.start()
    earlier.ensure_database("portal")

    later = EmbeddedPostgres(directory)
    later.start()

    assert earlier.child.wait(30) == 0
    assert later.ensure_database("portal") is False
    later.stop()


def test_a_first_run_that_was_interrupted_is_begun_again(open_directory):
    directory = open_directory / "half-made"
    (directory / "base").mkdir(parents=True)
    (directory / "base" / "rest").write_text("half")

    server = EmbeddedPostgres(directory)
    server.start()

    assert server.answers()
    server.stop()
    assert not server.answers()


def test_a_server_that_cannot_start_says_where_the_reason_stands(open_directory):
    directory = open_directory / "broken"
    server = EmbeddedPostgres(directory, settings={"no_such_setting": "1"})

    with pytest.raises(ServerDidNotStart, match="原因见日志"):
        server.start()

    assert "no_such_setting" in server.log.read_text()


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path):
    server = EmbeddedPostgres(tmp_path / ("long" * 30))

    assert len(str(server.socket_directory / ".s.PGSQL.5432")) < 107


def test_queued_work_survives_a_kill_of_the_queue(tmp_path):
    server = EmbeddedValkey(tmp_path / "valkey")
    server.start()
    with redis.Redis(port=server.port) as client:
        for number in range(1000):
            client.rpush("queue", number)
        client.execute_command("WAITAOF", 1, 0, 5000)
    server.child.send_signal(signal.SIGKILL)
    server.child.wait()

    server.start()

    with redis.Redis(port=server.port) as client:
        assert client.llen("queue") == 1000
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    server.stop()


def test_without_a_packaged_queue_one_on_the_path_is_taken(monkeypatch, tmp_path):
    monkeypatch.setattr(valkey_module.importlib.util, "find_spec", lambda name: None)
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert valkey_module.binary() == program


@pytest.mark.parametrize(
    ("module", "look", "variable"),
    [(valkey_module, "binary", "REDIS_URL"), (postgres_module, "binaries", "DATABASE_URL")],
    ids=["redis", "postgres"],
)
def test_without_any_server_one_sentence_says_what_would_help(monkeypatch, module, look, variable):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ServerNotInstalled, match=variable):
        getattr(module, look)()
