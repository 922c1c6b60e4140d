"""What the repository must hold, and what must never be in it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pytest
import yaml
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture.sources import ROOT, tracked

TEXT = (".py", ".txt", ".in", ".toml", ".md", ".yml", ".yaml", ".sh", ".cfg", ".conf", ".html", ".css", ".example")
# Written in pieces, so that this file does not name what it looks for.
REGISTRY_HOSTS = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + "hosted",
            r"registry\." + "npm" + "js",
            r"deb\." + "debian",
            "--(extra-)?index" + "-url",
        )
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|root|opt/wheels)/")
MIGRATION_NAME = re.compile(r"\d{4}_[a-z0-9_]+")


def _own_texts():
    for path in tracked():
        if (
            path.endswith(TEXT)
            and not path.startswith("static/vendor/")
            and path != "tests/architecture/test_repository.py"
        ):
            yield path, (ROOT / path).read_text(errors="replace")


def test_no_file_names_a_package_registry():
    assert [path for path, text in _own_texts() if REGISTRY_HOSTS.search(text)] == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert [path for path, text in _own_texts() if MACHINE_PATHS.search(text)] == []


@pytest.mark.parametrize("lock", ["base", "test"])
def test_every_locked_requirement_has_its_hash(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    entries = re.split(r"\n(?=[a-z])", text.split("\n\n")[-1] if text.startswith("#") else text, flags=re.IGNORECASE)
    pinned = [entry for entry in entries if "==" in entry.split("\n")[0]]

    assert pinned
    assert [entry.split("==")[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_both_locks_agree():
    def versions(lock: str) -> dict[str, str]:
        return dict(
            re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / f"requirements/{lock}.txt").read_text(), re.M)
        )

    base, test = versions("base"), versions("test")
    assert {name: version for name, version in base.items() if test.get(name) != version} == {}


def test_django_is_not_older_than_the_release_that_keeps_private_pages_out_of_caches():
    assert django.VERSION[:3] >= (5, 2, 16)


def test_every_migration_is_named():
    loader = MigrationLoader(None)
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in ("ipservice", "agencies", "incentives")
    }
    names = [name for label, name in loader.disk_migrations if label in ours]

    assert names
    assert [name for name in names if "_auto_" in name or not MIGRATION_NAME.fullmatch(name)] == []


def test_the_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]


def _compose() -> list[str] | None:
    """How this machine calls compose: as a part of docker, as a program of its own, or not at all."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if (
            shutil.which(command[0])
            and subprocess.run([*command, "version"], capture_output=True, check=False).returncode == 0
        ):
            return command
    return None


@pytest.mark.skipif(_compose() is None, reason="compose is not installed")
@pytest.mark.parametrize("options", [[], ["--env-file", ".env.example"]], ids=["nothing set", "the example"])
def test_the_compose_file_is_clean(options):
    command = [*_compose(), *options, "config", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_compose_file_holds_every_part_and_opens_only_the_proxy():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]

    assert {"postgres", "redis", "web", "worker", "beat", "relay", "proxy"} <= set(services)
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["redis"]["command"][1:] == ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
    mounted = {line.split(":")[0] for service in services.values() for line in service.get("volumes", [])}
    assert {name for name in mounted if name.isalpha()} == set(compose["volumes"])


def test_the_example_names_every_variable_that_compose_asks_for():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    told = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))

    assert told <= asked
    assert asked - told == {"EMAIL_BACKEND", "HTTP_PORT", "HTTPS_PORT"}


def test_every_variable_that_the_portal_reads_is_explained():
    text = (ROOT / "docs" / "operations.md").read_text()
    read = {
        name
        for path in tracked()
        if path.startswith("ipservice/") and path.endswith(".py")
        for name in re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", (ROOT / path).read_text())
    }

    assert {"SECRET_KEY", "SITE_ADDRESS", "REQUIRE_OFFICIAL_MFA"} <= read
    assert sorted(name for name in read if f"`{name}`" not in text) == []


def test_ci_calls_make_test_and_nothing_more():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert [line for line in lines if line and not line.startswith(("#", "set ", "cd "))] == ["make test"]
