"""The address of a list with other parameters."""

import pytest
from django.http import QueryDict

from ipservice.lists.addresses import Addresses


@pytest.mark.parametrize(
    ("asked", "changes", "address"),
    [
        ("", {}, "/a/"),
        ("q=%E6%99%BA%E5%8D%9A&page=3", {"page": None}, "/a/?q=%E6%99%BA%E5%8D%9A"),
        ("sort=name&q=1", {"sort": "-name"}, "/a/?q=1&sort=-name"),
        ("q=&state=", {"page": 2}, "/a/?page=2"),
        ("q=1&export=xlsx", {}, "/a/?q=1"),
        ("q=1", {"export": "xlsx"}, "/a/?q=1&export=xlsx"),
        ("k=1&k=2&q=a%26b%3D", {"n": ""}, "/a/?k=1&k=2&q=a%26b%3D"),
    ],
    ids=["nothing", "dropped", "changed", "empty", "no export", "export asked for", "several and signs"],
)
def test_what_was_asked_stays_but_for_what_changes(asked, changes, address):
    assert Addresses("/a/", QueryDict(asked))(**changes) == address
