#!/usr/bin/env bash
# Runs the tests of what depends on its surroundings where other people run it: narrow, in other
# languages and places, without a home, without a terminal, and as somebody who may write neither
# into this folder nor into its own.
# usage: bash scripts/surroundings.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
tests=(tests/test_cases.py tests/test_dates.py tests/output tests/store tests/query tests/cli)

run() {
    printf -- '-- %s\n' "$*"
    "$@" "$python" -m pytest -p no:cacheprovider "${tests[@]}"
}

run env COLUMNS=40 LC_ALL=C TZ=Pacific/Kiritimati
run nohup env -u HOME COLUMNS=400 LC_ALL=POSIX PYTHONUTF8=0 TERM=dumb TZ=America/Anchorage
nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if [ "$(id -u)" != 0 ]; then
    chmod a-w .
    trap 'chmod u+w .' EXIT
    run env HOME=/nonexistent
elif "${nobody[@]}" "$python" -c 'import mineralreg, pytest'; then
    run "${nobody[@]}" env HOME=/nonexistent
else
    echo "-- as another user: NOT RUN, nobody else may start $python"
fi
