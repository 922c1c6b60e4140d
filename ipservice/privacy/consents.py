"""What people are asked to agree to: one declared purpose for every consent box of the site.

An app declares its purposes from ``AppConfig.ready``, next to the personal fields of its model (see registry.py)::

    consents.register(
        ConsentPurpose(
            key="booking",
            label="预约咨询",
            wording="为安排和确认本次预约，使用我填写的姓名和联系电话",
            covers="publicservice.Booking",
            kept_from="咨询结束之日",
            ready=Q(state__in=("done", "cancelled")),
        )
    )

puts a box of its own into its form::

    consent = ConsentField("booking")            # ipservice.privacy.forms; any name that begins with "consent"

and keeps the consent in the transaction that takes the form in::

    consenting.require("booking", answers["consent"])                          # raises ConsentMissing
    consenting.give("booking", ("publicservice.Booking", booking.pk), by=user, contact=phone, now=now)

``by`` is the account, or None; then ``contact`` (a phone or mail address) is kept as a keyed fingerprint only, by
which officials find the consent when its giver calls. ``consenting.withdraw(consent_pk, by=, now=, reason=)`` ends
it. After a withdrawal, or after the days that were promised, the nightly job erases the personal fields of the row
that the consent covers, once the row is ``ready`` (its business is done).
"""

from dataclasses import dataclass, field

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class ConsentPurpose:
    """One box. ``covers`` is the label of the declared model whose row the consent is about; its term is the promise.

    ``wording`` completes the sentence 我同意…; a changed wording is a new ``version``. ``ready`` selects the rows
    whose personal fields may go when the consent is withdrawn; the others wait until their business is done.
    """

    key: str
    label: str
    wording: str
    covers: str
    kept_from: str
    version: str = "1"
    ready: Q = field(default_factory=Q)


_purposes: dict[str, ConsentPurpose] = {}


def register(purpose: ConsentPurpose) -> None:
    """Called from ``AppConfig.ready``; the same key again replaces the former."""
    _purposes[purpose.key] = purpose


def purpose_of(key: str) -> ConsentPurpose:
    return _purposes[key]


def purposes() -> list[ConsentPurpose]:
    return sorted(_purposes.values(), key=lambda purpose: purpose.key)
