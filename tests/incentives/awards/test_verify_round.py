"""``manage.py verify_round``: the portal's own recomputation of a published file."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incentives.awards.services.bundle import bundle_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def verify(path) -> str:
    said = StringIO()
    call_command("verify_round", str(path), stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def file(draft, tmp_path):
    path = tmp_path / "award.json"
    path.write_bytes(bundle_of(draft).content)
    return path


def test_an_untouched_file_is_identical(file):
    assert verify(file) == "一致：重新计算的数据、名次、金额和认定依据与名单相同。"


def test_a_changed_finding_is_named(file):
    file.write_bytes(file.read_bytes().replace("还差 1 件授权".encode(), "还差 2 件授权".encode()))

    with pytest.raises(CommandError) as refused:
        verify(file)

    assert "“结果”与其摘要不符。" in str(refused.value)
    assert "丙所" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff"], ids=["empty", "a list", "nothing in it", "no text"])
def test_what_is_no_bundle_is_said(tmp_path, content):
    path = tmp_path / "award.json"
    path.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        verify(path)

    assert str(refused.value).startswith("这不是奖励名单的数据包：")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="无法读取文件"):
        verify(tmp_path / "none.json")
