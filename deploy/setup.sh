#!/bin/sh
# Brings the database up to this version; safe to repeat. Runs before web and worker start.
set -eu
python manage.py migrate --noinput
python manage.py load_reference
python manage.py load_rulesets
python manage.py load_catalogue
