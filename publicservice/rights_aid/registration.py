"""What rights aid offers to the shared ground; called when the app is ready."""

from ipservice.demo import parts
from ipservice.figures import registry
from ipservice.portal import cards, work
from ipservice.privacy import consents
from ipservice.procedure import kinds
from publicservice.rights_aid import evidence, figures, personal, rules
from publicservice.rights_aid.cards import WAITING


def register() -> None:
    parts.register(parts.Part("维权援助", place=76, load="publicservice.rights_aid.demo.load"))
    kinds.register_rules(
        kinds.RuleKind(rules.KIND, "维权援助办理", check=rules.problems, labels=rules.LABELS, show=rules.show)
    )
    personal.declare_personal_data()
    for figure in figures.FIGURES:
        registry.register(figure)
    consents.register(personal.CONSENT)
    evidence.register_purposes()
    cards.dashboard.register(WAITING)
    work.announce(
        work.WorkPage(
            work.Job.NETWORK,
            "维权援助",
            "/admin/rights-aid/",
            icon="gavel",
            order=40,
            allowed=lambda user: user.is_official,
        )
    )
