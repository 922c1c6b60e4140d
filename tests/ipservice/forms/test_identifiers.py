"""2.03: every published example passes at every door, and a wrong one is told the same at each."""

import pytest
from django.core.exceptions import ValidationError
from rest_framework import serializers

from ipservice.forms import identifiers as fields
from ipservice.foundation.identifiers import agency_code, application_number, credit_code

PUBLISHED = [
    (fields.CreditCodeField, "914403003592082111", "914403003592082111"),
    (fields.CreditCodeField, "91321202MA1XHNKW3C", "91321202MA1XHNKW3C"),
    (fields.CreditCodeField, "11500111009347908d", "11500111009347908D"),
    (fields.CreditCodeField, "11500000009275780l", "11500000009275780L"),
    (fields.CreditCodeField, "1150010700927688xm", "1150010700927688XM"),
    (fields.ApplicationNumberField, "200310102344.5", "2003101023445"),
    (fields.ApplicationNumberField, "ZL200410018477.9", "2004100184779"),
    (fields.CertificateNumberField, "3239122", "3239122"),
    (fields.PracticeNumberField, "3738639122.6", "3738639122.6"),
    (fields.PracticeNumberField, "4479558209.0", "4479558209.0"),
    (fields.AgencyCodeField, "37386", "37386"),
    (fields.AgencyCodeField, "8001", "08001"),
]
WRONG = [
    (fields.CreditCodeField, fields.CreditCodeSerializerField, credit_code, "9I500000DEM000049P"),
    (fields.CreditCodeField, fields.CreditCodeSerializerField, credit_code, "91500000DEM000073"),
    (fields.CreditCodeField, fields.CreditCodeSerializerField, credit_code, "500000000000123"),
    (fields.AgencyCodeField, fields.AgencyCodeSerializerField, agency_code, "3738A"),
    (fields.AgencyCodeField, fields.AgencyCodeSerializerField, agency_code, "37%(x)s"),
    (fields.ApplicationNumberField, fields.ApplicationNumberSerializerField, application_number, "202219912490.0"),
    (fields.ApplicationNumberField, fields.ApplicationNumberSerializerField, application_number, "2.02E+11"),
]


@pytest.mark.parametrize(("field", "typed", "canonical"), PUBLISHED)
def test_a_published_example_passes_in_a_form(field, typed, canonical):
    assert field().clean(f" {typed}　") == canonical


@pytest.mark.parametrize(("field", "api_field", "module", "typed"), WRONG)
def test_form_api_and_import_tell_the_same(field, api_field, module, typed):
    with pytest.raises(ValidationError) as in_form:
        field().clean(typed)
    with pytest.raises(serializers.ValidationError) as in_api:
        api_field().run_validation(typed)

    read = module.read(typed)
    assert in_form.value.messages == [read.message] == [str(text) for text in in_api.value.detail]
    assert in_form.value.suggestion == read.suggestion


@pytest.mark.parametrize("field", [fields.CreditCodeField, fields.ApplicationNumberField])
def test_an_empty_field_is_a_question_of_the_form(field):
    assert field(required=False).clean("") == ""
    with pytest.raises(ValidationError):
        field().clean("   ")


@pytest.mark.parametrize("data", [True, {}, []])
def test_the_api_takes_no_structure_for_a_number(data):
    with pytest.raises(serializers.ValidationError):
        fields.CreditCodeSerializerField().run_validation(data)
