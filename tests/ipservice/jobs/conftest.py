"""A real worker on the test's database, to be killed."""

from collections.abc import Iterator

import pytest

from ipservice.celery import app
from tests.faults.processes import Worker
from tests.ipservice.jobs.kinds import register_kinds


@pytest.fixture(autouse=True)
def _kinds() -> None:
    register_kinds()


@pytest.fixture
def worker(valkey, tmp_path) -> Iterator[Worker]:
    app.conf.broker_url = valkey.url()
    worker = Worker("tests.ipservice.jobs.worker", valkey.url(), log=tmp_path / "worker.log")
    yield worker
    worker.stop()
