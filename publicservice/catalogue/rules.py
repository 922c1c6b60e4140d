"""措施（五）：建立知识产权公共服务清单，公共服务产品、工具、软件和办事指南有目录可查，查得到就用得上。

What an entry of the catalogue must say before the public may read it. Every entry leads to something: a booking, a
link or a telephone number. 基础性服务 are free; 专业化服务 may cost little, and then say how much and on what basis.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ipservice.foundation.errors import DomainError
from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary

MEASURE = "措施（五）"
FAILURES_THAT_LIST = 2
PHONE = re.compile(r"(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[14]\d{4,5}|400-?\d{3}-?\d{4})(?:转\d{1,6})?")
LINK = re.compile(r"https?://[^\s/:@]+(?::\d{1,5})?(?:/[^\s]*)?|/[^\s/][^\s]*|/")
ALIVE_ALTHOUGH_REFUSED = frozenset({401, 403, 405, 429})


class EntryKind(Vocabulary):
    SERVICE = "service", "服务"
    TOOL = "tool", "工具"
    SOFTWARE = "software", "软件"
    GUIDE = "guide", "办事指南"


class LifeStage(Vocabulary):
    """Stages of the life of intellectual property, in their order."""

    CREATE = "create", "创造"
    USE = "use", "运用"
    PROTECT = "protect", "保护"
    MANAGE = "manage", "管理"
    SERVE = "serve", "服务"


class Audience(Vocabulary):
    ENTERPRISE = "enterprise", "企业"
    INSTITUTE = "institute", "高校和科研院所"
    PERSON = "person", "个人"
    AGENCY = "agency", "服务机构"
    PARK = "park", "园区"


class Way(Vocabulary):
    """How one gets what an entry promises."""

    BOOKING = "booking", "预约"
    LINK = "link", "网上办理"
    PHONE = "phone", "电话"


class Fee(Vocabulary):
    FREE = "free", "免费"
    LOW_COST = "low_cost", "低收费"


class VersionState(Vocabulary):
    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待复核"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已被新版代替"
    RETIRED = "retired", "已下线"
    DROPPED = "dropped", "已作废"


class VersionStep(Vocabulary):
    SUBMIT = "submit", "提交复核"
    SEND_BACK = "send_back", "退回修改"
    PUBLISH = "publish", "复核发布"
    REPLACE = "replace", "以新版代替"
    RETIRE = "retire", "下线"
    DROP = "drop", "作废"


VERSION = Lifecycle(
    {
        (VersionState.DRAFT, VersionStep.SUBMIT): VersionState.IN_REVIEW,
        (VersionState.DRAFT, VersionStep.DROP): VersionState.DROPPED,
        (VersionState.IN_REVIEW, VersionStep.PUBLISH): VersionState.PUBLISHED,
        (VersionState.IN_REVIEW, VersionStep.SEND_BACK): VersionState.DRAFT,
        (VersionState.PUBLISHED, VersionStep.REPLACE): VersionState.REPLACED,
        (VersionState.PUBLISHED, VersionStep.RETIRE): VersionState.RETIRED,
    }
)
OPEN_STATES = (VersionState.DRAFT, VersionState.IN_REVIEW)


class EntryIncomplete(DomainError):
    code = "catalogue_entry_incomplete"
    template = "目录条目不完整：{problem}"
    status = 422


class SecondLookNeeded(DomainError):
    code = "catalogue_second_look"
    template = "“{title}”由您拟定，须由另一人复核发布。"


class NotYourEntry(DomainError):
    code = "catalogue_not_yours"
    template = "只能维护本区县网点提供的条目；全市条目由市级经办人维护。"
    status = 403


class ReasonMissing(DomainError):
    code = "catalogue_reason_missing"
    template = "请写明原因（至少 4 个字）。"
    status = 422


@dataclass(frozen=True, slots=True)
class Offer:
    """What is decided about in one entry: how to get it, and what it costs (fen)."""

    way: str
    has_item: bool
    link: str
    phone: str
    is_basic: bool
    fee: str
    fee_fen: int | None
    fee_basis: str


def problems(offer: Offer) -> list[tuple[str, str]]:
    """(field, sentence) of everything that keeps an entry from being read by the public."""
    return [*_way_problems(offer), *_fee_problems(offer)]


def _way_problems(offer: Offer) -> list[tuple[str, str]]:
    if offer.way == Way.BOOKING and not offer.has_item:
        return [("item", "预约办理的条目要选定服务事项。")]
    if offer.way == Way.LINK and not LINK.fullmatch(offer.link):
        return [("link", "网上办理的条目要填写网址：以 http:// 或 https:// 开头，站内页面以 / 开头。")]
    if offer.way == Way.PHONE and not PHONE.fullmatch(offer.phone.replace(" ", "")):
        return [("phone", "电话办理的条目要填写电话：带区号的座机、手机号，或 12345、12330 一类的服务号码。")]
    return []


def _fee_problems(offer: Offer) -> list[tuple[str, str]]:
    if offer.fee == Fee.FREE:
        return [("fee_fen", "免费的条目不填收费金额。")] if offer.fee_fen else []
    found = []
    if offer.is_basic:
        found.append(("fee", "基础性服务一律免费；收费的只能是专业化服务。"))
    if not offer.fee_fen:
        found.append(("fee_fen", "低收费的条目要写明金额。"))
    if not offer.fee_basis.strip():
        found.append(("fee_basis", "低收费的条目要写明收费依据。"))
    return found


def normal(word: str) -> str:
    """A word as searches compare it: half width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", word).lower().split())


def widened(term: str, groups: Iterable[Sequence[str]]) -> list[str]:
    """``term`` and the words that mean the same, without repetition, the term itself first.

    A group speaks when the term is one of its words, or holds one: 怎么注册商标 holds 注册商标. Words of a single
    character would speak in every other word; they speak only for themselves.
    """
    words = [term]
    for group in groups:
        if term in group or any(len(word) > 1 and word in term for word in group):
            words.extend(group)
    return list(dict.fromkeys(words))


def counts_as_answer(status: int) -> bool:
    """Whether a page that answers ``status`` to HEAD is there: also one that wants a sign-in or refuses HEAD."""
    return 200 <= status < 400 or status in ALIVE_ALTHOUGH_REFUSED
