"""Nothing that an official reads is left in English."""

import gettext
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "zh_Hans" / "LC_MESSAGES"


@pytest.mark.parametrize("text", ["Return to site", "Apply Filters", "Select action to run", "Select all rows"])
def test_words_of_the_admin_theme_are_chinese(text):
    with translation.override("zh-hans"):
        assert translation.gettext(text) != text


def test_the_compiled_catalogue_holds_what_the_source_says():
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)._catalog

    source = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    assert source.count("\nmsgid ") - 1 == len([key for key in known if key != ""])
    assert known["Return to site"] == "返回网站"
    assert 'msgid "Return to site"\nmsgstr "返回网站"' in source
