"""The register of agencies and branches: names, codes, places, states; figures in the same table are only checked."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from agencies.registry.lookups import agency_lookups
from agencies.registry.models import Agency, AgencyKind
from agencies.registry.rules import AgencyState, StateDoesNotFollow, require_state_follows
from agencies.registry.services import imported
from ipservice.foundation.reading import Action
from ipservice.intake.cleaning import readers
from ipservice.intake.cleaning.places import places
from ipservice.intake.feeds import Column, Context, Feed, Note, Option, Target
from ipservice.reference.gazetteer import Gazetteer

KINDS = {member.label: member.value for member in AgencyKind} | {
    "总部": AgencyKind.HEAD_OFFICE.value,
    "分公司": AgencyKind.BRANCH.value,
    "分所": AgencyKind.BRANCH.value,
    "分支": AgencyKind.BRANCH.value,
}
STATES = {member.label: member.value for member in AgencyState} | {
    "正常": AgencyState.ACTIVE.value,
    "执业": AgencyState.ACTIVE.value,
    "已注销": AgencyState.DISSOLVED.value,
    "已吊销": AgencyState.REVOKED.value,
}
_BOTH_CODES = ("agency_code", "credit_code")


def lookups() -> Mapping[str, Any]:
    """The agencies by code and name, their states, and the places of every day."""
    states = dict(Agency.objects.values_list("id", "state"))
    return {**agency_lookups(), "states": states, "gazetteer": Gazetteer.load()}


def recognise(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """``id`` is the agency that is registered under either code; ``identity`` tells rows of one file apart."""
    by_code = context.lookups["by_code"]
    found = [frame[name].replace_strict(by_code, default=None, return_dtype=pl.Int64) for name in _BOTH_CODES]
    differs = np.flatnonzero((found[0] != found[1]).fill_null(False).to_numpy())
    missing = np.flatnonzero((frame["agency_code"].is_null() & frame["credit_code"].is_null()).to_numpy())
    frame = frame.with_columns(
        pl.select(pl.coalesce(*found)).to_series().alias("id"),
        pl.coalesce(*_BOTH_CODES).alias("identity"),
    )
    said = "机构代码与统一社会信用代码分属登记簿中的两家机构，请核对。"
    none = "机构代码和统一社会信用代码至少填写一项。"
    return frame, [
        Note(Action.REJECT, "row.codes_differ", differs, said, _BOTH_CODES),
        Note(Action.REJECT, "row.no_code", missing, none, ("agency_code",)),
    ]


def check_new(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """A new agency needs a place and a name; a head office has no head office of its own."""
    is_new = frame["id"].is_null()
    placeless = np.flatnonzero((is_new & frame["district_id"].is_null()).to_numpy())
    wrong = frame["head_code"].is_not_null() & (frame["kind"].fill_null("head_office") != AgencyKind.BRANCH.value)
    return frame, [
        Note(Action.REJECT, "row.no_place", placeless, "登记簿中没有该机构，新登记须填所在区县。", ("district_name",)),
        Note(
            Action.REJECT,
            "row.head_of_head",
            np.flatnonzero(wrong.to_numpy()),
            "填了总部机构代码，类型却不是分支机构，请核对。",
            ("head_code",),
        ),
    ]


def check_states(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """A state may only follow the registered one as the register's own rule says."""
    present = context.lookups["states"]
    places_, messages = [], []
    for place, (own, wanted) in enumerate(frame.select("id", "state").iter_rows()):
        if own is None or wanted is None or present[own] == wanted:
            continue
        try:
            require_state_follows(AgencyState(present[own]), AgencyState(wanted))
        except StateDoesNotFollow as refusal:
            places_.append(place)
            messages.append(refusal.message)
    return frame, [Note(Action.REJECT, "row.state", np.array(places_, dtype=np.int64), messages, ("state",))]


