"""What this machine must offer, and what is said when it does not."""

import re
import socket
import stat

import pytest

from ipservice.local import surroundings as around
from ipservice.local.refusals import AlreadyRunning, NoSuchPort, PortIsBusy, SecretKeyMissing


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    first = around.look_round({"LOCAL_DIRECTORY": str(tmp_path)})
    second = around.look_round({"LOCAL_DIRECTORY": str(tmp_path)})

    assert first.environment["SECRET_KEY"] == second.environment["SECRET_KEY"]
    assert len(first.environment["SECRET_KEY"]) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_with_a_foreign_database_a_missing_key_is_refused_and_none_is_made(tmp_path):
    environment = {"LOCAL_DIRECTORY": str(tmp_path), "DATABASE_URL": "postgres:///portal"}

    with pytest.raises(SecretKeyMissing) as refused:
        around.look_round(environment)

    assert "SECRET_KEY" in refused.value.message
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("given", "wants_demo"),
    [({}, True), ({"DEMO": "0"}, False), ({"DATABASE_URL": "postgres:///x", "SECRET_KEY": "k"}, False)],
    ids=["own database", "left out", "foreign database"],
)
def test_only_a_database_of_our_own_gets_the_demonstration_city(tmp_path, given, wants_demo):
    assert around.look_round({"LOCAL_DIRECTORY": str(tmp_path), **given}).wants_demo is wants_demo


def test_a_busy_port_is_said_with_one_that_would_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        here = around.look_round({"LOCAL_DIRECTORY": str(tmp_path), "PORT": str(port)})

        with pytest.raises(PortIsBusy) as refused:
            around.require_free_port(here)

    assert re.fullmatch(
        rf"端口 {port} 已被其他程序占用：请先停止该程序，或改用其他端口，例如 make run PORT=\d+。",
        refused.value.message,
    )


@pytest.mark.parametrize("text", ["0", "65536", "acht", "-1"])
def test_what_is_no_port_is_said(tmp_path, text):
    with pytest.raises(NoSuchPort, match=f"PORT={text} 不是端口号"):
        around.look_round({"LOCAL_DIRECTORY": str(tmp_path), "PORT": text})


def test_a_directory_serves_one_portal_at_a_time_and_is_free_again_afterwards(tmp_path):
    with around.claim(tmp_path), pytest.raises(AlreadyRunning):
        around.claim(tmp_path)

    around.claim(tmp_path).close()


def test_a_pid_file_of_a_dead_run_is_no_obstacle(tmp_path):
    (tmp_path / "portal.pid").write_text("999999999")

    around.claim(tmp_path).close()


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"HOST": "0.0.0.0", "PORT": "8080"}, "http://127.0.0.1:8080"),
        ({"SITE_ADDRESS": "https://ip.example.gov.cn"}, "https://ip.example.gov.cn"),
    ],
    ids=["this machine", "every network", "told"],
)
def test_papers_made_here_print_an_address_that_opens(tmp_path, given, address):
    here = around.look_round({"LOCAL_DIRECTORY": str(tmp_path), **given})

    assert around.program_environment(here, database_url="d", redis_url="r")["SITE_ADDRESS"] == address


def test_without_tls_cookies_do_not_ask_for_it_unless_somebody_says_so(tmp_path):
    plain = around.look_round({"LOCAL_DIRECTORY": str(tmp_path)})
    told = around.look_round({"LOCAL_DIRECTORY": str(tmp_path), "TLS": "1"})

    assert around.program_environment(plain, database_url="d", redis_url="r")["TLS"] == "0"
    assert around.program_environment(told, database_url="d", redis_url="r")["TLS"] == "1"
