"""Releases: the same figures give the same bytes, a second person publishes, and nobody changes them afterwards."""

import csv
import datetime as dt
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from ipservice.figures import registry
from ipservice.figures.shapes import FigureMisshapen
from ipservice.opendata import errors, services, verify_release
from ipservice.opendata.models import Release, ReleaseFile
from tests.factories.accounts import make_user
from tests.factories.opendata import NOW, make_release, publish_release, small_figure

pytestmark = pytest.mark.django_db
FILE = "test.agencies.csv"


def content_of(release: Release, name: str = FILE) -> bytes:
    return bytes(release.files.get(name=name).content)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestMaking:
    def test_every_public_figure_is_a_file_and_the_dictionary_explains_it(self, counts):
        release = make_release()

        assert [file.name for file in release.files.all()] == ["dictionary.csv", FILE]
        assert rows_of(content_of(release)) == [
            ["区县", "测试机构数（家）", "备注"],
            ["渝中区", "1500", ""],
            ["'=江北区", "2", ""],
        ]
        head, line = rows_of(content_of(release, "dictionary.csv"))
        assert dict(zip(head, line, strict=True)) == {
            "指标代码": "test.agencies",
            "名称": "测试机构数",
            "计量单位": "家",
            "定义": "测试用的机构数。",
            "计算": "",
            "维度": "区县",
            "依据措施": "措施（一）",
            "来源": "测试登记",
            "版次": "",
            "截至": "2027-02-01",
            "文件": FILE,
        }

    def test_versions_count_up_within_the_year(self, counts):
        versions = [str(publish_release(now=moment)) for moment in (NOW, NOW, NOW.replace(year=2028))]

        assert versions == ["v2027.1", "v2027.2", "v2028.1"]

    def test_equal_figures_give_equal_bytes(self, counts):
        first, second = publish_release(), publish_release()

        assert [content_of(each) for each in (first, second)] == [content_of(first)] * 2

    def test_the_manifest_names_every_file_and_its_own_checksum(self, counts):
        release = make_release(note="首次发布")

        manifest = json.loads(bytes(release.manifest))
        own = manifest.pop("manifest_sha256")
        canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert (manifest["version"], manifest["note"], manifest["as_of"]) == ("v2027.1", "首次发布", "2027-02-01")
        assert hashlib.sha256(canonical).hexdigest() == own
        assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
            file.name: hashlib.sha256(bytes(file.content)).hexdigest() for file in release.files.all()
        }

    def test_a_figure_that_is_not_in_order_stops_the_release_and_is_named(self, counts):
        registry.register(small_figure("test.broken", unit=""))

        with pytest.raises(FigureMisshapen) as refused:
            make_release()
        assert "test.broken" in refused.value.message
        assert not Release.objects.exists()

    def test_a_second_draft_waits_for_the_first(self, counts):
        make_release()

        with pytest.raises(errors.DraftWaiting):
            make_release()

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.DISTRICT_OFFICIAL, Role.SYSTEM_ADMIN, Role.AGENCY_ADMIN])
    def test_nobody_but_a_municipal_official_makes_one(self, counts, role):
        with pytest.raises(errors.NotYours):
            make_release(by=make_user(role=role))


class TestPublishing:
    def test_a_second_person_publishes_and_both_are_on_record(self, counts, reviewer, official):
        release = make_release(by=official)

        services.publish(release.pk, by=reviewer, now=NOW)

        assert Release.objects.published().get() == release
        entries = AuditEntry.objects.filter(subject_type="opendata.release").order_by("id")
        assert [(entry.verb, entry.actor) for entry in entries] == [
            ("opendata.make", official),
            ("opendata.publish", reviewer),
        ]

    def test_who_made_it_does_not_publish_it(self, counts, official):
        release = make_release(by=official)

        with pytest.raises(errors.SamePerson):
            services.publish(release.pk, by=official, now=NOW)
        with pytest.raises(IntegrityError, match="a_second_person_publishes"), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(state="published", published_by=official, published_at=NOW)

    def test_a_draft_is_discarded_and_a_published_one_is_not(self, counts, official):
        draft = make_release(by=official)
        services.discard(draft.pk, by=official)
        published = publish_release()

        with pytest.raises(errors.AlreadyPublished):
            services.discard(published.pk, by=official)
        assert [str(each) for each in Release.objects.all()] == ["v2027.1"]

    def test_a_correction_says_what_was_wrong(self, counts):
        former = publish_release()

        with pytest.raises(errors.NoteMissing):
            make_release(corrects=former)
        assert make_release(corrects=former, note="渝中区重复计数").corrects == former


