"""The register that imports are checked against: 120 made agencies and the places of every day."""

import pytest
from django.core.management import call_command

from agencies.demo.files import agency_rows
from agencies.registry.models import Agency
from ipservice.reference.models import District


@pytest.fixture
def register(db) -> None:
    call_command("load_reference", verbosity=0)
    district = District.objects.get(code="500103")
    Agency.objects.bulk_create(
        Agency(
            name=row["机构名称"],
            agency_code=row["机构代码"],
            credit_code=row["统一社会信用代码"],
            district=district,
        )
        for row in agency_rows()
    )


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
