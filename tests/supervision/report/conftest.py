"""A small template and figures whose values the test gives."""

import pytest

from ipservice.figures import registry
from supervision.report.services import template
from tests.factories import report as factory


@pytest.fixture
def facts(monkeypatch, tmp_path, settings) -> factory.Facts:
    """The registry and the template are the test's own; files are kept in its folder."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    monkeypatch.setattr(registry, "_figures", dict(registry._figures))
    monkeypatch.setattr(template, "FOLDER", tmp_path)
    known = factory.Facts()
    factory.register_figures(known)
    factory.write_template(tmp_path)
    yield known
    factory.forget_template()
