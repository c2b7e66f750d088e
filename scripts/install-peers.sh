#!/usr/bin/env bash
# Installs the programs that the tests marked `browser` and `peer` work with, into the folder that
# is named, but for Chromium with its driver and LibreOffice, which are Debian's packages:
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
if ! command -v soffice >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null
fi
"$folder/bin/pip" install -q frictionless datasette pandas duckdb pyarrow jsonschema pre-commit pyyaml \
  'bibtexparser>=2.1' pybtex rispy citeproc-py feedparser openpyxl pyld rdflib tombi taplo==0.9.3 check-jsonschema
# cffconvert wants jsonschema before 4, frictionless after: the one has an environment of its own.
python3 -m venv "$folder/cffconvert"
"$folder/cffconvert/bin/pip" install -q cffconvert
ln -sf ../cffconvert/bin/cffconvert "$folder/bin/cffconvert"
# Typer 0.28 is the last one that does not import pydantic when it runs a command.
python3 -m venv "$folder/typer-0.28"
"$folder/typer-0.28/bin/pip" install -q 'typer==0.28.*'
"$folder/bin/pip" install -q -e "$(dirname "$0")/..[mcp]"
npm install --silent --no-audit --no-fund --prefix "$folder" axe-core@4
test -f "$folder/node_modules/axe-core/axe.min.js"
