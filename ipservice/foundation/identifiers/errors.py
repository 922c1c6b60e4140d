"""The refusal of an identifier: the same sentence at every door."""

from typing import Any

from ipservice.foundation.errors import DomainError
from ipservice.foundation.reading import Action, Reading


class IdentifierError(DomainError):
    """``suggestion`` is the identifier that was probably meant, or empty."""

    code = "identifier_invalid"
    template = "{sentence}"

    def __init__(self, *, suggestion: str = "", **params: Any) -> None:
        super().__init__(**params)
        self.suggestion = suggestion


def accept(reading: Reading[str], error: type[IdentifierError]) -> str:
    """The value of an accepted reading; raises ``error`` with the reading's sentence otherwise."""
    if reading.action in (Action.ASK, Action.REJECT) or reading.value is None:
        raise error(sentence=reading.message, suggestion=reading.suggestion)
    return reading.value
