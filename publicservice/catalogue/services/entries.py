"""Entries from draft to shelf: written by one official, published by another, replaced by the next version, retired."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields

from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation import latin
from ipservice.pagecache.versions import bump
from publicservice.catalogue.models import CatalogueEntry, EntryVersion
from publicservice.catalogue.rules import (
    OPEN_STATES,
    VERSION,
    EntryIncomplete,
    NotYourEntry,
    Offer,
    ReasonMissing,
    SecondLookNeeded,
    VersionState,
    VersionStep,
    problems,
)
from publicservice.network.models import Outlet, ServiceItem

SUBJECT = "catalogue"
PAGES = "catalogue"
SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Text:
    """All that one version says. ``outlets`` are keys; ``fee_fen`` in fen."""

    title: str
    kind: str
    stages: tuple[str, ...]
    audiences: tuple[str, ...]
    summary: str
    way: str
    form: str
    content: str = ""
    keywords: str = ""
    is_basic: bool = True
    fee: str = "free"
    fee_fen: int | None = None
    fee_unit: str = ""
    fee_basis: str = ""
    legal_basis: str = ""
    time_limit: str = ""
    item: ServiceItem | None = None
    link: str = ""
    phone: str = ""
    source: str = ""
    source_note: str = ""
    outlets: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, version: EntryVersion) -> "Text":
        said = {one.name: getattr(version, one.name) for one in fields(cls) if one.name != "outlets"}
        lists = {name: tuple(said[name]) for name in ("stages", "audiences")}
        return cls(**{**said, **lists, "outlets": tuple(sorted(version.outlets.values_list("pk", flat=True)))})

    def plain(self) -> dict:
        """Columns and values of the version; without the outlets."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "outlets"}
        return {**said, "stages": list(self.stages), "audiences": list(self.audiences)}


@transaction.atomic
def propose(code: str, text: Text, *, by: User | None) -> EntryVersion:
    """A draft of what entry ``code`` is to say, a new entry where there is none; an open draft is written over.

    Raises ``EntryIncomplete`` and ``NotYourEntry``. ``by`` is None for what comes with the product.
    """
    _require_complete(text)
    district = by.district if by and not by.is_city_official else None
    entry, is_new = CatalogueEntry.objects.get_or_create(code=code, defaults={"district": district})
    if by:
        _require_keeper(entry, text, by)
    CatalogueEntry.objects.select_for_update().get(pk=entry.pk)
    version = entry.versions.filter(state__in=OPEN_STATES).first() or EntryVersion(
        entry=entry, number=entry.versions.count() + 1
    )
    for name, value in {**text.plain(), **_search_keys(text)}.items():
        setattr(version, name, value)
    version.state, version.drawn_up_by = VersionState.DRAFT, by
    version.save()
    version.outlets.set(text.outlets)
    verb, word = ("add", "新建") if is_new else ("draft", "拟定")
    record(f"catalogue.{verb}", f"{word}目录条目“{version.title}”第{version.number}版", **_about(version, by))
    return version


def _require_complete(text: Text) -> None:
    offer = Offer(
        text.way, text.item is not None, text.link, text.phone, text.is_basic, text.fee, text.fee_fen, text.fee_basis
    )
    for name, sentence in problems(offer):
        raise EntryIncomplete(field=name, problem=sentence)


def _require_keeper(entry: CatalogueEntry, text: Text, by: User) -> None:
    """The city keeps all; a district what it keeps itself, offered at its own outlets."""
    if by.is_city_official:
        return
    own = set(Outlet.objects.managed_by(by).filter(pk__in=text.outlets).values_list("pk", flat=True))
    if not by.is_official or entry.district_id != by.district_id or not text.outlets or own != set(text.outlets):
        raise NotYourEntry(field="outlets")


def _search_keys(text: Text) -> dict[str, str]:
    reading = latin.read(text.title)
    words = latin.read(text.keywords)
    parts = (text.title, text.summary, text.keywords, text.content, text.item.name if text.item else "")
    return {
        "title_pinyin": reading.sort_key[:400],
        "search_text": "\n".join(part for part in parts if part).lower(),
        "search_latin": "\n".join((reading.full, reading.initials, words.full, words.initials)),
    }


