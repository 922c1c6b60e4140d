"""What the award tells the procedure: its lines, its notice, how it is verified, what follows each step."""

from incentives.awards.models import DECISION_KIND, AwardLine, AwardRound
from incentives.awards.rules import in_words, label_of, problems
from incentives.awards.rules.parameters import READERS
from incentives.awards.rules.wording import percent
from incentives.awards.services import bundle, cases, compute, money
from incentives.awards.services.effects import affected
from ipservice.foundation.money import format_yuan
from ipservice.jobs import registry as jobs
from ipservice.jobs.models import Job
from ipservice.procedure import kinds
from ipservice.procedure.models import Decision

RULE_KINDS = {"award": "专利代理机构奖励规则", "award_demo": "奖励规则（演示口径）"}
NOTICE_COLUMNS = (
    "名次",
    "机构名称",
    "统一社会信用代码",
    "发明专利申请量（件）",
    "结案量（件）",
    "授权量（件）",
    "授权率",
    "奖励金额（元）",
)
NUMERIC = frozenset({0, 3, 4, 5, 6, 7})


def notice_text(decision: Decision) -> kinds.NoticeText:
    """Title, basis and body of the public notice."""
    award_round = AwardRound.objects.get(year=int(decision.period))
    return kinds.NoticeText(
        title=f"关于{award_round.title.removesuffix('奖励')}拟奖励名单的公示",
        basis=f"依据{award_round.basis_document}（{award_round.basis_number}），按照“{decision.ruleset}”，"
        f"对{award_round.year}年度专利代理机构的发明专利授权率和代理量进行了核算。",
        body=f"当年全国平均发明专利授权率为 {award_round.national_rate.normalize():f}%"
        f"（{award_round.national_rate_document}，{award_round.national_rate_published_on:%Y-%m-%d} 公布）。"
        "现将符合条件的机构及拟奖励金额予以公示；全部机构的数据和逐项认定依据可在名单页面查看并下载复核。",
        topic="知识产权、专利代理",
    )


def notice_table(decision: Decision) -> kinds.NoticeTable:
    """The agencies that qualify, in rank order, with what they are ranked by."""
    lines = [line for line in lines_of(decision) if line.is_qualified]
    return kinds.NoticeTable(
        columns=NOTICE_COLUMNS,
        rows=[
            (
                str(line.rank),
                line.name,
                line.subject_code,
                f"{line.filed:,}",
                f"{line.concluded:,}",
                f"{line.granted:,}",
                percent(line.granted, line.concluded) if line.concluded else "—",
                format_yuan(line.amount_fen),
            )
            for line in lines
        ],
        codes=[line.subject_code for line in lines],
        numeric=NUMERIC,
    )


def lines_of(decision: Decision) -> list[AwardLine]:
    """Every agency's line, the ranked ones first."""
    return list(AwardLine.objects.filter(decision=decision).order_by("position"))


def subjects(decision: Decision) -> list[kinds.Subject]:
    """Everybody on the list may be objected about, also those without a rank."""
    return [kinds.Subject(line.subject_code, line.name) for line in lines_of(decision)]


def _before_submit(decision: Decision) -> None:
    """No contest has come up since the list was computed."""
    compute.require_ready(compute.round_of(int(decision.period)), today=decision.computed_at.date())


def _job_link(job: Job) -> str:
    return f"/admin/awards/{job.arguments['year']}/"


def register() -> None:
    """Called once, when the app starts."""
    kinds.register(
        kinds.DecisionKind(
            code=DECISION_KIND,
            label="专利代理机构奖励",
            lines=lines_of,
            notice_text=notice_text,
            notice_table=notice_table,
            subjects=subjects,
            verify=bundle.verify,
            before_submit=_before_submit,
            on_published=money.draw_up_payments,
            on_undone=money.cancel_payments,
            on_answered=money.follow_answer,
            bundle=bundle.bundle_of,
            workbench=lambda decision: f"/admin/awards/{decision.period}/",
            public_page=lambda decision: f"/awards/{decision.period}/",
        )
    )
    for code, label in RULE_KINDS.items():
        kinds.register_rules(
            kinds.RuleKind(
                code,
                label,
                check=problems,
                examples_check=cases.failures if code == DECISION_KIND else lambda parameters: (),
                run_cases=cases.run,
                affected=affected,
                labels={name: label_of(name) for name in READERS},
                show=in_words,
            )
        )
    jobs.register(jobs.JobKind(compute.JOB_KIND, "计算奖励名单", compute.run, time_limit_seconds=300, link=_job_link))