class TestNothingChanges:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE opendata_release SET note = 'x'",
            "UPDATE opendata_release SET state = 'draft', published_by_id = NULL, published_at = NULL",
            "DELETE FROM opendata_release",
            "UPDATE opendata_releasefile SET content = 'x'",
            "DELETE FROM opendata_releasefile",
            "INSERT INTO opendata_releasefile (release_id, name, title, rows, content, sha256)"
            " SELECT id, 'x.csv', '', 0, '', '' FROM opendata_release",
            "TRUNCATE opendata_release CASCADE",
            "TRUNCATE opendata_releasefile",
        ],
    )
    def test_plain_sql_changes_nothing_of_a_published_release(self, counts, statement):
        publish_release()

        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(statement)

    @pytest.mark.parametrize(
        "statement", ["UPDATE opendata_release SET note = 'x'", "UPDATE opendata_releasefile SET rows = 9"]
    )
    def test_a_draft_is_published_as_it_was_made(self, counts, statement):
        make_release()

        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_an_edited_byte_is_found(self, counts):
        release = publish_release()
        assert services.faults_of(release) == []

        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "UPDATE opendata_releasefile SET content = set_byte(content, 30, 48) WHERE name = %s", [FILE]
            )
            cursor.execute("SET session_replication_role = origin")

        assert services.faults_of(release) == [f"{FILE} 与清单中的校验值不符。"]
        with pytest.raises(CommandError, match=f"v2027.1：{FILE} 与清单中的校验值不符"):
            call_command("verify_release", "v2027.1", stdout=io.StringIO())

    def test_a_draft_that_was_damaged_is_not_published(self, counts, reviewer):
        release = make_release()
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            ReleaseFile.objects.filter(release=release, name=FILE).update(content=b"x")
            cursor.execute("SET session_replication_role = origin")

        with pytest.raises(errors.Damaged):
            services.publish(release.pk, by=reviewer, now=NOW)


class TestDifferences:
    def test_changed_new_and_lost_lines_are_told(self, counts):
        before = publish_release()
        counts.update({"渝中区": 1_501, "南岸区": 7})
        del counts["=江北区"]
        after = publish_release(now=NOW + dt.timedelta(days=1))

        found = services.differences_between(before, after)

        assert [(each.file, each.key, each.before, each.after) for each in found] == [
            (FILE, ("'=江北区",), ("2", ""), ()),
            (FILE, ("南岸区",), (), ("7", "")),
            (FILE, ("渝中区",), ("1500", ""), ("1501", "")),
        ]


class TestTheScript:
    @pytest.fixture
    def saved(self, counts, tmp_path) -> Path:
        release = publish_release()
        (tmp_path / "manifest.json").write_bytes(bytes(release.manifest))
        for file in release.files.all():
            (tmp_path / file.name).write_bytes(bytes(file.content))
        return tmp_path

    def run(self, place: Path) -> tuple[int, str]:
        """As a stranger would: a bare Python, without this portal."""
        command = [sys.executable, "-I", "-S", verify_release.__file__, str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}, cwd="/")
        return done.returncode, done.stdout.strip()

    def test_says_that_every_byte_is_as_given_out(self, saved):
        assert self.run(saved) == (0, "一致：全部文件与清单相符。")

    def test_finds_an_edited_byte_a_lost_file_and_an_edited_manifest(self, saved):
        (saved / FILE).write_bytes((saved / FILE).read_bytes().replace(b"1500", b"1501"))
        (saved / "dictionary.csv").unlink()
        manifest = (saved / "manifest.json").read_bytes()
        (saved / "manifest.json").write_bytes(manifest.replace(b"2027-02-01", b"2027-02-02"))

        assert self.run(saved) == (
            1,
            f"manifest.json 与其自身的校验值不符。\n缺少 dictionary.csv。\n{FILE} 与清单中的校验值不符。",
        )

    @pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"files": [{"name": "../secret"}], "manifest_sha256": "x"}'])
    def test_reads_no_manifest_that_is_none_and_follows_no_name_that_leads_elsewhere(self, saved, text):
        (saved / "manifest.json").write_bytes(text)

        assert self.run(saved)[0] == 1


def test_the_command_verifies_all_releases_and_names_an_unknown_one(counts):
    publish_release()
    publish_release()
    out = io.StringIO()

    call_command("verify_release", stdout=out)

    assert out.getvalue().splitlines() == ["v2027.2：一致，2 个文件", "v2027.1：一致，2 个文件"]
    with pytest.raises(CommandError, match="没有版本 v2099.1"):
        call_command("verify_release", "v2099.1")
