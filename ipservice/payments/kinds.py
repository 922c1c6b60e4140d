"""Whose payments these are: each app names its lists, brings them up to date and says where they come from."""

from collections.abc import Callable
from dataclasses import dataclass

from ipservice.foundation.errors import DomainError
from ipservice.payments.models import Payment


class UnknownGroup(DomainError):
    code = "unknown_payment_group"
    template = "没有名为“{group}”的支付名单。"


@dataclass(frozen=True, slots=True)
class PayableKind:
    """One kind of list that is paid. Groups begin with ``code`` and a colon.

    ``exists(group)`` tells whether there is such a list to pay; ``refresh(group)`` draws up what is due on it;
    ``title(group)`` names it; ``source(group)`` is the officials' page it comes from, ``claim(payment)`` the one on
    which paid money is claimed back.
    """

    code: str
    exists: Callable[[str], bool]
    refresh: Callable[[str], None]
    title: Callable[[str], str]
    source: Callable[[str], str]
    claim: Callable[[Payment], str] | None = None


_kinds: dict[str, PayableKind] = {}


def register(kind: PayableKind) -> None:
    """Make a kind known; the same code registered again replaces the former."""
    _kinds[kind.code] = kind


def kind_of(group: str) -> PayableKind:
    """Raises ``UnknownGroup``."""
    code = group.partition(":")[0]
    if code not in _kinds:
        raise UnknownGroup(group=group)
    return _kinds[code]
