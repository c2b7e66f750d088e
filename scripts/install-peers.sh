#!/usr/bin/env bash
# Installs the programs that the tests marked `browser` and `peer` work with, into the folder that
# is named, but for Chromium and its driver, which are Debian's packages:
#
#     bash scripts/install-peers.sh FOLDER
#     MINERALREG_PEERS=FOLDER python -m pytest -m 'browser or peer'
set -euo pipefail
folder=${1:?which folder?}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq chromium chromium-driver >/dev/null
fi
test -x "$folder/bin/python" || python3 -m venv "$folder"
"$folder/bin/pip" install -q frictionless datasette pandas duckdb pyarrow jsonschema pre-commit pyyaml
npm install --silent --no-audit --no-fund --prefix "$folder" axe-core@4
test -f "$folder/node_modules/axe-core/axe.min.js"
