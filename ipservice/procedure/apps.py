"""Registers the app and the rule set of procedure that every decision follows."""

from django.apps import AppConfig

PAGES = (
    ("decisions", "异议", "/admin/procedure/objections/", "forum"),
    ("rules", "规则版本", "/admin/procedure/rulesets/", "rule"),
)


def _is_city_official(user) -> bool:
    return user.is_city_official


class ProcedureConfig(AppConfig):
    name = "ipservice.procedure"
    label = "procedure"
    verbose_name = "决定与公示"

    def ready(self) -> None:
        from ipservice.documents import subjects
        from ipservice.portal import work
        from ipservice.privacy import consents
        from ipservice.procedure import cards, evidence, kinds, personal
        from ipservice.procedure.services import answers, papers, terms

        kinds.register_rules(
            kinds.RuleKind(terms.KIND, "办理程序期限", check=terms.problems, labels=terms.LABELS, show=terms.show)
        )
        evidence.register_purposes()
        consents.register(personal.OBJECTION)
        subjects.register(papers.PAPER_SUBJECT)
        subjects.register(answers.PAPER_SUBJECT)
        cards.register_cards()
        for order, (job, title, path, icon) in enumerate(PAGES):
            allowed = _is_city_official
            work.announce(work.WorkPage(work.Job(job), title, path, icon=icon, order=order, allowed=allowed))