def submit(version_id: int, *, by: User) -> EntryVersion:
    """Hand a draft to a second person."""
    return _step(version_id, VersionStep.SUBMIT, by=by)


@transaction.atomic
def publish(version_id: int, *, by: User) -> EntryVersion:
    """The second person puts it on the shelf in place of the version before. Raises ``SecondLookNeeded``."""
    version = _ready(version_id, VersionStep.PUBLISH, by)
    if not by.is_city_official and by.district_id != version.entry.district_id:
        raise NotYourEntry()
    if version.drawn_up_by_id == by.pk:
        raise SecondLookNeeded(title=version.title)
    now = timezone.now()
    for former in version.entry.versions.filter(state=VersionState.PUBLISHED):
        _move(former, VersionStep.REPLACE, by=by, ended_at=now)
    _move(version, VersionStep.PUBLISH, by=by, reviewed_by=by, published_at=now)
    bump(PAGES)
    return version


def send_back(version_id: int, *, reason: str, by: User) -> EntryVersion:
    return _step(version_id, VersionStep.SEND_BACK, by=by, reason=reason, needs_reason=True)


def retire(version_id: int, *, reason: str, by: User) -> EntryVersion:
    """Take an entry off the shelf; its page says so and why."""
    return _step(version_id, VersionStep.RETIRE, by=by, reason=reason, needs_reason=True)


def drop(version_id: int, *, by: User) -> EntryVersion:
    """A draft that nobody wants."""
    return _step(version_id, VersionStep.DROP, by=by)


@transaction.atomic
def _step(
    version_id: int, step: VersionStep, *, by: User, reason: str = "", needs_reason: bool = False
) -> EntryVersion:
    version = _ready(version_id, step, by)
    if needs_reason and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing(field="reason")
    ended = {"ended_at": timezone.now()} if step == VersionStep.RETIRE else {}
    _move(version, step, by=by, state_reason=reason.strip()[:200], **ended)
    bump(PAGES)
    return version


def _ready(version_id: int, step: VersionStep, by: User) -> EntryVersion:
    """Locked, somebody's own, and the table allows it."""
    held = EntryVersion.objects.kept_by(by).select_for_update(of=("self",)).select_related("entry")
    version = held.filter(pk=version_id).first()
    if version is None:
        raise NotYourEntry()
    VERSION.after(VersionState(version.state), step)
    return version


def _move(version: EntryVersion, step: VersionStep, *, by: User, **changes: object) -> None:
    version.state = VERSION.after(VersionState(version.state), step)
    for name, value in changes.items():
        setattr(version, name, value)
    version.save(update_fields=["state", *changes])
    sentence = f"{step.label}目录条目“{version.title}”第{version.number}版"
    record(f"catalogue.{step.value}", sentence, reason=version.state_reason, **_about(version, by))


def _about(version: EntryVersion, by: User | None) -> dict:
    return {"subject": (SUBJECT, version.entry.code), "by": by}


def differences(old: EntryVersion | None, new: EntryVersion) -> list[tuple[str, str, str]]:
    """(label, before, after) of every fact in which two versions differ, for the second look."""
    rows = [
        (str(EntryVersion._meta.get_field(name).verbose_name), _said(old, name), _said(new, name))
        for name in Text.of(new).plain()
    ]
    places = ("提供网点", _names(old), _names(new))
    return [row for row in [*rows, places] if row[1] != row[2]]


def _said(version: EntryVersion | None, name: str) -> str:
    """One fact in words."""
    value = getattr(version, name) if version else None
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in ("stages", "audiences"):
        return "、".join(version.stage_labels if name == "stages" else version.audience_labels)
    display = getattr(version, f"get_{name}_display", None)
    return str(display() if display else value)


def _names(version: EntryVersion | None) -> str:
    return "、".join(outlet.name for outlet in version.outlets.all()) if version else ""


def differs(text: Text, version: EntryVersion) -> bool:
    return asdict(text) != asdict(Text.of(version))


def open_or_last(codes: Iterable[str]) -> dict[str, EntryVersion]:
    """The newest version of each of these entries."""
    newest = EntryVersion.objects.newest().filter(entry__code__in=list(codes)).select_related("entry", "item")
    return {version.entry.code: version for version in newest}
