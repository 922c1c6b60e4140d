"""Do the pages that entries lead to still answer?"""

import datetime as dt
import http.server
import threading

import pytest

from ipservice.notices.models import Message
from publicservice.catalogue.models import EntryVersion, TargetHealth
from publicservice.catalogue.services import targets
from publicservice.catalogue.services.targets import Answer
from tests.factories.catalogue import make_published
from tests.factories.publicservice import make_item

pytestmark = pytest.mark.django_db
NIGHT = dt.date(2026, 6, 1)
GONE = Answer("应答 404")


def _nights(*answers: Answer) -> list[int]:
    """How many are listed after each night."""
    asks = [lambda _, answer=answer: answer for answer in answers]
    return [targets.check_all(today=NIGHT + dt.timedelta(days=day), ask=ask) for day, ask in enumerate(asks)]


def test_an_entry_is_listed_once_its_target_has_failed_twice(settings, official):
    settings.CATALOGUE_CHECKED_HOSTS = ["*"]
    make_published(title="外站", link="https://example.org/x")

    assert _nights(GONE, GONE, GONE) == [0, 1, 1]
    assert Message.objects.filter(recipient=official, event__contains=":target:").count() == 1


def test_one_good_night_takes_it_off_the_list(settings):
    settings.CATALOGUE_CHECKED_HOSTS = ["*"]
    make_published(link="https://example.org/x")

    assert _nights(GONE, GONE, Answer(), GONE) == [0, 1, 0, 0]


def test_two_runs_in_one_night_are_one_failure(settings):
    settings.CATALOGUE_CHECKED_HOSTS = ["*"]
    make_published(link="https://example.org/x")
    targets.check_all(today=NIGHT, ask=lambda _: GONE)
    targets.check_all(today=NIGHT, ask=lambda _: GONE)

    assert TargetHealth.objects.get().failures == 1


def test_a_page_of_this_portal_that_went_away_is_found_without_any_network():
    gone = make_published(link="/no-such-page/")
    make_published(link="/agencies/?q=1")
    make_published(way="phone", phone="12345", link="")

    assert _nights(Answer(), Answer()) == [0, 1]
    assert TargetHealth.objects.broken().get().version == gone


def test_a_matter_that_is_no_longer_booked_counts_as_gone():
    item = make_item(is_active=False)
    make_published(way="booking", item=item, link="")

    _nights(Answer())

    assert TargetHealth.objects.get().problem == "预约的事项已停用"


def test_nothing_leaves_the_machine_unless_a_setting_names_the_host(settings):
    settings.CATALOGUE_CHECKED_HOSTS = ["allowed.example"]
    make_published(link="https://other.example/")
    asked = []

    targets.check_all(today=NIGHT, ask=lambda address: asked.append(address) or Answer())

    assert asked == []
    assert not TargetHealth.objects.exists()


def test_what_was_retired_is_not_looked_at(settings):
    settings.CATALOGUE_CHECKED_HOSTS = ["*"]
    version = make_published(link="https://example.org/x")
    EntryVersion.objects.filter(pk=version.pk).update(state="retired")

    assert _nights(GONE, GONE) == [0, 0]


class _Door(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response({"/there": 200, "/moved": 302, "/no-head": 405}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *_) -> None:
        """Silent."""


@pytest.fixture
def neighbour():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_real_server_is_asked_by_head(settings, neighbour):
    settings.CATALOGUE_CHECKED_HOSTS = ["127.0.0.1"]

    assert [targets.head(f"{neighbour}{path}").problem for path in ("/there", "/moved", "/no-head", "/gone")] == [
        "", "", "", "应答 404"
    ]  # fmt: skip


def test_a_name_that_leads_into_a_private_net_is_not_asked(settings, neighbour):
    settings.CATALOGUE_CHECKED_HOSTS = ["*"]

    assert targets.head(f"{neighbour}/there").problem == "没有应答：不是公网地址"


def test_a_port_where_nobody_listens_is_no_answer(settings):
    settings.CATALOGUE_CHECKED_HOSTS = ["127.0.0.1"]

    assert targets.head("http://127.0.0.1:9/").problem.startswith("没有应答")
