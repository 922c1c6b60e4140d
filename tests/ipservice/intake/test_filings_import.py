"""A year of filings goes through the whole pipeline: checked, previewed, loaded at once, read again, taken back."""

from datetime import date

import pytest
from django.db import connection

from agencies.filings.models import Filing, YearlyTotal
from agencies.registry.models import Agency
from ipservice.audit.models import AuditEntry
from ipservice.foundation.identifiers.application_number import check_character, pretty
from ipservice.intake.models import ImportIssue, RunState, Severity
from ipservice.intake.services import answers, runs
from ipservice.intake.services.undo import RunHasDependants, undo

TODAY = date(2026, 6, 1)
HEADER = "申请号,申请日,专利类型,代理机构代码,申请人类型,IPC主分类,权利要求数,法律状态,结案日"


def number(serial: int, year: int = 2024, kind: int = 1) -> str:
    body = f"{year}{kind}{9900000 + serial:07d}"
    return pretty(body + check_character(body))


def line(serial: int, **changes: str) -> str:
    cells = {
        "number": number(serial),
        "filed_on": "2024-03-01",
        "kind": "发明",
        "agency": "99001",
        "applicant": "企业",
        "ipc": "G06F",
        "claims": "10",
        "outcome": "授权",
        "concluded_on": "2025-02-01",
    } | changes
    return ",".join(cells.values())


def table(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode()


def imported(content: bytes, **options):
    return runs.run_import("filings", content, name="明细.csv", by=None, options={"today": TODAY, **options})


def row_versions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, xmin::text FROM agencies_filing ORDER BY number")
        return cursor.fetchall()


def digest_of(*tables: str) -> list[str]:
    with connection.cursor() as cursor:
        found = []
        for name in tables:
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" t')
            found.append(cursor.fetchone()[0])
        return found


def test_rows_are_stored_with_their_run_and_line_and_the_totals_follow(register):
    run = imported(table(line(1), line(2, outcome="审查中", concluded_on="")))

    assert (run.state, run.rows_total, run.rows_new, run.rows_refused) == (RunState.COMMITTED, 2, 2, 0)
    filing = Filing.objects.get(number=number(1).replace(".", ""))
    assert (filing.source_run_id, filing.source_row, filing.filed_year, filing.outcome) == (run.pk, 2, 2024, "g")
    assert list(YearlyTotal.objects.order_by("year").values_list("year", "filed", "concluded", "granted")) == [
        (2024, 2, 0, 0),
        (2025, 0, 1, 1),
    ]


def test_the_same_file_again_writes_no_row_and_says_so(register):
    content = table(*(line(serial) for serial in range(50)))
    imported(content)
    before = row_versions()

    again = imported(content)

    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, 50)
    assert runs.outcome(again).startswith("没有变化")
    assert row_versions() == before


def test_only_changed_rows_are_written(register):
    imported(table(line(1, outcome="审查中", concluded_on=""), line(2)))
    before = dict(row_versions())

    run = imported(table(line(1), line(2), line(3)))

    after = dict(row_versions())
    assert (run.rows_new, run.rows_changed, run.rows_same) == (1, 1, 1)
    untouched = number(2).replace(".", "")
    assert after[untouched] == before[untouched]
    assert after[number(1).replace(".", "")] != before[number(1).replace(".", "")]


def test_a_preview_shows_what_would_happen_and_stores_nothing(register):
    imported(table(line(1, outcome="审查中", concluded_on="")))

    run = imported(table(line(1), line(2), line(3, agency="99999")), confirm=False)

    assert run.state == RunState.PREVIEW
    assert (run.rows_new, run.rows_changed, run.rows_refused) == (1, 1, 1)
    assert Filing.objects.count() == 1


