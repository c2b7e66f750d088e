#!/usr/bin/env bash
# Runs the tests of answers where other people run them: narrow, without a home, in other places,
# without a terminal, as somebody who may write nothing here.
# usage: bash scripts/surroundings.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
tests=(tests/test_cases.py tests/test_dates.py tests/checks tests/output tests/query tests/writing)

run() {
    printf -- '-- %s\n' "$*"
    "$@" "$python" -m pytest -p no:cacheprovider "${tests[@]}"
}

run env COLUMNS=40 LC_ALL=C TZ=Pacific/Kiritimati
run env -u HOME LC_ALL=POSIX TERM=dumb TZ=America/Anchorage nohup
if [ "$(id -u)" != 0 ]; then
    echo "-- as another user: this one is not root already"
elif setpriv --reuid=65534 --regid=65534 --clear-groups "$python" -c 'import mineralreg, pytest'; then
    run setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent
else
    echo "-- as another user: NOT RUN, nobody else may start $python"
fi
