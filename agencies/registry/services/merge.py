"""Two records that are one agency become one, and can be taken apart again exactly as they were."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies.registry.models import Agency, AgencyAlias, AgencyMerge, AgencyName
from agencies.registry.services import search_index
from agencies.registry.services.children import Child, all_children
from ipservice.accounts.models import User
from ipservice.audit import services as audit
from ipservice.foundation.errors import DomainError

CODES = ("credit_code", "agency_code")
FILLED = (
    *CODES,
    "legal_form",
    "address",
    "founded_on",
    "licensed_on",
    "contact_name",
    "contact_phone",
    "email",
    "website",
    "attorney_count",
)


class MergeRefused(DomainError):
    code = "merge_refused"
    template = "不能合并：{problem}"


class MergeNotUndoable(DomainError):
    code = "merge_not_undoable"
    template = "不能撤销合并：{problem}"


@transaction.atomic
def merge(kept_id: int, absorbed_id: int, *, reason: str, today: date, by: User) -> AgencyMerge:
    """Move what belongs to ``absorbed`` to ``kept`` and lead its codes there; facts that ``kept`` lacks are filled.

    Everything moved, filled and added is written down, so that ``undo`` restores it. Raises ``MergeRefused``.
    """
    kept, absorbed = _both(kept_id, absorbed_id)
    _require_mergeable(kept, absorbed, reason)
    before = {"kept": _facts(kept), "absorbed": _facts(absorbed)}
    moved = {child.label: _move(child, absorbed, kept) for child in all_children() if not child.stays}
    closed = _close_names(moved["agencies.AgencyName.agency"], today)
    filled = _fill(kept, absorbed)
    aliases = _keep_codes_findable(kept, before["absorbed"], absorbed.name)
    record = AgencyMerge.objects.create(
        kept=kept,
        absorbed=absorbed,
        moved=moved,
        before={**before, "filled": filled, "aliases": aliases, "closed_names": closed},
        reason=reason.strip(),
        merged_by=by,
    )
    _follow(kept, absorbed)
    audit.record(
        "agency.merge",
        f"将“{absorbed.name}”并入“{kept.name}”",
        subject=("agency", kept.pk),
        by=by,
        reason=reason,
        before=before,
        after={"merge": record.pk, "moved": {label: len(ids) for label, ids in moved.items()}},
    )
    return record


@transaction.atomic
def undo(merge_id: int, *, now: datetime | None = None, by: User) -> AgencyMerge:
    """Both records as they were before. Raises ``MergeNotUndoable`` and says what has changed meanwhile."""
    record = AgencyMerge.objects.select_for_update().get(pk=merge_id)
    if record.undone_at:
        raise MergeNotUndoable(problem="该合并已经撤销。")
    kept, absorbed = _both(record.kept_id, record.absorbed_id)
    _require_unchanged(record, kept)
    AgencyAlias.objects.filter(pk__in=record.before["aliases"]).delete()
    for child in all_children():
        _move_back(child, record.moved.get(child.label, []), kept, absorbed)
    AgencyName.objects.filter(pk__in=record.before["closed_names"]).update(until=None)
    absorbed.merged_into = None
    _restore(kept, {name: record.before["kept"][name] for name in record.before["filled"]})
    _restore(absorbed, record.before["absorbed"])
    record.undone_by, record.undone_at = by, now or timezone.now()
    record.save(update_fields=["undone_by", "undone_at"])
    _follow(kept, absorbed)
    audit.record(
        "agency.unmerge",
        f"撤销将“{absorbed.name}”并入“{kept.name}”的合并",
        subject=("agency", kept.pk),
        by=by,
        after={"merge": record.pk},
    )
    return record


def preview(kept: Agency, absorbed: Agency) -> list[tuple[str, int, int, str]]:
    """For each kind of row: label, how many would move, how many would stay, and why those stay."""
    lines = []
    for child in all_children():
        rows = _rows(child, absorbed)
        moving = 0 if child.stays else len(_movable(child, absorbed, kept))
        staying = rows.count() - moving
        why = child.stays or ("保留机构已有相同记录" if child.key else "")
        if moving or staying:
            lines.append((str(child.model._meta.verbose_name), moving, staying, why if staying else ""))
    return lines


def _both(kept_id: int, absorbed_id: int) -> tuple[Agency, Agency]:
    """Locked in the order of their numbers, so that two merges cannot wait for each other."""
    ids = sorted({kept_id, absorbed_id})
    locked = {agency.pk: agency for agency in Agency.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    return locked[kept_id], locked[absorbed_id]


def _require_mergeable(kept: Agency, absorbed: Agency, reason: str) -> None:
    problems = {
        "两条记录相同，请另选一条。": kept.pk == absorbed.pk,
        f"“{absorbed.name}”此前已并入其他机构。": absorbed.merged_into_id is not None,
        f"“{kept.name}”此前已并入其他机构，请选择其并入的机构。": kept.merged_into_id is not None,
        "一条是总部机构，另一条是分支机构，请先核对机构类型。": kept.kind != absorbed.kind,
        "请填写合并理由，如“同一机构在两份名册中代码不同”。": not reason.strip(),
    }
    for problem, is_so in problems.items():
        if is_so:
            raise MergeRefused(problem=problem)


def _rows(child: Child, agency: Agency) -> QuerySet:
    return child.model._base_manager.filter(child.only, **{child.field: agency})


def _movable(child: Child, absorbed: Agency, kept: Agency) -> list[int]:
    rows = _rows(child, absorbed).order_by("pk")
    if not child.key:
        return list(rows.values_list("pk", flat=True))
    taken = set(_rows(child, kept).values_list(*child.key))
    return [pk for pk, *key in rows.values_list("pk", *child.key) if tuple(key) not in taken]


def _move(child: Child, absorbed: Agency, kept: Agency) -> list[int]:
    ids = _movable(child, absorbed, kept)
    child.model._base_manager.filter(pk__in=ids).update(**{child.field: kept})
    return ids


def _move_back(child: Child, ids: list[int], kept: Agency, absorbed: Agency) -> None:
    back = child.model._base_manager.filter(pk__in=ids, **{child.field: kept}).update(**{child.field: absorbed})
    if back != len(ids):
        label = child.model._meta.verbose_name
        raise MergeNotUndoable(problem=f"合并时移动的 {len(ids)} 条“{label}”中有 {len(ids) - back} 条之后已变更。")


def _close_names(ids: Iterable[int], today: date) -> list[int]:
    """The absorbed record's present name becomes a former one; the ids of the names that ended by it."""
    open_names = AgencyName.objects.filter(pk__in=ids, until__isnull=True)
    closed = list(open_names.values_list("pk", flat=True))
    open_names.update(until=today)
    return closed


