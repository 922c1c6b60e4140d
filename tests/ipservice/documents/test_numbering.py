"""Numbers of papers have no gaps and no doubles, whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from ipservice.documents.models import NumberSeries
from ipservice.documents.numbering import next_number


@pytest.mark.django_db
def test_numbers_count_from_one_in_each_year_and_prefix():
    taken = [next_number("渝知奖公示", 2026), next_number("渝知奖公示", 2026), next_number("渝知奖公示", 2027)]

    assert taken == ["渝知奖公示〔2026〕1号", "渝知奖公示〔2026〕2号", "渝知奖公示〔2027〕1号"]
    assert next_number("渝知函", 2026) == "渝知函〔2026〕1号"


@pytest.mark.django_db(transaction=True)
def test_a_paper_that_comes_to_nothing_gives_its_number_back():
    with transaction.atomic():
        next_number("渝知函", 2026)
    with transaction.atomic():
        next_number("渝知函", 2026)
        transaction.set_rollback(True)

    with transaction.atomic():
        assert next_number("渝知函", 2026) == "渝知函〔2026〕2号"


@pytest.mark.django_db(transaction=True)
def test_twelve_papers_at_once_take_twelve_different_numbers_without_a_gap():
    at_the_gate = Barrier(12)

    def take(_: int) -> str:
        connection.ensure_connection()
        at_the_gate.wait()
        try:
            with transaction.atomic():
                return next_number("渝知函", 2026)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        taken = list(pool.map(take, range(12)))

    assert sorted(taken) == sorted(f"渝知函〔2026〕{number}号" for number in range(1, 13))
    assert NumberSeries.objects.get().last == 12
