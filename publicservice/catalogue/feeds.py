"""The catalogue by file: each row that says something new becomes a draft for a second look, never a published text."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from django.db import connection

from ipservice.accounts.models import User
from ipservice.foundation.reading import Action, Reading, kept, rejected
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.intake.cleaning import readers
from ipservice.intake.feeds import Column, Context, Feed, Note, Reader, Target, Touched
from publicservice.catalogue.models import CatalogueEntry, EntryVersion, ImportedEntry
from publicservice.catalogue.rules import OPEN_STATES, Audience, EntryKind, Fee, LifeStage, Offer, VersionState, Way
from publicservice.catalogue.rules import problems as problems_of
from publicservice.catalogue.services import entries
from publicservice.network.models import ServiceForm, ServiceItem

YES = {"是": "yes", "否": "no", "yes": "yes", "no": "no"}
FIELDS = tuple(field.name for field in ImportedEntry._meta.fields if field.name != "id")


def _terms(words: type[Vocabulary]) -> Mapping[str, str]:
    return {word.label: word.value for word in words} | {word.value: word.value for word in words}


def several(words: type[Vocabulary]) -> Reader:
    """Words of a vocabulary, parted by 、 or comma; stored as their values in the order of the vocabulary."""
    known = _terms(words)

    def each(raw: Any, context: Context) -> Reading[str]:
        said = [part.strip() for part in str(raw or "").replace("，", "、").replace(",", "、").split("、")]
        said = [part for part in said if part]
        unknown = [part for part in said if part not in known]
        if unknown or not said:
            offered = "、".join(word.label for word in words)
            return rejected(f"“{'、'.join(unknown) or '（空）'}”不在可选范围内，请从 {offered} 中选填，用顿号分开。")
        values = {known[part] for part in said}
        return kept(",".join(word.value for word in words if word.value in values))

    return Reader("text", pl.String, each)


def leads_somewhere(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """What the desk refuses is refused here, with the same sentence in the same cell."""
    notes = []
    for place, row in enumerate(frame.iter_rows(named=True)):
        if row.get("way") is None or row.get("fee") is None:
            continue
        offer = Offer(
            way=row["way"],
            has_item=(row.get("item_code") or "") in context.lookups["items"],
            link=row.get("link") or "",
            phone=row.get("phone") or "",
            is_basic=row.get("is_basic") != "no",
            fee=row["fee"],
            fee_fen=row.get("fee_fen"),
            fee_basis=row.get("fee_basis") or "",
        )
        for name, sentence in problems_of(offer):
            column = "item_code" if name == "item" else name
            notes.append(Note(Action.REJECT, "row.offer", np.array([place]), sentence, (column,)))
    return frame, notes


def _lookups() -> Mapping[str, Any]:
    return {"items": frozenset(ServiceItem.objects.values_list("code", flat=True))}


def make_drafts(touched: Touched) -> None:
    """Rows that are new or say something else than the last file become open drafts, where the catalogue differs."""
    codes = _codes_of(touched.run_id)
    newest = entries.open_or_last(codes)
    items = {item.code: item for item in ServiceItem.objects.all()}
    by = User.objects.filter(pk=touched.by_id).first() if touched.by_id else None
    for row in ImportedEntry.objects.filter(code__in=codes).order_by("code"):
        text = _text(row, items, newest.get(row.code))
        if row.code not in newest or entries.differs(text, newest[row.code]):
            entries.propose(row.code, text, by=by)


def _text(row: ImportedEntry, items: Mapping[str, ServiceItem], newest: EntryVersion | None) -> entries.Text:
    own = ("code", "stages", "audiences", "is_basic", "item_code")
    plain = {name: getattr(row, name) for name in FIELDS if name not in own}
    outlets = tuple(sorted(newest.outlets.values_list("pk", flat=True))) if newest else ()
    return entries.Text(
        **plain,
        stages=tuple(row.stages.split(",")),
        audiences=tuple(row.audiences.split(",")),
        is_basic=row.is_basic != "no",
        item=items.get(row.item_code),
        outlets=outlets,
    )


def drop_drafts(run_id: int, codes: list[str]) -> None:
    """An undone file leaves no draft of its own behind."""
    open_ones = EntryVersion.objects.filter(entry__code__in=codes, state__in=OPEN_STATES)
    open_ones.update(state=VersionState.DROPPED)


def _codes_of(run_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM publicservice_importedentry t JOIN intake_importchange g ON g.row_id = t.id"
            " WHERE g.run_id = %s AND g.table_name = 'publicservice_importedentry'",
            [run_id],
        )
        return [code for (code,) in cursor.fetchall()]


CATALOGUE = Feed(
    code="catalogue",
    label="公共服务目录",
    columns=(
        Column("code", "编码", readers.text(40), ("条目编码",), is_required=True, may_be_empty=False),
        Column("title", "名称", readers.text(80), ("条目名称",), is_required=True, may_be_empty=False),
        Column("kind", "种类", readers.term(_terms(EntryKind)), is_required=True, may_be_empty=False),
        Column("stages", "生命周期环节", several(LifeStage), is_required=True, may_be_empty=False),
        Column("audiences", "服务对象", several(Audience), is_required=True, may_be_empty=False),
        Column("summary", "一句话说明", readers.text(160), ("说明",), is_required=True, may_be_empty=False),
        Column("content", "内容", readers.text(4000), ("服务内容",)),
        Column("keywords", "检索词", readers.text(200)),
        Column("form", "服务形式", readers.term(_terms(ServiceForm)), is_required=True, may_be_empty=False),
        Column("is_basic", "基础性服务", readers.term(YES)),
        Column("fee", "收费", readers.term(_terms(Fee)), is_required=True, may_be_empty=False),
        Column("fee_fen", "收费金额（元）", readers.money("元"), ("收费金额",)),
        Column("fee_unit", "计价单位", readers.text(20)),
        Column("fee_basis", "收费依据", readers.text(200)),
        Column("legal_basis", "办理依据", readers.text(300)),
        Column("time_limit", "办理时限", readers.text(120)),
        Column("way", "怎么获得", readers.term(_terms(Way)), is_required=True, may_be_empty=False),
        Column("item_code", "预约事项编码", readers.text(32)),
        Column("link", "网址", readers.text(300)),
        Column("phone", "电话", readers.text(40)),
        Column("source", "来源", readers.text(300)),
        Column("source_note", "来源说明", readers.text(200)),
    ),
    key=("code",),
    checks=(leads_somewhere,),
    lookups=_lookups,
    target=Target(model=ImportedEntry, key=("code",), fields=FIELDS),
    after_load=make_drafts,
    before_undo=_codes_of,
    after_undo=drop_drafts,
    own_tables=(CatalogueEntry._meta.db_table, EntryVersion._meta.db_table),
    help_text="写入的是草稿，须由另一人复核后发布。导出的目录改过之后可以直接导入。",
)
