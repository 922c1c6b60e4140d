"""The sender of messages: what left must not leave again, what waits must leave, an unknown end is for a person."""

import datetime as dt
import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.notices import sending
from ipservice.notices.models import Delivery, DeliveryState, Preference
from ipservice.notices.services import notify
from tests.factories.accounts import make_user
from tests.faults import census
from tests.faults.kills import Attack, Victim, register
from tests.faults.processes import ForkServer
from tests.faults.work import remember_act

MESSAGES = 60
NAME = "notices"


class _Sender:
    def __init__(self, server: ForkServer, sent: Path, person: User) -> None:
        self.server, self.sent, self.person = server, sent, person
        self._numbers = count()
        self._write()
        began = time.monotonic()
        assert server.begin().wait() == 0
        self.seconds = time.monotonic() - began

    def _write(self) -> None:
        for number in range(MESSAGES):
            notify([self.person], event=f"e:{next(self._numbers)}", title=f"第 {number} 件事", body="正文。")

    def strike(self, chance: random.Random) -> bool:
        self._write()
        child = self.server.begin()
        time.sleep(chance.uniform(0, self.seconds))
        was_under_way = child.kill()
        census.wait_until_rolled_back(census.sessions())
        return was_under_way

    def _keys(self) -> list[str]:
        return [json.loads(line)["key"] for line in self.sent.read_text().splitlines()]

    def half(self) -> list[str]:
        keys, known = self._keys(), _keys_in(DeliveryState.SENT)
        twice = [f"{key} left twice" for key in sorted(set(keys)) if keys.count(key) > 1]
        return twice + [f"{key} is called sent and did not leave" for key in sorted(known - set(keys))]

    def lost(self) -> list[str]:
        assert self.server.begin().wait() == 0
        sending.give_up_on_silent(now=timezone.now() + dt.timedelta(minutes=11))
        settled = _keys_in(DeliveryState.SENT) | _keys_in(DeliveryState.UNKNOWN)
        return [f"{key} is nowhere" for key in sorted(_keys_in(*DeliveryState) - settled)] + self.half()


def _keys_in(*states: DeliveryState) -> set[str]:
    return {f"delivery-{key}" for key in Delivery.objects.filter(state__in=states).values_list("pk", flat=True)}


@contextmanager
def _attack(directory: Path) -> Iterator[Attack]:
    person = make_user(role=Role.AGENCY_ADMIN, phone="13800001111")
    Preference.objects.create(user=person, by_sms=True, quiet_from=dt.time(0), quiet_until=dt.time(0))
    sent = directory / "sms.jsonl"
    sent.touch()
    with ForkServer(NAME, directory, SMS_BACKEND="ipservice.notices.sms.to_file", SMS_FILE=str(sent)) as server:
        yield _Sender(server, sent, person)


remember_act(NAME, lambda: sending.send_waiting(now=timezone.now()))
register(Victim(NAME, _attack))