def _fill(kept: Agency, absorbed: Agency) -> list[str]:
    """Facts that only the absorbed record has go over; a code it gives away is no longer its own."""
    filled = [
        name for name in FILLED if getattr(kept, name) in (None, "") and getattr(absorbed, name) not in (None, "")
    ]
    for name in filled:
        setattr(kept, name, getattr(absorbed, name))
    given = [name for name in CODES if name in filled]
    for name in given:
        setattr(absorbed, name, None)
    absorbed.merged_into = kept
    absorbed.save(update_fields=[*given, "merged_into", "updated_at"])
    kept.save(update_fields=[*filled, "updated_at"])
    return filled


def _keep_codes_findable(kept: Agency, absorbed: dict[str, Any], name: str) -> list[int]:
    """The ids of the aliases added for codes that are not the kept agency's own."""
    codes = [(field, absorbed[field]) for field in CODES if absorbed[field] and absorbed[field] != getattr(kept, field)]
    return [
        AgencyAlias.objects.create(agency=kept, kind=field, value=value, reason=f"并入前“{name}”的代码"[:200]).pk
        for field, value in codes
    ]


def _require_unchanged(record: AgencyMerge, kept: Agency) -> None:
    if kept.merged_into_id:
        raise MergeNotUndoable(problem=f"“{kept.name}”之后又并入了其他机构，请先撤销后一次合并。")
    for name in record.before["filled"]:
        if _plain(getattr(kept, name)) != record.before["absorbed"][name]:
            label = Agency._meta.get_field(name).verbose_name
            raise MergeNotUndoable(problem=f"“{label}”在合并后已被修改，请先改回。")


def _facts(agency: Agency) -> dict[str, Any]:
    return {name: _plain(getattr(agency, name)) for name in FILLED}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _restore(agency: Agency, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(agency, name, Agency._meta.get_field(name).to_python(value))
    agency.save()


def _follow(kept: Agency, absorbed: Agency) -> None:
    for child in all_children():
        if child.rebuild:
            child.rebuild([kept.pk, absorbed.pk])
    search_index.refresh([kept.pk, absorbed.pk])
