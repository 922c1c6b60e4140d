"""An agency's desk with the workbook on it: handed out, filled by several programs, sent in, written."""

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from agencies.registry.models import Agency
from supervision.survey.models import Survey, WorkbookUpload
from supervision.survey.rules.comparing import Standing
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.layout import defined_name
from supervision.survey.rules.states import Via
from supervision.survey.services import answers, uploads, workbooks
from supervision.survey.services.definition import questionnaire_of
from supervision.survey.services.upload_proposals import proposal_of
from supervision.survey.services.workbook_reading import Sent, read_sent
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import a_return, open_survey

NOW = dt.datetime(2026, 6, 10, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Desk:
    """One agency's person, its return, and the files in ``folder``."""

    def __init__(
        self,
        folder: Path,
        values: Mapping[str, object] | None = None,
        *,
        agency: Agency | None = None,
        survey: Survey | None = None,
        **fields: object,
    ) -> None:
        self.folder = folder
        self.agency = agency or make_agency()
        self.person = make_member(self.agency, is_admin=True)
        self.survey = survey or open_survey(agencies=[self.agency])
        self.found = a_return(self.survey, agency=self.agency, values=values or {}, **fields)

    @property
    def questionnaire(self) -> Questionnaire:
        return questionnaire_of(self.survey)

    def hand_out(self) -> Path:
        path = self.folder / "out.xlsx"
        path.write_bytes(workbooks.hand_out(self.found.pk, by=self.person, now=NOW).content)
        return path

    def read(self, path: Path) -> Sent:
        return read_sent(path, self.questionnaire)

    def send(self, path: Path) -> WorkbookUpload:
        """Send it in and let the worker read it."""
        upload = uploads.receive(self.found.pk, path.read_bytes(), name=path.name, by=self.person, now=NOW)
        return uploads.prepare(upload.pk)

    def apply(self, upload: WorkbookUpload, choices: Mapping[str, str] | None = None, **said: object) -> answers.Saved:
        self.found.refresh_from_db()
        version = self.found.version
        return uploads.apply(
            upload.pk, choices or {}, **{"by": self.person, "now": NOW, "seen_version": version, **said}
        )

    def type_on_page(self, values: Mapping[str, str], explanations: Mapping[str, str] | None = None) -> None:
        self.found.refresh_from_db()
        answers.save(
            self.found.pk,
            values,
            explanations=explanations,
            by=self.person,
            via=Via.PAGE,
            seen_version=self.found.version,
            now=NOW,
        )

    def stored(self) -> dict[str, str]:
        """What stands on the page, by slot."""
        return workbooks.state_of(self.questionnaire, answers.read(self.found.pk))


def standings(upload: WorkbookUpload) -> dict[str, Standing]:
    """How each slot that is not as it was stands to the page."""
    found = proposal_of(upload).compared
    return {each.slot: each.standing for each in found if each.standing != Standing.UNTOUCHED}


def fill(path: Path, contents: Mapping[str, object], *, name: str = "filled.xlsx") -> Path:
    """Type into the cells of these slots, and save as another program would."""
    book = openpyxl.load_workbook(path)
    for slot, content in contents.items():
        sheet, address = place_of(book, slot)
        book[sheet][address] = content
    made = path.with_name(name)
    book.save(made)
    return made


def place_of(book: openpyxl.Workbook, slot: str) -> tuple[str, str]:
    """Sheet and address of a slot."""
    ((sheet, address),) = book.defined_names[defined_name(slot)].destinations
    return sheet, address.replace("$", "")


SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
INLINE = re.compile(r'<c ([^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.S)


def as_wps_does(path: Path) -> Path:
    """The same content with every text in one part for all sheets, in runs, as some programs write it."""
    made, texts = path.with_name("wps.xlsx"), []

    def share(found: re.Match[str]) -> str:
        texts.append(f"<si><r>{found[3]}</r></si>")
        return f'<c {found[1]}t="s"{found[2]}><v>{len(texts) - 1}</v></c>'

    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name.startswith("xl/worksheets/sheet"):
                content = INLINE.sub(share, content)
            elif name == "[Content_Types].xml":
                part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/>'
                content = content.replace("</Types>", f"{part}</Types>")
            elif name == "xl/_rels/workbook.xml.rels":
                part = f'<Relationship Id="rIdShared" Type="{RELATION}" Target="sharedStrings.xml"/>'
                content = content.replace("</Relationships>", f"{part}</Relationships>")
            target.writestr(name, content)
        head = '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        target.writestr("xl/sharedStrings.xml", f"{head}{''.join(texts)}</sst>")
    assert texts
    return made


def without_names(path: Path) -> Path:
    """As a program saves that does not know defined names."""
    book = openpyxl.load_workbook(path)
    for name in list(book.defined_names):
        del book.defined_names[name]
    made = path.with_name("nameless.xlsx")
    book.save(made)
    return made


def with_part(path: Path, name: str, content: bytes = b"x") -> Path:
    """The file with one more part in it."""
    made = path.with_name("more.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.namelist():
            target.writestr(each, source.read(each))
        target.writestr(name, content)
    return made
