"""The ground of the tests themselves: a person of each role, a signed-in browser, a server on demand."""

import pytest
import redis

from ipservice.accounts.models import Role, User
from tests.factories.accounts import make_user


@pytest.mark.parametrize("role", list(Role))
def test_the_factory_makes_a_valid_person_of_every_role(role, db):
    user = make_user(role=role)

    user.full_clean(exclude=["password"])
    assert User.objects.get().role == role


def test_a_client_for_a_user_is_signed_in(citizen, client_for):
    client = client_for(citizen)

    assert int(client.session["_auth_user_id"]) == citizen.pk


def test_a_test_that_asks_for_valkey_gets_an_empty_server_that_answers(valkey):
    with redis.Redis.from_url(valkey.url()) as client:
        assert client.dbsize() == 0
        assert client.ping() is True
