"""Clearing what a test has committed leaves nothing of it, whoever wrote it."""

import threading

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction

from ipservice.accounts.models import User
from ipservice.audit.models import AuditEntry
from ipservice.audit.services import record
from tests.committed import clear
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_go_also_where_the_product_never_forgets_and_permissions_stay():
    permissions = set(Permission.objects.values_list("pk", "content_type"))
    with transaction.atomic():
        record("test.done", "测试", subject=("test", 1), by=make_user())

    clear()

    assert not User.objects.exists()
    assert not AuditEntry.objects.exists()
    assert set(Permission.objects.values_list("pk", "content_type")) == permissions


def test_a_row_that_another_connection_is_about_to_commit_goes_too():
    written, may_commit = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            make_user()
            written.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(10)
    threading.Timer(0.3, may_commit.set).start()
    clear()
    writer.join(10)

    assert not User.objects.exists()
