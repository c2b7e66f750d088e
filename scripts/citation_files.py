"""CITATION.cff and codemeta.json: how to cite the data, and what the program is.

Both are made from pyproject.toml and the header of the registry.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mineralreg import __version__

ROOT = Path(__file__).resolve().parent.parent


@cache
def project() -> Any:
    """The table `project` of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@cache
def registry() -> Any:
    """The header of the shipped registry."""
    with (ROOT / "data" / "agreements.toml").open(encoding="utf-8") as file:
        lines = []
        for line in file:
            if line.startswith("[["):
                break
            lines.append(line)
    return tomllib.loads("".join(lines))["registry"]


def citation() -> str:
    """CITATION.cff, in the Citation File Format 1.2.0."""
    authors = [{"name": author["name"]} for author in project()["authors"]]
    data_license, code_license = _licenses()
    address = project()["urls"]["Repository"]
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use the data, please cite it with its version as below.",
        "type": "dataset",
        "title": registry()["title"],
        "version": registry()["version"],
        "date-released": "-".join(registry()["version"].split(".")[:3]),
        "license": data_license,
        "abstract": registry()["scope"],
        "authors": authors,
        "keywords": project()["keywords"],
        "repository-code": address,
        "references": [
            {
                "type": "software",
                "title": project()["name"],
                "version": __version__,
                "license": code_license,
                "authors": authors,
                "repository-code": address,
            }
        ],
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()]
    return "".join(lines)  # YAML takes JSON's values as they are


def codemeta() -> str:
    """codemeta.json, in CodeMeta 3.0."""
    made = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": project()["name"],
        "description": project()["description"],
        "version": __version__,
        "license": [f"https://spdx.org/licenses/{name}" for name in reversed(_licenses())],
        "author": [{"@type": "Organization", "name": one["name"]} for one in project()["authors"]],
        "keywords": project()["keywords"],
        "codeRepository": project()["urls"]["Repository"],
        "issueTracker": project()["urls"]["Issues"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project()['requires-python']}",
        "softwareRequirements": project()["dependencies"],
        "isPartOf": {
            "@type": "Dataset",
            "name": registry()["title"],
            "version": registry()["version"],
            "license": f"https://spdx.org/licenses/{registry()['license']}",
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _licenses() -> tuple[str, str]:
    """The licence of the data and that of the code; the project has both."""
    data = registry()["license"]
    (code,) = set(project()["license"].split(" AND ")) - {data}
    return data, code
