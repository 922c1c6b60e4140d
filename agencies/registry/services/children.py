"""What happens to the rows that point at an agency when its record is merged into another.

Every relation to ``Agency`` is named here or registered by the slice that owns it; a test walks the relations and
fails for one that nobody named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from agencies.registry.models import (
    Agency,
    AgencyAlias,
    AgencyClaim,
    AgencyMembership,
    AgencyMerge,
    AgencyName,
    AgencyService,
    AttorneyPractice,
    ChangeRequest,
    PatentAttorney,
    Standing,
    StateChange,
)

Rebuild = Callable[[Sequence[int]], object]


@dataclass(frozen=True, slots=True)
class Child:
    """Rows of ``model`` that point at an agency by ``field``.

    ``stays`` gives the reason why they remain with the absorbed record; else they move. ``key`` names the fields of
    which the kept agency may have each value once: a row whose values it has already stays. ``only`` limits what
    moves; ``rebuild`` is called with both agencies after each merge and each undoing, for rows that are counted from
    others.
    """

    model: type[models.Model]
    field: str
    stays: str = ""
    key: tuple[str, ...] = ()
    only: Q = Q()
    rebuild: Rebuild | None = None

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


_children: dict[str, Child] = {}


def register(child: Child) -> None:
    """Make a relation known; the same relation registered again replaces the former."""
    _children[child.label] = child


def all_children() -> list[Child]:
    """In the order of their names."""
    return [_children[label] for label in sorted(_children)]


def relations() -> list[str]:
    """Every foreign key to ``Agency`` that the installed apps have, hidden ones too; row histories aside."""
    return sorted(
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Agency._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and relation.field.concrete
        and not relation.many_to_many
        and not hasattr(relation.related_model, "pgh_tracked_model")
    )


for _child in (
    Child(Agency, "head_office"),
    Child(Agency, "merged_into", stays="此前并入的记录仍指向其并入的机构"),
    Child(AgencyName, "agency"),
    Child(AgencyAlias, "agency"),
    Child(StateChange, "agency", stays="状态沿革说明的是被并记录自身"),
    Child(Standing, "agency", key=("kind", "value", "valid_from")),
    Child(PatentAttorney, "agency"),
    Child(AttorneyPractice, "agency"),
    Child(AgencyService, "agency", key=("service_type",)),
    Child(AgencyMembership, "agency", key=("user",), only=Q(ended_at__isnull=True)),
    Child(ChangeRequest, "agency"),
    Child(AgencyClaim, "agency", key=("claimant",)),
    Child(AgencyMerge, "kept", stays="合并记录是历史"),
    Child(AgencyMerge, "absorbed", stays="合并记录是历史"),
):
    register(_child)