def test_accepted_rejected_and_skipped_rows_sum_up_to_the_rows_of_the_file(register):
    run = imported(
        table(line(1), line(1), line(2, ipc="坏"), line(3), "合计,,,,,,20,,", "导出时间：2026-01-15，共4条,,,,,,,,")
    )

    accepted = run.rows_new + run.rows_changed + run.rows_same
    assert run.rows_total == 6 == accepted + run.rows_refused + run.rows_skipped
    assert run.control_totals == [{"column": "行数", "stated": 4, "counted": 4, "difference": 0, "explanation": "一致"}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": "202419900001.0"}, "校验"),
        ({"agency": "99999"}, "登记簿中没有代码为 99999 的机构"),
        ({"filed_on": "2024-02-30"}, "不存在的日期"),
        ({"filed_on": "2031-01-01"}, "晚于今天"),
        ({"kind": "实用新型"}, "申请号第5位表示发明"),
        ({"outcome": "不明"}, "不在可选范围内"),
        ({"concluded_on": "2023-01-01"}, "结案日早于申请日"),
        ({"ipc": "G6F"}, "不是IPC分类号"),
        ({"claims": "-3"}, "不能为负数"),
        ({"agency": ""}, "代理机构未填写"),
        ({"number": ""}, "未填写"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_row_is_given_back_with_its_reason_and_the_rest_is_stored(register, changes, message):
    run = imported(table(line(1), line(2, **changes)))

    issue = run.issues.get(severity=Severity.REJECTED)
    assert (issue.row, run.rows_new, run.rows_refused) == (3, 1, 1)
    assert message in issue.message


def test_a_number_registered_with_a_day_of_another_year_is_given_back(register):
    Filing.objects.create(
        number=number(1).replace(".", ""),
        filed_year=2023,
        kind="1",
        agency=Agency.objects.get(agency_code="99001"),
        filed_on=date(2023, 5, 5),
    )

    run = imported(table(line(1), line(2)))

    issue = run.issues.get(severity=Severity.REJECTED)
    assert (issue.row, issue.cell, run.rows_new) == (2, "B2", 1)
    assert "已按申请日 2023-05-05 登记" in issue.message


def test_a_repeated_number_with_another_outcome_waits_for_a_person(register):
    content = table(line(1), line(1, outcome="驳回"), line(2))
    run = imported(content, confirm=False)
    ask = run.issues.get(severity=Severity.ASK)

    with pytest.raises(answers.AsksOpen) as refused:
        runs.commit(run.pk, by=None)

    assert ask.cell == "A3"
    assert "与第2行重复" in ask.message
    assert "还有 1 项需要确认（第一项在第 3 行）" in refused.value.message


@pytest.mark.parametrize(("accepted", "outcome"), [(True, "r"), (False, "g")], ids=["later row", "earlier row"])
def test_the_answer_decides_which_of_two_rows_counts(register, accepted, outcome):
    run = imported(table(line(1), line(1, outcome="驳回")), confirm=False)

    answers.answer_rest(run.pk, accepted, by=None)
    run = runs.commit(run.pk, by=None)

    assert Filing.objects.get().outcome == outcome
    assert (run.rows_new, run.rows_refused, run.rows_total) == (1, 1, 2)


def test_a_declined_proposal_takes_its_row_out(register):
    run = imported(table(line(1), line(2, filed_on="24-3-1")), confirm=False)

    answers.answer_rest(run.pk, False, by=None)
    run = runs.commit(run.pk, by=None)

    assert (run.rows_new, run.rows_refused) == (1, 1)
    assert not Filing.objects.filter(number=number(2).replace(".", "")).exists()


def test_an_undone_import_restores_every_row_and_value_exactly(register):
    imported(table(line(1, outcome="审查中", concluded_on=""), line(2)))
    before = digest_of("agencies_filing"), list(YearlyTotal.objects.order_by("year").values_list("year", "granted"))
    run = imported(table(line(1), line(2), line(3), line(4)))

    undo(run.pk, by=None, reason="导错文件")

    after = digest_of("agencies_filing"), list(YearlyTotal.objects.order_by("year").values_list("year", "granted"))
    assert after == before
    assert AuditEntry.objects.filter(verb="intake.undo", subject_key=str(run.pk)).exists()


def test_an_import_that_a_later_one_has_changed_is_not_undone(register):
    first = imported(table(line(1, outcome="审查中", concluded_on=""), line(2)))
    imported(table(line(1)))

    with pytest.raises(RunHasDependants) as refused:
        undo(first.pk, by=None, reason="导错文件")

    assert "1 行已被后来的导入改写或删除" in refused.value.message
    assert Filing.objects.count() == 2


def test_nothing_of_a_file_without_the_header_is_stored(register):
    run = imported("姓名,年龄\n张,3\n".encode())

    assert run.state == RunState.REFUSED
    assert "没有找到“专利申请明细”的表头" in run.refusal
    assert "申请号" in run.refusal
    assert ImportIssue.objects.filter(run=run).count() == 0
    assert Filing.objects.count() == 0


def test_a_person_may_say_which_column_is_which(register):
    content = table(line(1)).replace("代理机构代码".encode(), "单位".encode())
    run = imported(content, confirm=False)
    assert run.state == RunState.REFUSED

    runs.remap(run.pk, {"agency_by_code": 3}, by=None)
    run = runs.prepare(run.pk, today=TODAY)

    assert (run.state, run.rows_new) == (RunState.PREVIEW, 1)
