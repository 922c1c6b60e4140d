"""The whole portal, killed part by part while visitors hand in objections: what was confirmed on screen is there.

Every tenth kill is an immediate restart of the database. A visitor who gets no answer presses again, with the same
form, until there is one.
"""

import datetime as dt
import json
import os
import random
import re
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from ipservice.accounts.models import Role
from ipservice.local.postgres import NO_SETTINGS
from ipservice.notices.models import Preference
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import PublicNotice
from ipservice.procedure.services import decisions
from tests.factories.accounts import make_user
from tests.factories.awards import computed, make_checked_year
from tests.faults.kills import Attack, Victim, register
from tests.faults.outage import Answer, Surroundings, stand, within
from tests.faults.visitors import Visitors

PROGRAMS = ("web", "worker", "relay", "beat", "queue")
RECOVERY_SECONDS = 120
STORED = "SELECT id, number, statement FROM procedure_objection"
UNLOGGED = """
SELECT o.number FROM procedure_objection o
WHERE (SELECT count(*) FROM audit_auditentry a
       WHERE a.verb = 'objection.submit' AND a.subject_key = o.id::text) <> 1
   OR NOT EXISTS (SELECT 1 FROM notices_message m WHERE m.event = 'objection:' || o.id || ':answer')
"""
WAITING = "SELECT count(*) FROM notices_delivery WHERE state = 'waiting'"
DELIVERED = "SELECT 'delivery-' || id FROM notices_delivery WHERE state = 'sent' AND channel = 'sms'"


def list_on_notice() -> PublicNotice:
    """The list of the year, on notice from today; who answers objections is told of each by SMS."""
    call_command("load_reference", verbosity=0, stdout=StringIO())
    official, reviewer = make_user(role=Role.MUNICIPAL_OFFICIAL, phone="13800001111"), make_user(role=Role.REVIEWER)
    Preference.objects.create(user=official, by_sms=True, quiet_from=dt.time(0), quiet_until=dt.time(0))
    make_checked_year(official)
    today = timezone.localdate()
    decision = computed(official, today=today)
    decisions.submit(decision.pk, by=official, today=today)
    decisions.approve(decision.pk, by=reviewer, today=today)
    decisions.open_notice(decision.pk, by=official, today=today)
    return PublicNotice.objects.get(decision=decision)


class _Portal:
    """Visitors at work without a pause, and the parts that are killed under them."""

    def __init__(self, surroundings: Surroundings, visitors: Visitors, sent: Path) -> None:
        self.surroundings, self.visitors, self.sent = surroundings, visitors, sent
        self.kills = 0
        self.recoveries: list[tuple[float, str]] = []

    def strike(self, chance: random.Random) -> bool:
        self.kills += 1
        part = "database" if self.kills % 10 == 0 else chance.choice(PROGRAMS)
        time.sleep(chance.uniform(0.1, 1.0))
        was_under_way = self.visitors.waiting > 0
        self.kill(part)
        answered = len(self.visitors.acknowledged)
        took = within(RECOVERY_SECONDS, lambda: len(self.visitors.acknowledged) > answered or self.visitors.refused)
        self.recoveries.append((took, part))
        assert not self.visitors.refused, _words(self.visitors.refused[0])
        return was_under_way

    def kill(self, part: str) -> None:
        if part == "database":
            os.kill(self.surroundings.database.child.pid, signal.SIGQUIT)
            self.surroundings.database.child.wait()
            self.surroundings.database.start()
            return
        unit = self.surroundings.queue if part == "queue" else self.surroundings.portal.programs[part]
        os.killpg(unit.child.pid, signal.SIGKILL)
        unit.child.wait()
        unit.start()

    def half(self) -> list[str]:
        stored = self.surroundings.rows(STORED)
        tokens = [statement.split()[0] for _, _, statement in stored]
        numbers = sorted(int(number.partition("〕")[2].rstrip("号")) for _, number, _ in stored)
        found = [f"{token} was taken in twice" for token in sorted(set(tokens)) if tokens.count(token) > 1]
        if numbers != list(range(1, len(numbers) + 1)):
            found.append("the numbers have a gap or a double")
        return found + [f"{number} lacks its entry or its message" for (number,) in self.surroundings.rows(UNLOGGED)]

    def lost(self) -> list[str]:
        self.visitors.stop()
        slowest = "{:.1f} s after the kill of {}".format(*max(self.recoveries))
        print(f"{len(self.visitors.acknowledged)} objections confirmed; slowest recovery {slowest}")
        within(RECOVERY_SECONDS, lambda: self.surroundings.row(WAITING) == (0,))
        return self.missing() + self.half() + self._messages()

    def missing(self) -> list[str]:
        """What was acknowledged and is not stored under the very number that was shown."""
        stored = {statement.split()[0]: key for key, _, statement in self.surroundings.rows(STORED)}
        told = self.visitors.acknowledged
        return [f"{token} was confirmed and is gone" for token, key in told.items() if stored.get(token) != key]

    def _messages(self) -> list[str]:
        keys = [json.loads(line)["key"] for line in self.sent.read_text().splitlines()]
        claimed = {key for (key,) in self.surroundings.rows(DELIVERED)}
        return [f"{key} left twice" for key in sorted(set(keys)) if keys.count(key) > 1] + [
            f"{key} is called sent and did not leave" for key in sorted(claimed - set(keys))
        ]


def _words(answer: Answer) -> str:
    """What a refusal says, without its markup."""
    return f"{answer.status} " + " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


@contextmanager
def attack(directory: Path, *, settings: Mapping[str, str] = NO_SETTINGS) -> Iterator[Attack]:
    """``settings`` are those of the database server; the durable ones unless a control takes them away."""
    notice = list_on_notice()
    sent = directory / "sms.jsonl"
    with (
        stand(directory, settings=settings, **sms_into(sent)) as surroundings,
        Visitors(partial(surroundings.post, f"/notices/{notice.pk}/object/"), objection_to(notice)) as visitors,
    ):
        yield _Portal(surroundings, visitors, sent)


def sms_into(file: Path) -> dict[str, str]:
    """Settings of a portal whose messages leave into ``file``."""
    file.touch()
    return {"SMS_BACKEND": "ipservice.notices.sms.to_file", "SMS_FILE": str(file)}


def objection_to(notice: PublicNotice) -> dict[str, str]:
    """What a visitor fills in, but for the statement and the token of the form."""
    subject = kind_of(notice.decision).subjects(notice.decision)[0].code
    person = {"objector_name": "李四", "objector_phone": "13812345678"}
    return {"subject_code": subject, **person, "is_true": "on", "consent": "on"}


register(Victim("portal", attack, few=4))
