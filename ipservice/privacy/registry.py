"""What each app declares: which fields hold personal data, for what, how shown, how long, and how they end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from ipservice.foundation import masking
from ipservice.foundation.vocabulary import Vocabulary


class Category(Vocabulary):
    """Classes of personal data, the sensitive ones marked in the label."""

    NAME = "name", "姓名"
    CONTACT = "contact", "联系方式"
    ACCOUNT = "account", "银行账户（敏感）"
    NUMBER = "number", "证件或执业编号"
    NETWORK = "network", "网络地址"
    WORDS = "words", "本人陈述"
    DUTY = "duty", "职务行为记录"


MASKS: dict[Category, Callable[[str], str]] = {
    Category.NAME: masking.name,
    Category.CONTACT: masking.phone,
    Category.ACCOUNT: masking.bank_account,
    Category.NUMBER: masking.identity_number,
}


@dataclass(frozen=True, slots=True)
class PersonalField:
    """``erased`` is what stands there after the term: a value, or a function of the row."""

    name: str
    category: Category
    purpose: str
    mask: Callable[[str], str] | None = None
    erased: Any = ""

    def masked(self, value: object) -> str:
        mask = self.mask or MASKS.get(self.category, lambda text: "***" if text else "")
        return mask(str(value or ""))

    def remains_of(self, row: Model) -> Any:
        return self.erased(row) if callable(self.erased) else self.erased


@dataclass(frozen=True, slots=True)
class Term:
    """How long: ``days`` from the day or moment in ``since``, for rows that ``when`` selects.

    ``days`` is the default of the row in RetentionTerm that officials confirm; None means kept as an archive of the
    office for good. ``deletes`` ends the whole row instead of its personal fields.
    """

    days: int | None
    since: str = ""
    when: Q = field(default_factory=Q)
    deletes: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The personal fields of one model and their term. ``reachable(user)`` are the rows whose data one may ask for."""

    label: str
    fields: tuple[PersonalField, ...]
    term: Term
    reachable: Callable[[Any], QuerySet] | None = None

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def field(self, name: str) -> PersonalField:
        return next(personal for personal in self.fields if personal.name == name)

    def due(self, days: int, *, now: datetime) -> QuerySet:
        """Rows whose term is over and that still hold something; the day of the term itself is still within."""
        limit = now - timedelta(days=days)
        moment = limit if _is_moment(self.model, self.term.since) else timezone.localdate(limit)
        ended = self.model._default_manager.filter(self.term.when, **{f"{self.term.since}__lt": moment})
        return ended if self.term.deletes else ended.filter(self._holds_something())

    def _holds_something(self) -> Q:
        """At least one field differs from what erasing leaves; fields with a computed remainder decide nothing."""
        fixed = [personal for personal in self.fields if not callable(personal.erased)]
        held = Q(pk__in=[]) if fixed else Q()
        for personal in fixed:
            differs = {f"{personal.name}__isnull": False} if personal.erased is None else None
            held |= Q(**differs) if differs else ~Q(**{personal.name: personal.erased})
        return held


_declared: dict[str, Declaration] = {}
_impersonal: dict[tuple[str, str], str] = {}


def _is_moment(model: type[Model], path: str) -> bool:
    """Whether the field at the end of ``path`` holds a moment and not a day."""
    *relations, last = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(last).get_internal_type() == "DateTimeField"


def declare(declaration: Declaration) -> None:
    """Called from ``AppConfig.ready``; the same model declared again replaces the former."""
    _declared[declaration.label] = declaration


def declare_impersonal(label: str, why: str, *names: str) -> None:
    """Fields that look personal by name and are not, and why."""
    for name in names:
        _impersonal[(label, name)] = why


def declarations() -> list[Declaration]:
    return sorted(_declared.values(), key=lambda declaration: declaration.label)


def declaration_of(label: str) -> Declaration | None:
    return _declared.get(label)


def is_impersonal(label: str, name: str) -> bool:
    return (label, name) in _impersonal
