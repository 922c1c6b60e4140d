#!/usr/bin/env bash
# Everything that has to hold, in order of speed; the closing line of pytest comes last.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH" LANG=C.UTF-8 PYTHONUTF8=1

step() {
    echo "== $1"
    shift
    "$@"
}

browser() {
    if [ -x /usr/bin/chromium ]; then
        return
    fi
    local prefix=()
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "浏览器测试需要 chromium：请先执行 sudo apt-get install chromium fonts-noto-cjk，再重新运行 make test。" >&2
            return 1
        fi
        prefix=(sudo -n)
    fi
    "${prefix[@]}" apt-get update -qq
    "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
}

checks() {
    local key
    key="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')"
    step "ruff format" ruff format --check --quiet .
    step "ruff check" ruff check --quiet .
    step "import contracts" lint-imports --no-cache
    step "mypy" mypy
    step "bandit" bandit -q -ll -ii -r -c pyproject.toml ipservice agencies publicservice supervision incentives
    step "migrations" env SECRET_KEY="$key" DATABASE_URL=postgres:///unused python -W ignore manage.py makemigrations --check --dry-run
    step "check --deploy" env SECRET_KEY="$key" DATABASE_URL=postgres:///unused SITE_ADDRESS=https://ip.example.gov.cn python manage.py check --deploy --fail-level WARNING
}

step "chromium" browser
checks
if [ "${1:-}" != --checks-only ]; then
    step "pytest" python -m pytest -n 2 --dist loadscope --no-loadscope-reorder --create-db -q
fi
