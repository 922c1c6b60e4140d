"""The Celery application stands where Celery looks for it, and costs those nothing who send no task."""

import subprocess
import sys

import celery
from celery.app.utils import find_app

import ipservice
from ipservice.jobs.tasks import run_job


def test_the_portal_sends_its_tasks_by_its_own_application():
    assert ipservice.celery_app is celery.current_app._get_current_object()
    assert run_job.app is ipservice.celery_app


def test_the_worker_finds_it_by_the_name_of_the_package():
    assert find_app("ipservice") is ipservice.celery_app


def test_the_child_that_reads_an_upload_loads_neither_celery_nor_django():
    asked = "import sys, ipservice.intake.reading.child; print({'celery', 'django'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "set()"
