"""Patent attorneys: certificate, practice number, the agency they practise in. No identity number is taken."""

import numpy as np
import polars as pl

from agencies.registry.lookups import agency_by_code, agency_by_name, agency_lookups
from agencies.registry.models import AttorneyState, PatentAttorney
from agencies.registry.services import imported
from ipservice.foundation.reading import Action
from ipservice.intake.cleaning import readers
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Target

STATES = {member.label: member.value for member in AttorneyState} | {
    "执业中": AttorneyState.PRACTISING.value,
    "在职": AttorneyState.PRACTISING.value,
    "离职": AttorneyState.LEFT.value,
    "注销": AttorneyState.LEFT.value,
}


def one_agency(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Code and name of the agency mean the same one; a person without an agency is possible."""
    by_code, by_name = frame["agency_by_code"], frame["agency_by_name"]
    differs = np.flatnonzero((by_code != by_name).fill_null(False).to_numpy())
    found = pl.select(pl.coalesce(by_code, by_name)).to_series().alias("agency_id")
    said = "机构代码与机构名称不是同一家机构，请核对。"
    both = ("agency_by_code", "agency_by_name")
    return frame.with_columns(found), [Note(Action.REJECT, "row.agency_differs", differs, said, both)]


def numbers_agree(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """The practice number repeats the end of the certificate; a misfit is pointed out, not refused."""
    repeated = frame["practice_number"].str.slice(5, 5)
    differs = (repeated != frame["certificate_number"].str.slice(2, 5)).fill_null(False)
    said = "执业备案号第6至10位与资格证号后五位不一致，请核对（不影响保存）。"
    return frame, [Note(Action.KEEP, "row.practice", np.flatnonzero(differs.to_numpy()), said, ("practice_number",))]


ATTORNEYS = Feed(
    code="attorneys",
    label="专利代理师名册",
    columns=(
        Column("name", "姓名", readers.text(64), ("代理师姓名", "专利代理师"), is_required=True, may_be_empty=False),
        Column(
            "certificate_number",
            "资格证号",
            readers.certificate(),
            ("专利代理师资格证号", "资格证书编号"),
            is_required=True,
            may_be_empty=False,
        ),
        Column("practice_number", "执业备案号", readers.practice(), ("执业证号", "执业备案编号")),
        Column("agency_by_code", "机构代码", agency_by_code(), ("执业机构代码", "代理机构代码")),
        Column("agency_by_name", "执业机构", agency_by_name(), ("机构名称", "所在机构", "代理机构")),
        Column("state", "状态", readers.term(STATES), ("执业状态",)),
        Column("practising_since", "首次执业日期", readers.day(), ("首次执业", "执业日期")),
        Column("phone", "手机号", readers.phone(), ("联系电话", "手机")),
    ),
    key=("certificate_number",),
    checks=(one_agency, numbers_agree),
    options=(Option("as_of", "名册日期", "date", help_text="转所自该日起算"),),
    lookups=agency_lookups,
    target=Target(
        model=PatentAttorney,
        key=("certificate_number",),
        fields=("name", "certificate_number", "practice_number", "agency_id", "state", "practising_since", "phone"),
        keeps_unsaid=frozenset({"practice_number", "state", "practising_since", "phone"}),
    ),
    after_load=imported.keep_practices,
    own_tables=("agencies_attorneypractice",),
    help_text="不采集身份证号。执业备案号的校验码只作提示。",
)
