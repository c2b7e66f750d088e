"""Adds the registry page, built from the shipped data, to the website made of docs/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def on_post_build(config: Any) -> None:
    """Write the registry page beside the built pages, as registry/page.html."""
    folder = Path(config["site_dir"]) / "registry"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "mineralreg",
            "--registry",
            str(ROOT / "data" / "agreements.toml"),
            "export",
            "html",
            "-o",
            str(folder / "page.html"),
        ],
        check=True,
    )
