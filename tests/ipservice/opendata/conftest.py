"""Only the figures of the test are registered while it runs."""

import pytest

from ipservice.figures import registry
from tests.factories.opendata import small_figure


@pytest.fixture
def counts(monkeypatch) -> dict[str, int]:
    """What the one public figure counts; a test may change it between two releases."""
    held = {"渝中区": 1_500, "=江北区": 2}
    monkeypatch.setattr(registry, "_figures", {})
    registry.register(small_figure(counts=held))
    registry.register(small_figure("test.secret", is_public=False))
    return held
