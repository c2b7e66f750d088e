"""Where the peers are, and a program or a script run among them.

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


def run(*words: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, with these variables beside its surroundings."""
    return subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def python(folder: Path, code: str, **given: Any) -> Any:
    """What the last line of a script, an expression, is in the peers' environment, as JSON.

    The script knows what is given by its names.
    """
    *lines, last = code.strip().splitlines()
    named = [f"{name} = {value!r}" for name, value in given.items()]
    script = "\n".join([*named, "import json", *lines, f"print(json.dumps({last}))"])
    words = (peer("python"), "-W", "ignore", "-c", script)
    done = run(*words, folder=folder, PYTHONPATH=str(ROOT / "src"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
