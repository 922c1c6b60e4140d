"""Files lie under what they contain, are hidden from strangers, and go when nothing needs them."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ipservice.evidence import cleaning, purposes, services
from ipservice.evidence.content import FileRefused
from ipservice.evidence.models import StoredFile
from tests.ipservice.evidence.test_content import HOSTILE

PAPER = b"%PDF-1.7\npaper\n"
LATER = dt.timedelta(days=2)
NEEDED: set[int] = set()


@pytest.fixture(autouse=True)
def _purpose(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    NEEDED.clear()
    purposes.register(
        purposes.Purpose(
            "test",
            "测试",
            may_see=lambda user, stored: user.is_authenticated and user.is_city_official,
            max_bytes=1000,
            in_use=lambda ids: ids & NEEDED,
        )
    )


def _keep(person=None, name: str = "证据.pdf", content: bytes = PAPER) -> StoredFile:
    return services.keep_bytes(content, name, purpose="test", by=person)


def _bytes_on_disk(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "evidence").glob("*/*"))


def test_the_bytes_lie_under_their_hash_and_the_same_bytes_once(agency_admin, tmp_path):
    one, two = _keep(agency_admin), _keep(agency_admin, name="又一份.pdf")

    assert one.sha256 == two.sha256 == hashlib.sha256(PAPER).hexdigest()
    assert _bytes_on_disk(tmp_path) == [one.sha256]
    with services.open_file(two) as kept:
        assert kept.read() == PAPER


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\证据.pdf", "证据.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "未命名"),
        ("con.txt", "con.txt"),
        ("长" * 255 + ".pdf", "长" * 116 + ".pdf"),
        ("a\x00b.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_only_ever_a_name(name, shown):
    assert services.clean_name(name) == shown


def test_a_file_over_the_limit_of_its_purpose_is_refused_before_it_is_read(db):
    upload = SimpleUploadedFile("大.pdf", b"%PDF-" + b"x" * 1000)

    with pytest.raises(FileRefused, match="超过"):
        services.keep(upload, purpose="test", by=None)


@pytest.mark.parametrize("content", [content for content, _ in HOSTILE.values()], ids=HOSTILE.keys())
def test_of_a_refused_file_nothing_stays(content, db, tmp_path):
    with pytest.raises(FileRefused):
        services.keep_bytes(content, "x.pdf", purpose="test", by=None)

    assert StoredFile.objects.count() == 0
    assert not (tmp_path / "evidence").exists()


def test_a_file_is_seen_by_who_handed_it_in_and_by_its_purpose(agency_admin, agency_staff, official):
    stored = _keep(agency_admin)

    seen = [person for person in (agency_admin, agency_staff, official) if services.may_open(person, stored)]
    assert seen == [agency_admin, official]


def test_a_strangers_file_and_no_file_look_the_same(client_for, agency_admin, agency_staff):
    stored = _keep(agency_admin)
    client = client_for(agency_staff)

    hidden, missing = client.get(f"/files/{stored.pk}/"), client.get(f"/files/{stored.pk + 1}/")
    assert hidden.status_code == missing.status_code == 404
    assert _without_the_particular(hidden) == _without_the_particular(missing)


def _without_the_particular(answer) -> bytes:
    """The page without the address that was asked for and the token against forgery."""
    return re.sub(rb"files/\d+|%2F\d+%2F|value=\"\w{64}\"|\w{64}", b"", answer.content)


def test_orphans_go_after_a_day_and_what_is_needed_stays(db, tmp_path):
    needed, orphan = _keep(), _keep(name="孤儿.pdf", content=PAPER + b"other")
    NEEDED.add(needed.pk)
    assert cleaning.remove_orphans(now=timezone.now()) == 0

    assert cleaning.remove_orphans(now=timezone.now() + LATER) == 1
    assert list(StoredFile.objects.all()) == [needed]
    assert _bytes_on_disk(tmp_path) == [needed.sha256] != [orphan.sha256]


def test_bytes_shared_with_a_needed_file_stay(db, tmp_path):
    needed, _ = _keep(), _keep(name="同内容.pdf")
    NEEDED.add(needed.pk)
    cleaning.remove_orphans(now=timezone.now() + LATER)

    assert _bytes_on_disk(tmp_path) == [needed.sha256]


def test_what_a_crash_left_behind_goes_too(db, tmp_path):
    folder = tmp_path / "evidence" / "ab"
    folder.mkdir(parents=True)
    for name in (".half.part", "ab" * 32):
        (folder / name).write_bytes(b"x")
    cleaning.remove_orphans(now=timezone.now() + LATER)

    assert _bytes_on_disk(tmp_path) == []
