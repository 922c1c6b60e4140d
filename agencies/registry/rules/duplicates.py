"""Which records of the register may be one agency: their codes look alike, or their names sound or look alike.

A proposal for a person to judge, never a decision. Linear in the number of records: records meet in buckets, they
are not compared pair by pair.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

LARGEST_BUCKET = 20
SHORTEST_SIMILAR_NAME = 3
NEAR = "名称只差一字"
_LOOK_ALIKE = str.maketrans("OIZSB", "01258")
_COMMON = re.compile(
    r"知识产权|专利|商标|代理|事务所|所$|服务|咨询|有限责任公司|有限公司|公司|普通合伙|特殊|合伙|重庆市?|分公司|分所|[（）()·\s]"
)


@dataclass(frozen=True, slots=True)
class Record:
    """``core_pinyin`` is the pinyin of ``core_name(name)``; codes are empty where there is none."""

    id: int
    name: str
    core_pinyin: str
    credit_code: str
    agency_code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the older number first, and why they may be one."""

    first: int
    second: int
    reasons: tuple[str, ...]


def core_name(name: str) -> str:
    """What is left of a name without place, trade and legal form: 博凯 of 重庆博凯知识产权代理有限公司."""
    return _COMMON.sub("", name)


def pairs(records: Sequence[Record]) -> list[Pair]:
    """The candidates, those with most reasons first. Head offices and branches are never proposed together."""
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    for reason, bucket in _buckets(records):
        if not 2 <= len(bucket) <= LARGEST_BUCKET:
            continue
        for one, other in combinations(sorted(bucket, key=lambda record: record.id), 2):
            known = reasons[one.id, other.id]
            if one.kind == other.kind and not (known and reason == NEAR) and reason not in known:
                known.append(reason)
    found = [Pair(*ids, tuple(why)) for ids, why in reasons.items() if why]
    return sorted(found, key=lambda pair: (-len(pair.reasons), pair.first, pair.second))


def _buckets(records: Sequence[Record]) -> Iterator[tuple[str, list[Record]]]:
    for reason, keys_of in (
        ("统一社会信用代码形近", _code_keys),
        ("主体标识码相同", _organisation_keys),
        ("名称核心部分相同", lambda record: [core_name(record.name)] if core_name(record.name) else []),
        ("名称读音相同", lambda record: [record.core_pinyin] if record.core_pinyin else []),
        (NEAR, _near_name_keys),
    ):
        buckets: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            for key in set(keys_of(record)):
                buckets[key].append(record)
        for bucket in buckets.values():
            yield reason, bucket


def _code_keys(record: Record) -> Iterable[str]:
    """Look-alike letters as one sign, and the code with each place left out: one wrong sign still meets."""
    code = record.credit_code.translate(_LOOK_ALIKE)
    return [f"{place}:{code[:place]}{code[place + 1 :]}" for place in range(len(code))]


def _organisation_keys(record: Record) -> Iterable[str]:
    return [record.credit_code[8:17]] if len(record.credit_code) == 18 else []


def _near_name_keys(record: Record) -> Iterable[str]:
    core = core_name(record.name)
    if len(core) < SHORTEST_SIMILAR_NAME:
        return []
    return [core, *(core[:place] + core[place + 1 :] for place in range(len(core)))]
