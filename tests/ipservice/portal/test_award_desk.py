"""An official goes from the workbench of a published award list to its payments, by pressing what is there."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories.awards import YEAR, make_checked_year, published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_workbench_leads_to_the_payments_of_its_list(visit, client_for, official, reviewer):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    make_checked_year(official)
    published(official, reviewer)
    window = visit(client=client_for(official))
    page = window.page
    window.open(f"/admin/awards/{YEAR}/")

    page.locator("a[href*='/admin/payments/list/']").first.click()

    assert "/admin/payments/list/" in page.url
    assert page.get_by_role("heading", level=1).text_content().strip() != ""
    assert page.get_by_text("甲所").count() >= 1
    assert window.complaints == []
