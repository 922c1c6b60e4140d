"""Routes of survey years and their questionnaires: people with a survey post read, those of the city change."""

from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.survey.models import Survey, SurveyPost
from supervision.survey.services import definition, exchange
from tests.factories.survey import ensure_rules, make_survey, post
from tests.security.ground import Case, World, register

POSTED = ("municipal", "district_1")
CITY_POST = ("municipal",)
APPOINTING = ("municipal", "system_admin")
MISSING = {"year": 1999}
WHOLE = "admin/survey/<int:year>/questionnaire/"


def _draft(world: World) -> Survey:
    if not SurveyPost.objects.filter(user=world.people["municipal"]).exists():
        post(world.people["municipal"])
        post(world.people["district_1"], world.district_1)
    ensure_rules()
    return Survey.objects.filter(year=2025).first() or make_survey(2025)


def _year(world: World) -> Case:
    return Case({"year": _draft(world).year}, missing=MISSING)


for page in ("admin/survey/<int:year>/setup/", WHOLE, f"{WHOLE}export/", f"{WHOLE}difference/"):
    register(page, seen_by=POSTED, methods=("GET",))(_year)
for page in (f"{WHOLE}sections/new/", f"{WHOLE}checks/new/"):
    register(page, seen_by=CITY_POST, methods=("GET",))(_year)
for act in ("open", "close"):
    register(f"admin/survey/<int:year>/{act}/", seen_by=CITY_POST, methods=("POST",))(_year)


@register(f"{WHOLE}import/", seen_by=CITY_POST, methods=("POST",))
def take_in(world: World) -> Case:
    survey = _draft(world)
    file = SimpleUploadedFile("q.json", exchange.to_json(definition.read(survey.pk)))
    return Case({"year": survey.year}, missing=MISSING, data={"file": file})


for page, kwargs, seen_by in (
    ("preview/<slug:code>/", {"code": "103"}, POSTED),
    ("sections/<slug:code>/", {"code": "103"}, CITY_POST),
    ("items/<slug:section>/new/", {"section": "103"}, CITY_POST),
    ("items/<slug:section>/<slug:code>/", {"section": "103", "code": "10301"}, CITY_POST),
    ("checks/<slug:code>/", {"code": "H10302"}, CITY_POST),
):
    register(WHOLE + page, seen_by=seen_by, methods=("GET",))(
        lambda world, kwargs=kwargs: Case({"year": _draft(world).year, **kwargs}, missing=MISSING)
    )


@register(f"{WHOLE}<slug:kind>/<slug:code>/change/", seen_by=CITY_POST, methods=("POST",))
def change(world: World) -> Case:
    kwargs = {"year": _draft(world).year, "kind": "item", "code": "10303"}
    return Case(kwargs, missing=MISSING, data={"act": "up"})


@register("admin/survey/posts/<int:post_id>/end/", seen_by=APPOINTING, methods=("POST",))
def end_post(world: World) -> Case:
    _draft(world)
    return Case({"post_id": SurveyPost.objects.get(user=world.people["district_1"]).pk})
