"""Agencies that more than one file of tests looks for."""

import datetime as dt

import pytest

from agencies.registry.models import Agency
from agencies.registry.services import names
from agencies.registry.services.grounds import Grounds
from tests.factories.agencies import make_agency

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def bokai() -> Agency:
    """博凯, formerly 远东, beside two others."""
    agency = make_agency(name="重庆远东专利代理有限公司", agency_code="50123")
    names.rename(
        agency.pk,
        "重庆博凯知识产权代理有限公司",
        grounds=Grounds(since=TODAY, source="变更登记"),
        today=TODAY,
        by=None,
    )
    make_agency(name="重庆智科专利代理有限公司")
    make_agency(name="长寿知专所")
    return Agency.objects.get(pk=agency.pk)
