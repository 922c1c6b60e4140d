"""One question a page without a session: what was answered travels in the form, files travel as a signed list.

A session would tie an anonymous request to a browser; so nothing is kept on the server before the last page but the
uploaded files, and those that no request takes are cleaned up after a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from ipservice.evidence.models import StoredFile
from publicservice.rights_aid.forms import (
    ANONYMOUS,
    ContactForm,
    ElsewhereForm,
    EvidenceForm,
    FactsForm,
    KindForm,
    PlaceForm,
    RespondentForm,
    WhoForm,
)
from publicservice.rights_aid.services.filing import Filing

SALT = "publicservice.rights_aid.files"
ONE_DAY = 24 * 3600
PREFIX = "kept-"
PAGES: tuple[tuple[str, type[forms.Form]], ...] = (
    ("kind", KindForm),
    ("respondent", RespondentForm),
    ("facts", FactsForm),
    ("elsewhere", ElsewhereForm),
    ("place", PlaceForm),
    ("who", WhoForm),
    ("contact", ContactForm),
    ("evidence", EvidenceForm),
)
CHECK = "check"
FORMS = dict(PAGES)
ORDER = [*FORMS, CHECK]


@dataclass
class Answers:
    """What was typed so far, by field name, and the files kept so far."""

    typed: dict[str, str] = field(default_factory=dict)
    files: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, posted: QueryDict) -> "Answers":
        """From the hidden fields of the page; a list of files that is not ours counts as none."""
        known = {name for form in FORMS.values() for name in form.base_fields}
        typed = {name: posted.get(f"{PREFIX}{name}", "") for name in known if f"{PREFIX}{name}" in posted}
        try:
            files = signing.loads(posted.get("files", ""), salt=SALT, max_age=ONE_DAY)
        except signing.BadSignature:
            files = []
        return cls(typed, files)

    @property
    def is_anonymous(self) -> bool:
        return self.typed.get("who") == ANONYMOUS

    def take(self, form: forms.Form, posted: Mapping[str, Any]) -> None:
        """What was typed on one page, as it was typed."""
        for name in form.base_fields:
            if name != "evidence":
                self.typed[name] = str(posted.get(name, ""))

    def hidden(self) -> list[tuple[str, str]]:
        carried = [(f"{PREFIX}{name}", value) for name, value in self.typed.items() if value]
        return [*carried, ("files", signing.dumps(self.files, salt=SALT))] if self.files else carried

    def pages(self) -> list[str]:
        """The pages of this request in order; who stays anonymous is not asked for a name."""
        return [page for page in ORDER if page != "contact" or not self.is_anonymous]

    def after(self, page: str) -> str:
        pages = self.pages()
        return pages[min(pages.index(page) + 1, len(pages) - 1)]

    def before(self, page: str) -> str:
        pages = self.pages()
        return pages[max(pages.index(page) - 1, 0)]

    def form(self, page: str) -> forms.Form:
        """A page filled with what is known, not yet judged."""
        return FORMS[page](initial=self.typed)

    def first_wrong(self) -> tuple[str, forms.Form] | None:
        """The first page whose answers do not hold; asked again before anything is filed."""
        for page in self.pages():
            if page in (CHECK, "evidence"):
                continue
            form = FORMS[page](self.typed)
            if not form.is_valid():
                return page, form
        return None

    def cleaned(self) -> dict[str, Any]:
        """Every answer read; only after ``first_wrong`` found nothing."""
        said: dict[str, Any] = {}
        for page in self.pages():
            if page not in (CHECK, "evidence"):
                form = FORMS[page](self.typed)
                form.is_valid()
                said |= form.cleaned_data
        return said

    def filing(self, *, is_consented: bool) -> Filing:
        said = self.cleaned()
        said.pop("who")
        files = tuple(StoredFile.objects.filter(pk__in=self.files).order_by("pk"))
        return Filing(**said, is_anonymous=self.is_anonymous, files=files, is_consented=is_consented)

    def shown(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """(page, its question, pairs of label and answer) for the last look."""
        rows = []
        for page in self.pages():
            if page in (CHECK, "evidence"):
                continue
            form = FORMS[page](self.typed)
            rows.append((page, form.title, [(str(bound.label), _said(bound)) for bound in form]))
        names = StoredFile.objects.filter(pk__in=self.files).order_by("pk").values_list("name", flat=True)
        rows.append(("evidence", EvidenceForm.title, [("证据材料", "、".join(names) or "没有")]))
        return rows


def _said(bound: forms.BoundField) -> str:
    value = bound.value()
    if isinstance(bound.field, forms.ModelChoiceField):
        found = bound.field.queryset.filter(pk=value).first() if str(value or "").isdigit() else None
        return str(found) if found else "未填写"
    if isinstance(bound.field, forms.ChoiceField):
        return dict(bound.field.choices).get(value, "未选择")
    return value or "未填写"
