"""The broker is down while messages are written: all leave after its return, none twice; no request waits for it."""

import json
import os
import uuid

import pytest

from tests.faults.outage import stand, within
from tests.faults.victims.portal import list_on_notice, objection_to, sms_into

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
MESSAGES = int(os.environ.get("OUTAGE_MESSAGES", "15"))
LEAVE_WITHIN_SECONDS = 120
STATES = "SELECT state, count(*) FROM notices_delivery WHERE channel = 'sms' GROUP BY state"


def test_what_was_written_while_the_broker_was_down_leaves_after_its_return_and_once(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    notice = list_on_notice()
    sent = tmp_path / "sms.jsonl"
    with stand(tmp_path, **sms_into(sent)) as portal:
        portal.queue_line.switch("blackhole")
        portal.queue.stop()
        before = len(_keys(sent))

        answers = [_object(portal, notice, "blackhole") for _ in range(MESSAGES // 2)]
        portal.queue_line.switch("refuse")
        answers += [_object(portal, notice, "refuse") for _ in range(MESSAGES - MESSAGES // 2)]

        assert {answer.status for answer in answers} == {302}
        assert dict(portal.rows(STATES))["waiting"] >= MESSAGES
        assert len(_keys(sent)) == before
        portal.queue.start()
        portal.queue_line.switch("ok")
        took = within(LEAVE_WITHIN_SECONDS, lambda: dict(portal.rows(STATES)).keys() == {"sent"})

        keys = _keys(sent)
        assert len(keys) == len(set(keys)) == dict(portal.rows(STATES))["sent"]
        print(f"{MESSAGES} messages left within {took:.0f} s; slowest request {max(a.seconds for a in answers):.2f} s")


def _object(portal, notice, word: str):
    form = {**objection_to(notice), "form_token": uuid.uuid4().hex, "statement": f"{word} 结案量与年报不一致，请核实。"}
    return portal.post(f"/notices/{notice.pk}/object/", form)


def _keys(sent) -> list[str]:
    return [json.loads(line)["key"] for line in sent.read_text().splitlines()]
