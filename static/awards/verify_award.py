#!/usr/bin/env python3
"""奖励名单复算：python3 verify_award.py award-2024-1.json

Recomputes a published award list from its file with nothing but the standard library, independently of the portal:
digests, conditions, ranks and amounts. Prints each rank and amount, then 一致 (identical) or where it differs.
Exit status: 0 identical, 1 different, 2 unreadable.
"""

import hashlib
import json
import sys
from datetime import date
from fractions import Fraction as F

FORMAT = "ipservice-award-bundle/1"
SECTIONS = ["decision", "inputs", "result", "ruleset"]
GRADES = ["A+", "A", "B", "C", "D"]


def canonical(content):
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def largest_remainder(total, weights):
    whole = sum(weights, F(0))
    if not whole:
        return [0] * len(weights)
    exact = [F(total) * weight / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def figures(agency, rules):
    """Filed, concluded, granted as they count, and the abnormal cases taken out."""
    out = {"filed": 0, "concluded": 0, "granted": 0}
    abnormal, mode = 0, rules["abnormal_subtraction"]
    for route in agency["routes"]:
        ruled_out = {"d": rules["divisionals"], "p": rules["national_phase"]}.get(route["route"]) == "exclude"
        if ruled_out:
            continue
        for name in out:
            out[name] += route[name]
        for part in route["abnormal"] if mode != "none" else []:
            if set(part["states"]) & set(rules["abnormal_states"]):
                abnormal += part["filed"]
                for name in out if mode == "all" else ["filed"]:
                    out[name] -= part[name]
    return (agency["settled"] or out), abnormal


def state_on(agency, day):
    if agency["licensed_on"] and agency["licensed_on"] > day:
        return ""
    begun = [entry["state"] for entry in agency["states"] if not entry["since"] or entry["since"] <= day]
    return begun[-1] if begun else ""


def in_mean(agency, own, rules, year):
    if agency["is_branch"] and not rules["branches"]:
        return False
    if rules["mean_over"] == "filed":
        return own["filed"] > 0
    if rules["mean_over"] == "registered":
        return state_on(agency, f"{year}-12-31") in ("active", "suspended")
    begun = [e["state"] for e in agency["states"] if e["since"] and f"{year}-01-01" < e["since"] <= f"{year}-12-31"]
    return state_on(agency, f"{year}-01-01") == "active" and set(begun) <= {"active"}


def reaches(value, bar, comparison):
    return value > bar if comparison == "above" else value >= bar


def qualifies(agency, own, mean, rules, terms):
    year, whole = terms["year"], own["filed" if rules["rate_reading"] == "filed" else "concluded"]
    window = {
        "year": (f"{year}-01-01", f"{year}-12-31"),
        "year_to_decision": (f"{year}-01-01", terms["as_of"]),
        "decision_day": (terms["as_of"], terms["as_of"]),
    }[rules["exclusion_window"]]
    barred = any(
        s["kind"] in rules["excluded_standings"]
        and s["valid_from"] <= window[1]
        and (not s["valid_until"] or s["valid_until"] > window[0])
        for s in agency["standings"]
    )
    return (
        whole > 0
        and reaches(F(own["granted"], whole), F(terms["national_rate"]), rules["rate_comparison"])
        and reaches(own["filed"], mean, rules["volume_comparison"])
        and own["concluded"] >= rules["floor_concluded"]
        and state_on(agency, f"{year}-12-31") in rules["eligible_states"]
        and (rules["branches"] or not agency["is_branch"])
        and agency["credit_grade"] not in rules["excluded_grades"]
        and not barred
    )


def key_of(agency, own, abnormal, rules):
    rate = F(own["granted"], own["filed" if rules["rate_reading"] == "filed" else "concluded"])
    if rules["tie_decimals"] is not None:
        scaled = rate * 100 * 10 ** rules["tie_decimals"] + F(1, 2)
        rate = F(scaled.numerator // scaled.denominator)
    grade = agency["credit_grade"]
    licence = date.fromisoformat(agency["licensed_on"] or date.max.isoformat()).toordinal()
    breakers = {
        "grants": -own["granted"],
        "abnormal": abnormal,
        "credit": GRADES.index(grade) if grade in GRADES else len(GRADES),
        "licence": licence,
    }
    chosen = rules["tie_breakers"] if rules["tie_rule"] == "break" else []
    return (-rate, *(breakers[name] for name in chosen))


def worth(place, rules):
    return next((b["value"] for b in rules["brackets"] if b["first"] <= place <= b["last"]), 0)


def share_out(budget, weights, cap, floor):
    """By weight between floor and cap; the sum grows in a straight line between the points where a bound begins."""
    paying = [i for i, weight in enumerate(weights) if weight > 0]
    paying = paying[: budget // floor] if floor else paying
    total = min(budget, cap * len(paying)) if cap is not None else budget
    ends = sorted({F(0)} | {F(limit) / weights[i] for i in paying for limit in (floor, cap) if limit})

    def filled(level):
        bounded = [max(level * weights[i], F(floor)) for i in paying]
        return [share if cap is None else min(share, F(cap)) for share in bounded]

    if not paying:
        return [0] * len(weights)
    low = [level for level in ends if sum(filled(level), F(0)) <= total][-1]
    high = next((level for level in ends if level > low), low + 1)
    start, end = sum(filled(low), F(0)), sum(filled(high), F(0))
    level = low + (total - start) * (high - low) / (end - start) if end > start else low
    parts = dict(zip(paying, largest_remainder(total, filled(level)), strict=True))
    return [parts.get(i, 0) for i in range(len(weights))]


def pay(groups, rules, budget):
    values = []
    for rank, members in groups:
        places = [worth(rank + i, rules) for i in range(len(members))]
        each = F(places[0]) if rules["tie_rule"] == "full" else F(sum(places), len(members))
        values += [each] * len(members)
    cap = rules["amount_cap_fen"]
    if rules["amount_rule"] == "shares":
        return share_out(budget, values, cap, rules["amount_floor_fen"] or 0)
    values = values if cap is None else [min(value, F(cap)) for value in values]
    total = sum(values, F(0))
    wanted = largest_remainder(total.numerator // total.denominator, values)
    if sum(wanted) <= budget:
        return wanted
    if rules["over_budget"] == "scale":
        return largest_remainder(budget, [F(fen) for fen in wanted])
    paid, left = [], budget
    for _, members in groups:
        due = wanted[len(paid) : len(paid) + len(members)]
        due = due if sum(due) <= left else largest_remainder(left, [F(fen) for fen in due])
        paid, left = paid + due, left - sum(due)
    return paid


def recompute(inputs):
    """code -> (filed, concluded, granted, rank, amount in fen), from the frozen inputs alone."""
    terms = inputs["terms"]
    rules = {name: None if value == "" else value for name, value in inputs["parameters"].items()}
    own = {agency["code"]: figures(agency, rules) for agency in inputs["facts"]}
    filed = [own[a["code"]][0]["filed"] for a in inputs["facts"] if in_mean(a, own[a["code"]][0], rules, terms["year"])]
    mean = F(sum(filed), len(filed)) if filed else F(0)
    found = {code: [f["filed"], f["concluded"], f["granted"], None, 0] for code, (f, _) in own.items()}
    good = [a for a in inputs["facts"] if qualifies(a, own[a["code"]][0], mean, rules, terms)]
    keyed = sorted((key_of(a, *own[a["code"]], rules), a["code"]) for a in good)
    groups = []
    for place, (key, code) in enumerate(keyed, start=1):
        if place > 1 and key == keyed[place - 2][0]:
            groups[-1][1].append(code)
        else:
            groups.append((place, [code]))
    paid = iter(pay(groups, rules, terms["budget_fen"]))
    for rank, members in groups:
        for code in members:
            found[code][3:] = [rank, next(paid)]
    return found


def differences(content):
    """Sentences about everything that is not as it should be."""
    bundle = json.loads(content)
    wrong = [] if canonical(bundle) == content else ["文件不是规范格式，内容可能被改动过。"]
    for section, expected in sorted(bundle["digests"].items()):
        if hashlib.sha256(canonical(bundle[section])).hexdigest() != expected:
            wrong.append(f"“{section}”与其摘要不符。")
    if bundle["format"] != FORMAT or sorted(bundle["digests"]) != SECTIONS:
        wrong.append("格式标识或摘要列表不符。")
    if bundle["ruleset"]["parameters"] != bundle["inputs"]["parameters"]:
        wrong.append("规则版本的参数与计算所用的参数不符。")
    mine = recompute(bundle["inputs"])
    names = ("filed", "concluded", "granted", "rank", "amount_fen")
    for line in bundle["result"]:
        theirs, own = [line[name] for name in names], mine.pop(line["code"], None)
        if theirs != own:
            wrong.append(f"{line['name']}（{line['code']}）：复算 {own}，名单 {theirs}。")
    return wrong + [f"名单缺少 {code}。" for code in sorted(mine)]


def main(path):
    try:
        with open(path, "rb") as file:
            content = file.read()
        wrong = differences(content)
        lines = json.loads(content)["result"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        print(f"无法读取：{problem}")
        return 2
    for line in lines:
        rank = "—" if line["rank"] is None else line["rank"]
        print(f"{rank}\t{line['code']}\t{line['amount_fen'] / 100:.2f}\t{line['name']}")
    print("\n".join(wrong) if wrong else f"一致：{len(lines)} 家机构的数据、名次和金额与复算结果相同。")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else print(__doc__) or 2)
