"""A country made from a seed: the same seed, the same country; numbers that pass every check."""

import numpy as np
import polars as pl
import pytest

from agencies.demo import nation, scales
from agencies.filings.models import Filing, YearlyTotal
from agencies.registry.models import Agency
from ipservice.foundation.identifiers import application_number, credit_code

IDS = np.arange(1, 21)
DISTRICTS = np.array(["500103", "500157"])


def frame(seed: int) -> pl.DataFrame:
    return nation.filings_frame(IDS, 20_000, districts=DISTRICTS, seed=seed)


def test_the_same_seed_gives_the_same_filings_and_another_seed_others():
    assert frame(7).equals(frame(7))
    assert not frame(7).equals(frame(8))


def test_every_number_is_valid_unique_and_of_the_year_of_its_filing():
    made = frame(7)

    assert made["number"].n_unique() == made.height
    assert all(application_number.is_valid(number) for number in made["number"])
    assert (made["number"].str.slice(0, 4).cast(pl.Int64) == made["filed_on"].dt.year()).all()


def test_pending_filings_have_no_day_of_conclusion_and_the_others_have_one_after_filing():
    made = frame(7)

    assert (made["concluded_on"].is_null() == (made["outcome"] == "p")).all()
    assert (made.drop_nulls("concluded_on")["concluded_on"] > made.drop_nulls("concluded_on")["filed_on"]).all()


def test_a_few_agencies_hold_most_filings():
    shares = frame(7)["agency_id"].value_counts(sort=True)["count"]

    assert shares[:4].sum() > 0.4 * shares.sum()


@pytest.mark.django_db
def test_a_small_nation_stands_complete_with_its_totals(reference, nation_order):
    scales.load(nation_order)

    assert (Agency.objects.filter(is_demo=True).count(), Filing.objects.count()) == (40, 3_000)
    assert sum(YearlyTotal.objects.values_list("filed", flat=True)) == 3_000
    assert all(credit_code.is_valid(code) for code in Agency.objects.values_list("credit_code", flat=True))
