"""Visitors who hand in one objection after another and remember what they were told."""

import http.client
import re
import threading
import time
import uuid
from collections.abc import Callable

from tests.faults.outage import Answer

AT_ONCE = 3
PAUSE_SECONDS = 0.1
RECEIPT = re.compile(r"/object/(\d+)/$")


class Visitors:
    """``acknowledged`` are the tokens of forms whose receipt was shown, with the number in its address."""

    def __init__(self, post: Callable[[dict[str, str]], Answer], form: dict[str, str]) -> None:
        self._post, self._form = post, form
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._visit, daemon=True) for _ in range(AT_ONCE)]
        self._waiting: set[int] = set()
        self.acknowledged: dict[str, int] = {}
        self.refused: list[Answer] = []

    @property
    def waiting(self) -> int:
        """How many wait for an answer at this moment."""
        return len(self._waiting)

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Everybody finishes the form in hand."""
        self._is_over.set()
        for thread in self._threads:
            thread.join(60)

    def _visit(self) -> None:
        while not self._is_over.is_set():
            token = uuid.uuid4().hex
            key = self._hand_in(token)
            if key is not None:
                self.acknowledged[token] = key

    def _hand_in(self, token: str) -> int | None:
        """Press until there is an answer; the number in the address of the receipt."""
        form = {**self._form, "form_token": token, "statement": f"{token} 结案量与年报不一致，请核实。"}
        while True:
            answer = self._press(form)
            if answer and answer.status == 302 and (found := RECEIPT.search(answer.headers["Location"])):
                return int(found[1])
            if answer and answer.status < 500:
                self.refused.append(answer)
            if self._is_over.is_set():
                return None
            time.sleep(PAUSE_SECONDS)

    def _press(self, form: dict[str, str]) -> Answer | None:
        self._waiting.add(threading.get_ident())
        try:
            return self._post(form)
        except (OSError, http.client.HTTPException):
            return None
        finally:
            self._waiting.discard(threading.get_ident())
