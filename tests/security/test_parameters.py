"""What naive pages answer with 500: hostile parameters, on every list of every door."""

import pytest

from tests.security.ground import ANONYMOUS
from tests.security.test_headers import plain_paths

NAMES = ("q", "district", "page", "year", "kind", "state", "sort", "order", "ordering", "o", "day", "service", "next",
         "group", "status", "from", "until", "size", "cursor", "format")  # fmt: skip
VALUES = ("%00", "abc", "-1", "1" + "0" * 20, "%ED%A0%80", "'", "2026-02-30", "a" * 3000, "١٢", "..%2F..%2Fetc")


@pytest.mark.parametrize("persona", [ANONYMOUS, "agency_a_admin", "municipal", "system_admin"])
def test_no_hostile_parameter_breaks_a_page(world, persona):
    client = world.client(persona)

    broken = [
        f"{path}?{names}={value}"
        for path in plain_paths()
        if client.get(path).status_code == 200
        for value in VALUES
        if client.get(f"{path}?" + "&".join(f"{name}={value}" for name in NAMES)).status_code == 500
        for names in ["&".join(NAMES)]
    ]

    assert broken == []


@pytest.mark.parametrize(
    ("name", "value"), [("q", "%00"), ("district", "abc"), ("page", "-1"), ("page", "1" + "0" * 20)]
)
def test_the_four_classic_ones_alone(world, name, value):
    client = world.client("municipal")

    assert [
        path for path in plain_paths() if client.get(f"{path}?{name}={value}").status_code == 500
    ] == []  # fmt: skip
