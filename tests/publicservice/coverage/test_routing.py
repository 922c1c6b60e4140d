"""A routing service behind the same interface: asked in tables, kept, never waited for, replaced by the model."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from publicservice.coverage.models import TravelTime
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services import lookup, routing
from publicservice.coverage.services.circle import circle
from publicservice.coverage.services.wording import caveats
from tests.factories.booking import NOW
from tests.factories.coverage import make_counted_outlet, make_point, make_travel_model

pytestmark = pytest.mark.django_db
OSRM = "publicservice.coverage.services.routing.osrm"


class Answers:
    """What the local server does next, and the paths it was asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.status, self.delay, self.seconds, self.body = 200, 0.0, 600.5, None


@pytest.fixture
def server(settings):
    """A table service on this machine; every way takes 600.5 seconds unless told otherwise."""
    answers = Answers()

    class Table(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.paths.append(self.path)
            time.sleep(answers.delay)
            query = dict(part.split("=") for part in self.path.split("?")[1].split("&"))
            shape = [[answers.seconds] * len(query["destinations"].split(";")) for _ in query["sources"].split(";")]
            body = answers.body or json.dumps({"code": "Ok", "durations": shape}).encode()
            self.send_response(answers.status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told) -> None:
            """Nothing is printed."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Table)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    settings.ROUTING_BACKEND, settings.ROUTING_URL = OSRM, f"http://127.0.0.1:{listening.server_port}"
    settings.ROUTING_TIMEOUT = 0.5
    yield answers
    listening.shutdown()
    listening.server_close()
    thread.join()


HERE, THERE = np.array([[106.0, 29.0]]), np.array([[106.1, 29.1]])


def test_a_table_is_asked_for_once_and_kept_in_whole_seconds(server):
    assert routing.fetch(HERE, THERE, Mode.CAR, now=NOW) == 1

    seconds, known = routing.kept(HERE, THERE, Mode.CAR)
    assert (seconds.tolist(), known.tolist()) == ([[601]], [[True]])
    assert server.paths == [
        "/table/v1/driving/106.00000,29.00000;106.10000,29.10000?sources=0&destinations=1&annotations=duration"
    ]
    assert routing.kept(HERE, THERE, Mode.TRANSIT)[1].tolist() == [[False]]


def test_many_origins_are_asked_for_in_tables_of_bounded_size(server):
    origins = np.array([[106.0 + place / 1000, 29.0] for place in range(150)])

    assert routing.fetch(origins, THERE, Mode.CAR, now=NOW) == 150
    assert len(server.paths) == 2


@pytest.mark.parametrize(
    "broken",
    [{"status": 500}, {"delay": 1.0}, {"body": b"<html>"}, {"body": b'{"code": "Ok", "durations": [[1, 2]]}'}],
    ids=["error", "too slow", "no JSON", "another shape"],
)
def test_whatever_is_wrong_with_the_service_the_estimate_stands(server, broken):
    make_travel_model()
    make_counted_outlet("29.00000")
    vars(server).update(broken)

    near = lookup.nearest_outlets(lookup.spot_at(106.0, 29.05), now=NOW)

    assert (near[0].minutes["car"], near[0].is_estimate["car"]) == (6, True)
    assert TravelTime.objects.count() == 0


def test_a_service_that_is_away_is_given_up_at_once(settings):
    settings.ROUTING_BACKEND, settings.ROUTING_URL = OSRM, "http://127.0.0.1:9"

    with pytest.raises(routing.RoutingFailed):
        routing.fetch(HERE, THERE, Mode.CAR, now=NOW)


def test_a_time_of_the_service_is_labelled_and_the_mode_it_does_not_know_stays_an_estimate(server):
    make_travel_model()
    make_counted_outlet("29.00000")

    near = lookup.nearest_outlets(lookup.spot_at(106.0, 29.05), now=NOW)[0]

    assert (near.minutes["car"], near.is_estimate) == (11, {"transit": True, "car": False})


def test_the_circle_takes_kept_times_and_says_how_much_is_estimated(server):
    make_travel_model()
    make_counted_outlet("29.00000")
    points = [make_point(latitude="29.00000"), make_point(latitude="29.02000")]
    server.seconds = 1801
    place = np.array([[float(points[0].longitude), float(points[0].latitude)]])
    routing.fetch(place, np.array([[106.0, 29.0]]), Mode.CAR, now=NOW)

    found = circle(Mode.CAR, now=NOW)

    assert found.estimated_share == 0.5
    assert [gap.name for gap in found.gaps] == [points[0].name]
    assert caveats(found)[0].startswith("50%的时间为估算")


def test_a_way_that_the_service_does_not_know_is_no_way(server):
    server.seconds = None

    routing.fetch(HERE, THERE, Mode.CAR, now=NOW)

    assert TravelTime.objects.get().seconds is None
    assert routing.kept(HERE, THERE, Mode.CAR)[0][0, 0] > 10**9
