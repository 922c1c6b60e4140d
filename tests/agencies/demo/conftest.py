import datetime as dt

import pytest
from django.core.management import call_command

from ipservice.demo.parts import Order, Scale

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def reference(db) -> None:
    call_command("load_reference", verbosity=0, stdout=_Quiet())


@pytest.fixture
def city_order() -> Order:
    return Order(scale=Scale.CITY, today=TODAY, say=lambda line: None)


@pytest.fixture
def nation_order() -> Order:
    return Order(scale=Scale.NATION, today=TODAY, agencies=40, filings=3_000, say=lambda line: None)


class _Quiet:
    def write(self, text: str) -> None:
        """Says nothing."""

    def flush(self) -> None:
        """Nothing to flush."""
