"""Releases are made from the public figures, checked and published by a second person, and stay."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.documents.neutral import neutral
from ipservice.figures.registry import Figure, Table, figures
from ipservice.figures.shapes import checked, columns
from ipservice.opendata import rules
from ipservice.opendata.errors import AlreadyPublished, Damaged, DraftWaiting, NoteMissing, NotYours, SamePerson
from ipservice.opendata.models import Release, ReleaseFile, ReleaseState
from ipservice.opendata.verify_release import MANIFEST, faults
from ipservice.pagecache.versions import bump

LOCK = "LOCK TABLE opendata_release IN SHARE ROW EXCLUSIVE MODE"


@transaction.atomic
def make(*, note: str = "", corrects: Release | None = None, by: User, now: datetime) -> Release:
    """A draft of the next release of this year, from every public figure as of today.

    Raises ``NotYours``, ``DraftWaiting``, ``NoteMissing``, and ``FigureMisshapen`` for a figure that is not in order.
    """
    _require(by, "add", "编制")
    if corrects is not None and not note.strip():
        raise NoteMissing(version=corrects, field="note")
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(LOCK)
    waiting = Release.objects.filter(state=ReleaseState.DRAFT).first()
    if waiting is not None:
        raise DraftWaiting(version=waiting)
    day = now.date()
    last = Release.objects.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
    release = Release(year=day.year, number=last + 1, as_of=day, note=note.strip(), corrects=corrects)
    files = files_on(day)
    release.manifest = rules.manifest_of(_heading(release), files)
    release.manifest_sha256 = _digest(release.manifest)
    release.made_by, release.made_at = by, now
    release.save()
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=each.name, title=each.title, rows=each.rows, content=each.content,
                    sha256=each.sha256)
        for each in files
    )  # fmt: skip
    _record(release, "make", f"编制开放数据 {release}，共 {len(files)} 个文件", by)
    return release


@transaction.atomic
def publish(release_id: int, *, by: User, now: datetime) -> Release:
    """From now on the release stands at its address and nothing of it changes.

    Raises ``NotYours``, ``SamePerson``, ``AlreadyPublished``, ``Damaged``.
    """
    release = _draft(release_id, by, "publish", "发布")
    if release.made_by_id == by.pk:
        raise SamePerson(version=release)
    wrong = faults_of(release)
    if wrong:
        raise Damaged(version=release, problem="".join(wrong))
    release.state, release.published_by, release.published_at = ReleaseState.PUBLISHED, by, now
    release.save(update_fields=["state", "published_by", "published_at"])
    bump("figures")
    _record(release, "publish", f"发布开放数据 {release}", by)
    return release


@transaction.atomic
def discard(release_id: int, *, by: User) -> None:
    """A draft is thrown away; its number is free again. Raises ``NotYours``, ``AlreadyPublished``."""
    release = _draft(release_id, by, "discard", "作废")
    _record(release, "discard", f"作废开放数据草稿 {release}", by)
    release.files.all().delete()
    release.delete()


def files_on(day: date) -> list[rules.DataFile]:
    """One CSV a public figure, and the dictionary that explains them; ordered by name."""
    known = sorted(figures(public_only=True), key=lambda figure: figure.key)
    read = [(figure, checked(figure, day)) for figure in known]
    entries = [_entry(figure, table) for figure, table in read]
    dictionary = rules.table_file(rules.DICTIONARY, "数据字典", rules.DICTIONARY_HEAD, entries)
    return [dictionary, *(_file(figure, table) for figure, table in read)]


def faults_of(release: Release) -> list[str]:
    """What of the stored bytes is not as the manifest says; empty when all is."""
    held = {each.name: bytes(each.content) for each in release.files.all()}
    manifest = bytes(release.manifest)
    changed = [] if _digest(manifest) == release.manifest_sha256 else [f"{MANIFEST} 与登记的校验值不符。"]
    return changed + faults(manifest, held)


def differences_between(before: Release, after: Release) -> list[rules.Difference]:
    """Lines of the data that are not the same in both; the days and sources of the dictionary are left out."""
    old, new = (
        {each.name: bytes(each.content) for each in release.files.exclude(name=rules.DICTIONARY)}
        for release in (before, after)
    )
    return rules.differences(old, new, _key_widths(before) | _key_widths(after))


def _key_widths(release: Release) -> dict[str, int]:
    """How many columns of each file are dimensions, by the release's own dictionary."""
    dictionary = release.files.get(name=rules.DICTIONARY)
    head, lines = rules.lines_of(bytes(dictionary.content))
    name, dimensions = head.index("文件"), head.index("维度")
    return {line[name]: len([part for part in line[dimensions].split("、") if part]) for line in lines}


def _file(figure: Figure, table: Table) -> rules.DataFile:
    lines = (
        [neutral(cell) for cell in (*value.labels, *_numbers(figure, value), value.note)] for value in table.values
    )
    return rules.table_file(f"{figure.key}.csv", figure.title, (*columns(figure), "备注"), lines)


def _numbers(figure: Figure, value) -> list[str]:
    numbers = [value.numerator, value.denominator] if figure.is_rate else [value.count]
    return ["" if number is None else str(number) for number in numbers]


def _entry(figure: Figure, table: Table) -> list[str]:
    formula = f"{figure.numerator}÷{figure.denominator}" if figure.is_rate else ""
    unit = figure.part_unit if figure.is_rate else figure.unit
    cells = [figure.key, figure.title, unit, figure.definition, formula, "、".join(figure.dimensions), figure.clause]
    return [neutral(cell) for cell in (*cells, table.source, table.edition, str(table.as_of), f"{figure.key}.csv")]


def _heading(release: Release) -> rules.Heading:
    corrects = str(release.corrects) if release.corrects else ""
    return rules.Heading(str(release), settings.SITE["host_unit"], release.as_of, release.note, corrects)


def _digest(content: bytes) -> str:
    return rules.DataFile("", "", 0, content).sha256


def _draft(release_id: int, by: User, act: str, word: str) -> Release:
    _require(by, "change" if act != "publish" else "view", word)
    release = Release.objects.select_for_update().get(pk=release_id)
    if release.state != ReleaseState.DRAFT:
        raise AlreadyPublished(version=release, act=word)
    return release


def _require(by: User, permission: str, word: str) -> None:
    if not by.is_city_official or not by.has_perm(f"opendata.{permission}_release"):
        raise NotYours(act=word)


def _record(release: Release, act: str, sentence: str, by: User) -> None:
    after = {"version": str(release), "manifest_sha256": release.manifest_sha256}
    record(
        f"opendata.{act}", sentence, subject=("opendata.release", str(release)), by=by, reason=release.note, after=after
    )
