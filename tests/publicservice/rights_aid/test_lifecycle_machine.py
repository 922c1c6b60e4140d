"""Whatever is tried in whatever order, a request only goes where the table leads, and its log tells the whole way."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ipservice.accounts.models import Role
from ipservice.foundation.errors import DomainError
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import CLOCKS, MOVES, State, Step
from publicservice.rights_aid.services import handling
from publicservice.rights_aid.services.handling import Judgement
from tests.factories.accounts import make_user
from tests.factories.rights_aid import MONDAY, make_request

WORDS = "写明了足够长的理由和内容。"


class Request(RuleBasedStateMachine):
    """One request; every step is tried at every moment, by an official, the applicant or the clock."""

    @initialize(is_anonymous=st.booleans(), other_body=st.sampled_from(["", "某区法院"]))
    def begin(self, is_anonymous: bool, other_body: str) -> None:
        self.official = make_user(role=Role.MUNICIPAL_OFFICIAL)
        self.key = make_request(is_anonymous=is_anonymous, other_body=other_body).pk
        self.today = MONDAY

    @rule(step=st.sampled_from([step for step in Step if step != Step.FILE]), crime=st.booleans())
    def try_step(self, step: Step, crime: bool) -> None:
        before = AidRequest.objects.get(pk=self.key)
        who = {"by": self.official, "today": self.today}
        acts = {
            Step.ASK: lambda: handling.ask_to_complete(self.key, words=WORDS, **who),
            Step.COMPLETE: lambda: handling.complete(self.key, words=WORDS, today=self.today),
            Step.ACCEPT: lambda: handling.accept(self.key, Judgement(is_crime_suspected=crime), **who),
            Step.REFUSE: lambda: handling.refuse(self.key, Judgement(), words=WORDS, **who),
            Step.ASSIGN: lambda: handling.assign(self.key, **who),
            Step.HANDLE: lambda: handling.begin(self.key, **who),
            Step.ANSWER: lambda: handling.answer(self.key, words=WORDS, **who),
            Step.TRANSFER: lambda: handling.transfer(self.key, to="公安机关", words=WORDS, **who),
            Step.CLOSE: lambda: handling.close(self.key, **who),
        }
        moved = False
        with suppress(DomainError):
            acts[step]()
            moved = True
        after = AidRequest.objects.get(pk=self.key)
        if moved:
            assert after.state == MOVES.moves[(State(before.state), step)]
        else:
            assert (after.state, after.due_on, after.facts) == (before.state, before.due_on, before.facts)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.today += dt.timedelta(days=days)
        handling.close_due(today=self.today)

    @invariant()
    def the_log_tells_the_whole_way(self) -> None:
        if not hasattr(self, "key"):
            return
        request = AidRequest.objects.get(pk=self.key)
        steps = list(request.steps.order_by("id"))
        assert [step.before for step in steps[1:]] == [step.after for step in steps[:-1]]
        assert steps[-1].after == request.state
        assert (request.due_on is not None) == (request.state in CLOCKS)
        if request.is_anonymous:
            assert request.submitted_by is None


@pytest.mark.django_db
class TestRequest(TestCase, Request.TestCase):
    settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
