"""Search of the register under load: 100,000 agencies, a word of two Chinese characters and one filter, 50 clients.

Floor: a bare Django view behind Django's default middleware, served the same way in the same run. Uncached: a
visitor with a cookie, for whom every page is made afresh. Cached: visitors without. 304: browsers that have the page.
"""

import os
import tempfile
from pathlib import Path
from random import Random
from urllib.parse import quote

from django.db import connection

from agencies.registry.services import search_index
from benchmarks import _web
from benchmarks.harness import Benchmark, Goal, Result, pairs, say
from ipservice.local.valkey import EmbeddedValkey
from ipservice.reference.models import District, PlaceKind, ServiceType

AGENCIES = 100_000
DISTRICTS = 38
FIRST = "智博凯弘远正恒瑞信达华创新科汇聚鼎泰盛嘉诚立明德光辉启航君安中金江川渝天"
SECOND = "科凯源达信诚德明辉航安盛泰鼎汇创新远正恒瑞立启君弘博智华聚嘉光中金江川天"
ENDINGS = ("知识产权代理有限公司", "专利代理有限公司", "专利代理事务所（普通合伙）", "知识产权服务有限公司")
WORDS = 60
UNCACHED = {"Cookie": "display=contrast"}

FILL = """
INSERT INTO agencies_agency (name, name_pinyin, agency_code, credit_code, kind, legal_form, district_id, address,
    founded_on, state, contact_name, contact_phone, email, website, languages, ipc_sections, attorney_count,
    search_text, search_latin, is_demo, source, updated_at)
SELECT names.name, '', NULL, 'B' || lpad(n::text, 17, '0'), 'head_office', '',
    (SELECT min(id) FROM reference_district) + n %% {districts}, '', date '2000-01-01' + (n %% 9000)::int,
    (ARRAY['active', 'active', 'active', 'active', 'suspended', 'dissolved'])[1 + n %% 6],
    '', '', '', '', ARRAY['en'], string_to_array(left('GH', (n %% 3)::int), NULL), n %% 40, '', '', false, '', now()
FROM unnest(%s::text[]) WITH ORDINALITY AS names(name, n);
INSERT INTO agencies_agencyservice (agency_id, service_type_id, price_basis)
SELECT agency.id, type.id, '' FROM agencies_agency AS agency
JOIN reference_servicetype AS type ON (agency.id + type.id) %% 10 = 0;
INSERT INTO agencies_standing (agency_id, kind, value, valid_from, source, recorded_at)
SELECT id, 'credit_grade', (ARRAY['A+', 'A', 'B', 'C', 'D'])[1 + id %% 5], date '2024-05-01', '', now()
FROM agencies_agency;
"""


def run() -> list[Result]:
    fill_register()
    with tempfile.TemporaryDirectory() as directory:
        valkey = EmbeddedValkey(Path(directory) / "valkey")
        valkey.start()
        try:
            return _measure(environment(directory, valkey))
        finally:
            valkey.stop()


def fill_register() -> None:
    """Agencies named by two characters, with services, grades and search keys as in operation; no row history."""
    chance = Random(2026)
    names = [f"重庆{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice(ENDINGS)}" for _ in range(AGENCIES)]
    District.objects.bulk_create(
        District(code=str(590_000 + number), name=f"第{number}区", kind=PlaceKind.DISTRICT)
        for number in range(DISTRICTS)
    )
    ServiceType.objects.bulk_create(ServiceType(code=f"s{number}", name=f"服务{number}") for number in range(20))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in FILL.format(districts=DISTRICTS).strip().removesuffix(";").split(";"):
            cursor.execute(statement, [names] if "%s" in statement else [])
        cursor.execute("ANALYZE")
    search_index.refresh()
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")


def environment(directory: str, valkey: EmbeddedValkey) -> dict[str, str]:
    environment = {
        **os.environ,
        "TLS": "0",
        "PROCESS_ROLE": "web",
        "REDIS_URL": valkey.url(),
        "STATIC_ROOT": str(Path(directory) / "static"),
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "LOG_LEVEL": "WARNING",
    }
    Path(environment["STATIC_ROOT"]).mkdir()
    return environment


def _paths() -> list[str]:
    chance = Random(7)
    words = {chance.choice(FIRST) + chance.choice(SECOND) for _ in range(WORDS)}
    return [f"/agencies/?q={quote(word)}&state=active" for word in sorted(words)]


def _measure(environment: dict[str, str]) -> list[Result]:
    with _web.gunicorn("benchmarks._bare", environment) as bare, _web.gunicorn("ipservice.wsgi", environment) as ours:
        paths = _paths()
        pages = [_web.fetch(ours, path) for path in paths]
        say(f"{len(paths)} searches, {sum(len(body) for _, body in pages) // len(pages)} bytes a page")
        etag = {"If-None-Match": pages[0][0]["ETag"]}

        def floor() -> float:
            return sound("bare", _web.load(bare, ["/"]))

        def served(name: str, asked: list[str], headers: dict[str, str]) -> float:
            return sound(name, _web.load(ours, asked, headers))

        cached = pairs(floor, lambda: served("cached", paths, {}))
        unchanged = pairs(floor, lambda: served("304", paths[:1], etag))
        uncached = pairs(floor, lambda: served("uncached", paths, UNCACHED))
    return [
        cached.result("search_cached", Goal(">=", 0.25)),
        unchanged.result("search_304", Goal(">=", 0.5)),
        uncached.result("search", Goal(">=", 0.08)),
    ]


def sound(name: str, measured: _web.Load) -> float:
    say(f"{name}: {measured.rate:.0f} requests/s, p95 {measured.p95_ms:.0f} ms, {measured.errors} errors")
    if measured.errors:
        raise RuntimeError(f"{name}: {measured.errors} requests failed")
    return measured.rate


BENCHMARK = Benchmark("search", run)
