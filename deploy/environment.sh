#!/bin/sh
# Makes the Python environment and fills it from the hash-locked requirements:
#   environment.sh create | environment.sh install base|test
set -eu

create() {
    if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "需要 Python 3.11 或更高版本：请先执行 apt-get install python3 python3-venv，或以 make PYTHON=/路径/python3.11 指定。" >&2
        exit 1
    fi
    if "$PYTHON" -m venv "$VENV" 2>/dev/null; then
        return
    fi
    # Debian splits ensurepip off into python3-venv; an installed pip can take its place.
    rm -rf "$VENV"
    if "$PYTHON" -m venv --without-pip "$VENV" 2>/dev/null && "$PYTHON" -m pip --version >/dev/null 2>&1; then
        return
    fi
    rm -rf "$VENV"
    echo "缺少 python3-venv，无法建立运行环境：请先执行 apt-get install python3-venv，再重新运行 make。" >&2
    exit 1
}

install() {
    lock="requirements/$1.txt"
    echo "正在安装 $lock 中锁定的依赖（仅首次或锁定文件变更时）……"
    if "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r "$lock"
    else
        "${PYTHON:-python3}" -m pip --python "$VENV/bin/python" install --quiet --quiet --disable-pip-version-check --require-hashes -r "$lock"
    fi
    # The test lock holds everything of the base lock, in the same versions.
    [ "$1" = test ] && touch "$VENV/.base"
    touch "$VENV/.$1"
}

"$@"
