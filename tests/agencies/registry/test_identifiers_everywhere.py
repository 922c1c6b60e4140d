"""2.03: an identifier is read alike at every door, and a wrong one is told the same sentence at each.

Doors: a field of a form, a field of the API, a CSV file and a workbook sent in to the import.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from rest_framework import serializers

from ipservice.forms import identifiers as fields
from ipservice.foundation.identifiers import agency_code, application_number, attorney, credit_code
from ipservice.foundation.identifiers.errors import IdentifierError
from ipservice.intake.models import ImportIssue, Severity
from ipservice.intake.services.runs import run_import
from tests.factories.agencies import make_agency

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Kind:
    """One identifier: how the ground reads it, its fields at two doors, its column and a whole row at the others."""

    parse: Callable[[str], str]
    form: type[fields.IdentifierField]
    api: type[fields.IdentifierSerializerField]
    feed: str
    column: str
    row: dict[str, str]


KINDS = {
    "credit code": Kind(
        credit_code.parse,
        fields.CreditCodeField,
        fields.CreditCodeSerializerField,
        "agencies",
        "统一社会信用代码",
        {"机构名称": "重庆甲专利代理事务所", "机构代码": "50999", "区县": "渝中区"},
    ),
    "agency code": Kind(
        agency_code.parse,
        fields.AgencyCodeField,
        fields.AgencyCodeSerializerField,
        "agencies",
        "机构代码",
        {"机构名称": "重庆甲专利代理事务所", "区县": "渝中区"},
    ),
    "certificate": Kind(
        lambda text: attorney.parse_certificate(text)[0],
        fields.CertificateNumberField,
        fields.CertificateNumberSerializerField,
        "attorneys",
        "资格证号",
        {"姓名": "甲某"},
    ),
    "practice number": Kind(
        lambda text: attorney.parse_practice(text)[0],
        fields.PracticeNumberField,
        fields.PracticeNumberSerializerField,
        "attorneys",
        "执业备案号",
        {"姓名": "甲某", "资格证号": "3239122"},
    ),
    "application number": Kind(
        application_number.parse,
        fields.ApplicationNumberField,
        fields.ApplicationNumberSerializerField,
        "filings",
        "申请号",
        {"申请日": "2023-03-01", "法律状态": "审查中", "代理机构代码": "50998"},
    ),
}
OPTIONS = {"agencies": {"source": "2026年名册"}}
WRONG = [
    ("credit code", "9I500000DEM000049P"),
    ("credit code", "91500000DEM000073"),
    ("credit code", "500000000000123"),
    ("credit code", "914403003592082112"),
    ("agency code", "3738A"),
    ("agency code", "123456"),
    ("certificate", "32391"),
    ("certificate", "32391ZZ"),
    ("practice number", "3738639"),
    ("practice number", "37386A9122.6"),
    ("application number", "202219912490.0"),
    ("application number", "20231010234"),
    ("application number", "199710102344.5"),
]
RIGHT = [
    ("credit code", "914403003592082111"),
    ("agency code", "37386"),
    ("certificate", "3239122"),
    ("practice number", "3738639122.6"),
    ("application number", "200310102344.5"),
]


def at_a_form(kind: Kind, typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        kind.form().clean(typed)
    (sentence,) = refused.value.messages
    return sentence


def at_the_api(kind: Kind, typed: str) -> str:
    with pytest.raises(serializers.ValidationError) as refused:
        kind.api().run_validation(typed)
    (sentence,) = refused.value.detail
    return str(sentence)


def issues_in(content: bytes, name: str, kind: Kind, official) -> list[ImportIssue]:
    options = {"confirm": False} | OPTIONS.get(kind.feed, {})
    run = run_import(kind.feed, content, name=name, by=official, options=options)
    return list(run.issues.filter(column=kind.column).exclude(severity=Severity.SKIPPED))


def as_csv(kind: Kind, typed: str) -> bytes:
    row = kind.row | {kind.column: typed}
    return f"{','.join(row)}\n{','.join(row.values())}\n".encode()


def as_workbook(kind: Kind, typed: str) -> bytes:
    book = openpyxl.Workbook()
    row = kind.row | {kind.column: typed}
    book.active.append(list(row))
    book.active.append(list(row.values()))
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize(("name", "typed"), WRONG, ids=[f"{name} {typed}" for name, typed in WRONG])
def test_a_wrong_identifier_is_told_the_same_sentence_at_every_door(name, typed, official):
    kind = KINDS[name]
    make_agency(agency_code="50998")
    with pytest.raises(IdentifierError) as refused:
        kind.parse(typed)
    sentence = refused.value.message

    told = {
        "form": at_a_form(kind, typed),
        "api": at_the_api(kind, typed),
        "csv": [issue.message for issue in issues_in(as_csv(kind, typed), "a.csv", kind, official)],
        "workbook": [issue.message for issue in issues_in(as_workbook(kind, typed), "a.xlsx", kind, official)],
    }

    assert told == {"form": sentence, "api": sentence, "csv": [sentence], "workbook": [sentence]}


@pytest.mark.parametrize(("name", "typed"), RIGHT, ids=[name for name, _ in RIGHT])
def test_a_right_identifier_passes_every_door_as_the_same_value(name, typed, official):
    kind = KINDS[name]
    make_agency(agency_code="50998")
    value = kind.parse(typed)

    assert kind.form().clean(typed) == value
    assert kind.api().run_validation(typed) == value
    for content, file_name in ((as_csv(kind, typed), "a.csv"), (as_workbook(kind, typed), "a.xlsx")):
        told = issues_in(content, file_name, kind, official)
        assert [issue for issue in told if issue.severity in (Severity.ASK, Severity.REJECTED)] == []


@pytest.mark.parametrize("typed", ["9I500000DEM000049P", "91500000DEM000073"])
def test_the_address_of_the_api_tells_the_same_sentence(client, typed):
    with pytest.raises(IdentifierError) as refused:
        credit_code.parse(typed)

    answer = client.get(f"/api/v1/agencies/{typed}/")

    assert (answer.status_code, answer.json()["detail"]) == (400, refused.value.message)


def test_the_address_of_the_api_takes_a_code_however_it_is_typed(client):
    agency = make_agency()

    assert client.get(f"/api/v1/agencies/{agency.credit_code.lower()}/").json()["credit_code"] == agency.credit_code
