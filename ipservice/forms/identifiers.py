"""Identifiers in forms and in the API: read by ipservice.foundation.identifiers, refused with its sentence."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from rest_framework import serializers

from ipservice.foundation.identifiers import agency_code, application_number, attorney, credit_code
from ipservice.foundation.identifiers.errors import IdentifierError

Parser = Callable[[object], str]


class IdentifierField(forms.CharField):
    """Cleaned to the canonical form; a refusal carries ``suggestion`` beside its message."""

    parse: ClassVar[Parser]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "strip": False} | kwargs)

    def clean(self, value: object) -> str:
        text = str(value or "")
        if not text.strip():
            return super().clean("")
        try:
            return type(self).parse(text)
        except IdentifierError as refused:
            error = ValidationError(refused.message, code=refused.code)
            error.suggestion = refused.suggestion
            raise error from refused


class CreditCodeField(IdentifierField):
    parse = staticmethod(credit_code.parse)


class AgencyCodeField(IdentifierField):
    parse = staticmethod(agency_code.parse)


class ApplicationNumberField(IdentifierField):
    parse = staticmethod(application_number.parse)


class CertificateNumberField(IdentifierField):
    parse = staticmethod(lambda text: attorney.parse_certificate(text)[0])


class PracticeNumberField(IdentifierField):
    """A misfit of the inferred check character is accepted; who shows warnings asks ``attorney.parse_practice``."""

    parse = staticmethod(lambda text: attorney.parse_practice(text)[0])


class IdentifierSerializerField(serializers.CharField):
    """The same in the API."""

    parse: ClassVar[Parser]

    def to_internal_value(self, data: object) -> str:
        if isinstance(data, bool | dict | list):
            return super().to_internal_value(data)
        try:
            return type(self).parse(data)
        except IdentifierError as refused:
            raise serializers.ValidationError(refused.message, code=refused.code) from refused


class CreditCodeSerializerField(IdentifierSerializerField):
    parse = staticmethod(credit_code.parse)


class AgencyCodeSerializerField(IdentifierSerializerField):
    parse = staticmethod(agency_code.parse)


class ApplicationNumberSerializerField(IdentifierSerializerField):
    parse = staticmethod(application_number.parse)


class CertificateNumberSerializerField(IdentifierSerializerField):
    parse = staticmethod(lambda text: attorney.parse_certificate(text)[0])


class PracticeNumberSerializerField(IdentifierSerializerField):
    parse = staticmethod(lambda text: attorney.parse_practice(text)[0])
