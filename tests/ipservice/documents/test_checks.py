"""Printed check addresses lead somewhere, or somebody is told."""

import pytest

from ipservice.documents.checks import papers_carry_the_address


@pytest.mark.parametrize(("address", "found"), [("", ["documents.W001"]), ("https://ip.example.gov.cn", [])])
def test_an_address_that_is_not_set_is_warned_of_before_deployment(settings, address, found):
    settings.SITE = settings.SITE | {"address": address}

    assert [warning.id for warning in papers_carry_the_address()] == found


@pytest.mark.parametrize(("address", "is_told"), [("", True), ("https://ip.example.gov.cn", False)])
def test_officials_are_told_on_their_first_page(settings, client_for, official, address, is_told):
    settings.SITE = settings.SITE | {"address": address}

    assert ("没有设置网站地址" in client_for(official).get("/admin/").content.decode()) is is_told
