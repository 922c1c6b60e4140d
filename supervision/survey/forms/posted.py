"""What a page of the questionnaire sends: values and explanations by cell, offers taken, the version it was drawn from.

Fields are named ``v:10202/master/male`` for the value of a cell and ``e:10203`` for its explanation.
"""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

VALUE, EXPLANATION = "v:", "e:"
LONGEST_VERSION = 9


@dataclass(frozen=True, slots=True)
class Posted:
    """``accepted`` are cells whose offer was taken, ``accepted_from`` sources all of whose offers were."""

    values: dict[str, str]
    explanations: dict[str, str]
    accepted: tuple[str, ...]
    accepted_from: tuple[str, ...]
    seen_version: int

    @classmethod
    def read(cls, sent: QueryDict) -> Self:
        """Several boxes of one name are a choice of several; the empty one before them says that none is left."""
        values = {name.removeprefix(VALUE): _joined(sent.getlist(name)) for name in sent if name.startswith(VALUE)}
        words = {name.removeprefix(EXPLANATION): sent[name] for name in sent if name.startswith(EXPLANATION)}
        version = sent.get("version", "")
        seen = int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else 0
        return cls(values, words, tuple(sent.getlist("accept")), tuple(sent.getlist("accept_from")), seen)


def _joined(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else ",".join(text for text in texts if text)
