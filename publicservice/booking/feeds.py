"""Appointments by file: what an outlet took down by telephone or on paper, put into the slots of its schedules."""

from collections.abc import Mapping
from datetime import time
from typing import Any

import numpy as np
import polars as pl
from django.utils import timezone

from ipservice.foundation.reading import Action, Reading, fixed, rejected
from ipservice.foundation.tabular.text import read_text
from ipservice.intake.cleaning import readers
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Reader, Target
from publicservice.booking.models import Booking
from publicservice.booking.services import listed

DERIVED = (
    "schedule_id",
    "starts_at",
    "uid",
    "outlet_id",
    "consultant_id",
    "window_id",
    "ends_at",
    "variant",
    "source",
    "person_key",
    "created_at",
)
GIVEN = ("name", "phone", "organisation", "subject")
CONSENTED = (("yes", "已取得名单上每个人的同意"),)


def _time(raw: Any, context: Context) -> Reading[str]:
    """``09:30``; a workbook keeps a time as a fraction of the day, people also write 9点半."""
    if isinstance(raw, float) and 0 <= raw < 1:
        minutes = round(raw * 24 * 60)
        return Reading(f"{minutes // 60:02d}:{minutes % 60:02d}")
    said = read_text(raw, longest=12).value or ""
    plain = said.replace("：", ":").replace("点半", ":30").replace("点", ":").replace("时", ":").removesuffix("分")
    hour, _, minute = plain.partition(":")
    try:
        read = time(int(hour), int(minute or 0))
    except ValueError:
        return rejected(f"“{said}”不是时间，应写成 09:30 的样子。")
    shown = f"{read:%H:%M}"
    return Reading(shown) if shown == said else fixed(shown, f"时间“{said}”已读作 {shown}。")


TIME = Reader("text", pl.String, _time, takes_numbers=True)


def lookups() -> Mapping[str, Any]:
    return {"ground": listed.Ground.load(now=timezone.now())}


def placed(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Each row gets its slot, or is told why it has none; places are counted within the file as well."""
    ground: listed.Ground = context.lookups["ground"]
    asked = frame.select("outlet_name", "schedule_name", "day", "clock", "matter", "phone").iter_rows()
    answers = [ground.answer(listed.Line(*row)) for row in asked]
    values = {name: [answer.get(name) for answer in answers] for name in (*DERIVED, "item_id", "minutes", "twin_key")}
    numbers = {"schedule_id", "outlet_id", "consultant_id", "window_id", "item_id", "minutes"}
    columns = [
        pl.Series(name, column, dtype=pl.Int64 if name in numbers else pl.String) for name, column in values.items()
    ]
    refused = [(place, answer["refusal"]) for place, answer in enumerate(answers) if "refusal" in answer]
    notes = [
        Note(Action.REJECT, "row.no_slot", np.array([place]), refusal.message, (refusal.field,))
        for place, refusal in refused
    ]
    return frame.with_columns(columns), notes


BOOKINGS = Feed(
    code="bookings",
    label="预约名单",
    columns=(
        Column("outlet_name", "网点名称", readers.text(120), ("网点",), is_required=True, may_be_empty=False),
        Column("schedule_name", "预约安排", readers.text(80), ("咨询员", "窗口")),
        Column("day", "日期", readers.day(may_be_future=True), ("预约日期",), is_required=True, may_be_empty=False),
        Column("clock", "时间", TIME, ("预约时间", "开始时间"), is_required=True, may_be_empty=False),
        Column("matter", "事项", readers.text(80), ("咨询事项", "事项名称"), is_required=True, may_be_empty=False),
        Column("name", "姓名", readers.text(64), ("联系人", "预约人"), is_required=True, may_be_empty=False),
        Column("phone", "手机号", readers.phone(), ("联系电话", "电话"), is_required=True, may_be_empty=False),
        Column("organisation", "单位名称", readers.text(120), ("单位", "企业名称")),
        Column("subject", "咨询内容", readers.text(1000), ("备注", "内容")),
    ),
    key=("twin_key",),
    key_shown=("phone",),
    own_tables=(listed.MATTERS,),
    checks=(placed,),
    options=(
        Option(
            "consent",
            "个人信息",
            "choice",
            CONSENTED,
            is_required=True,
            help_text="名单含姓名和手机号，导入前须已取得本人同意",
        ),
    ),
    lookups=lookups,
    target=Target(
        model=Booking,
        key=("schedule_id", "starts_at", "uid"),
        fields=(*DERIVED, *GIVEN),
        derived_from=dict.fromkeys(DERIVED, ""),
    ),
    extras={"item_id": "bigint", "minutes": "smallint", "twin_key": "text"},
    told=listed.told,
    after_load=listed.finish,
    before_undo=listed.about_to_go,
    after_undo=listed.gone,
    dependants=listed.begun,
    help_text="电话、纸面登记的预约；每行占一个名额，名额不够的行会列出，整批写入时再由数据库核对一次。",
)
