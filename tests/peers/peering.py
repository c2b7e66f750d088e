"""Where the peers are, and a script run among them.

MINERALREG_PEERS names the folder that scripts/install-peers.sh filled. The programs run in their
own environment; whoever asks for these tests (`-m peer`) without it gets a failure.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def peer(name: str) -> str:
    return str(Path(os.environ["MINERALREG_PEERS"], "bin", name))


def python(code: str, folder: Path) -> Any:
    """What a script in the peers' environment prints, read as JSON."""
    done = subprocess.run(
        [peer("python"), "-W", "ignore", "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
