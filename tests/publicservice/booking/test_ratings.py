"""One rating a service by a signed link; a bad one is called back, put right and asked about once more."""

import datetime as dt

import pytest

from ipservice.accounts.models import Role
from ipservice.notices.models import Delivery, Message
from publicservice.booking.models import BookingState, Rating, Rectification
from publicservice.booking.services import ratings
from publicservice.booking.services.ratings import AlreadyRated, LinkNotValid, RectificationMoved
from tests.factories.accounts import make_user
from tests.factories.booking import NOW, make_booking, make_schedule
from tests.factories.publicservice import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
GOOD = {"overall": 5, "efficiency": 5, "level": 4, "attitude": 5}
BAD = {**GOOD, "attitude": 2}


@pytest.fixture
def served():
    return make_booking(make_schedule(), state=BookingState.SERVED, email="z@example.cn")


@pytest.fixture
def clerk(served):
    user = make_user(role=Role.OUTLET_STAFF)
    make_staff(served.outlet, user=user)
    return user


def rate(booking, levels, round_: int = 1, *, now=NOW) -> Rating:
    return ratings.rate(ratings.token_of(booking, round_), levels, "", now=now)


def test_a_good_rating_opens_nothing(served, clerk):
    assert (rate(served, GOOD).is_bad, Rectification.objects.exists()) == (False, False)


def test_the_link_replayed_rates_nothing_again(served):
    rate(served, GOOD)

    with pytest.raises(AlreadyRated):
        rate(served, BAD)
    assert Rating.objects.get().overall == 5


@pytest.mark.parametrize("token", ["", "abc", "WzEsMV0:1tOLd:x"], ids=["empty", "made up", "forged"])
def test_a_link_that_is_not_ours_opens_nothing(token, served):
    with pytest.raises(LinkNotValid):
        ratings.rated_by(token)


def test_a_booking_that_was_not_served_is_not_rated(served):
    served.state = BookingState.NO_SHOW
    served.save()

    with pytest.raises(LinkNotValid):
        rate(served, GOOD)


def test_a_bad_rating_is_a_task_with_a_day_for_the_call_and_fifteen_working_days_to_mend(served, clerk):
    rate(served, BAD)

    task, message = Rectification.objects.get(), Message.objects.get(recipient=clerk)
    assert (task.call_back_by, task.mend_by) == (dt.date(2026, 6, 2), dt.date(2026, 6, 22))
    assert (message.is_task, message.due_on, message.done_at) == (True, task.call_back_by, None)


def test_called_back_put_right_and_rated_once_more(served, clerk):
    rate(served, BAD)
    task = Rectification.objects.get()

    with pytest.raises(RectificationMoved):
        ratings.mend(task.pk, "增派一名咨询员", by=clerk, now=NOW)
    ratings.call_back(task.pk, "等候太久", by=clerk, now=NOW)
    ratings.mend(task.pk, "增派一名咨询员", by=clerk, now=NOW)
    again = rate(served, GOOD, 2)

    task.refresh_from_db()
    assert (task.state, again.round) == ("closed", 2)
    assert Message.objects.get(recipient=clerk).done_at
    assert Delivery.objects.filter(message__event__startswith=f"booking.rate2:{served.pk}").exists()
    with pytest.raises(AlreadyRated):
        rate(served, GOOD, 2)


def test_a_stranger_neither_sees_nor_works_on_it(served):
    rate(served, BAD)
    stranger = make_user(role=Role.OUTLET_STAFF)

    with pytest.raises(Rectification.DoesNotExist):
        ratings.call_back(Rectification.objects.get().pk, "等候太久", by=stranger, now=NOW)


def test_the_page_asks_every_item_and_shows_what_was_said(client, served):
    path = f"/booking/rate/{ratings.token_of(served)}/"

    asked = client.get(path).content.decode()
    missing = client.post(path, {"overall": 5}).content.decode()
    client.post(path, BAD)
    shown = client.get(path).content.decode()

    assert all(word in asked for word in ("整体满意度", "办事效率", "业务水平", "服务态度"))
    assert "请为“服务态度”选择一级" in missing
    assert "最迟于" in shown


def test_the_outlets_people_work_through_it_on_their_page(client_for, clerk, served):
    rate(served, BAD)
    task, mine = Rectification.objects.get(), client_for(clerk)
    path = f"/portal/outlets/{served.outlet_id}/ratings/{task.pk}/"

    listed = mine.get(f"/portal/outlets/{served.outlet_id}/ratings/").content.decode()
    mine.post(path, {"words": "电话回访，等候太久"})
    mine.post(path, {"words": "增派一名咨询员"})

    task.refresh_from_db()
    assert "待回访" in listed
    assert (task.state, task.measure) == ("mended", "增派一名咨询员")