def check_grants(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, list[Note]]:
    """Of the inventions filed through an agency no more can be granted than there are."""
    more = np.flatnonzero((frame["granted"] > frame["filed"]).fill_null(False).to_numpy())
    messages = [
        f"授权量 {granted} 大于代理量 {filed}，请核对。"
        for filed, granted in frame.select("filed", "granted")[more].iter_rows()
    ]
    return frame, [Note(Action.REJECT, "row.grants", more, messages, ("granted",))]


AGENCIES = Feed(
    code="agencies",
    label="机构名册",
    columns=(
        Column("district_name", "所在区县", readers.text(64), ("区县", "所属区县", "区县代码", "注册地区县")),
        Column("name", "机构名称", readers.text(200), ("名称", "代理机构名称"), is_required=True, may_be_empty=False),
        Column("agency_code", "机构代码", readers.code_of_agency(), ("专利代理机构代码", "代理机构代码")),
        Column("credit_code", "统一社会信用代码", readers.code_of_credit(), ("信用代码", "社会信用代码")),
        Column("kind", "类型", readers.term(KINDS), ("机构类型",)),
        Column("head_code", "总部机构代码", readers.code_of_agency(), ("总部代码",)),
        Column("legal_form", "组织形式", readers.text(32)),
        Column("founded_on", "设立日期", readers.day(), ("成立日期",)),
        Column("licensed_on", "执业许可日期", readers.day(), ("许可日期", "批准日期")),
        Column("state", "状态", readers.term(STATES), ("机构状态", "执业状态")),
        Column("state_since", "状态自", readers.day(), ("状态起始日", "状态日期")),
        Column("address", "地址", readers.text(300), ("住所", "通讯地址", "办公地址")),
        Column("contact_name", "联系人", readers.text(64)),
        Column("contact_phone", "联系电话", readers.phone(), ("电话",)),
        Column(
            "attorney_count",
            "执业专利代理师人数",
            readers.count("人"),
            ("专利代理师", "代理师", "专利代理师人数", "代理师人数"),
            is_summed=True,
        ),
        Column("employees", "从业人员", readers.count("人"), is_summed=True),
        Column("filed", "发明专利代理量", readers.count(), ("代理量",), is_summed=True),
        Column("granted", "发明专利授权量", readers.count(), ("授权量",), is_summed=True),
    ),
    one_of=(_BOTH_CODES,),
    key=("identity",),
    key_shown=_BOTH_CODES,
    checks=(recognise, places(), check_new, check_states, check_grants),
    options=(
        Option("source", "数据来源", is_required=True, help_text="名册的名称或文号，如“2026年专利代理机构名册”"),
        Option("as_of", "名册日期", "date", help_text="名册所反映的日期；更名和状态变更自该日起算"),
    ),
    lookups=lookups,
    constants=lambda context: {"source": str(context.options.get("source", ""))[:200]},
    extras={"identity": "text", "head_code": "text"},
    target=Target(
        model=Agency,
        key=("id",),
        fields=(
            "name",
            "agency_code",
            "credit_code",
            "kind",
            "district_id",
            "functional_area_id",
            "legal_form",
            "founded_on",
            "licensed_on",
            "state",
            "state_since",
            "address",
            "contact_name",
            "contact_phone",
            "attorney_count",
            "source",
        ),
        derived_from={"district_id": "district_name", "functional_area_id": "district_name"},
        keeps_unsaid=frozenset(
            {
                "agency_code",
                "credit_code",
                "kind",
                "district_id",
                "functional_area_id",
                "legal_form",
                "founded_on",
                "licensed_on",
                "state",
                "state_since",
                "address",
                "contact_name",
                "contact_phone",
                "attorney_count",
            }
        ),
        uncompared=frozenset({"source"}),
    ),
    after_load=imported.keep_histories,
    after_undo=imported.search_again,
    own_tables=("agencies_agencyname", "agencies_statechange"),
    help_text="总部与分支机构。从业人员、代理量、授权量只作核对，不写入登记簿。",
)
