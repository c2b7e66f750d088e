"""Importing the reference package reads no table and pulls in next to nothing."""

import subprocess
import sys


def test_importing_the_package_reads_nothing() -> None:
    script = (
        "import sys; before = set(sys.modules); import mineralreg.reference;"
        "from mineralreg.reference.spelling import fold; assert fold('Perú') == 'peru';"
        "print(*sorted(name for name in set(sys.modules) - before if 'reference' in name"
        " or name.partition('.')[0] in ('tomli', 'tomllib', 'difflib', 'dataclasses', 'json')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["mineralreg.reference", "mineralreg.reference.spelling"]
