FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /srv/portal portal \
    && install -d -o portal -g portal /srv/media

WORKDIR /srv/portal
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt

COPY . .
# Collecting files needs settings, and settings need a key; this one signs nothing.
RUN SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built python manage.py collectstatic --noinput

USER portal
EXPOSE 8000
CMD ["gunicorn", "ipservice.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "4", "--timeout", "60"]
