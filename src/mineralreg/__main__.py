"""The `mineralreg` program: `python -m mineralreg` and the installed command start here.

What start-up creates lives until the end, so neither looking through it for rubbish nor taking it
apart at the end would be of use: together a fifth of the time of a short answer. The process ends
at once when its output is written.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from mineralreg.collector import end_soon


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    gc.disable()
    end_soon()
    try:
        if "_MINERALREG_COMPLETE" in os.environ:
            from mineralreg.cli.complete import answer

            code = answer(sys.argv[1:])
        else:
            from mineralreg.cli.app import run

            code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    end(code)


def end(code: int) -> NoReturn:
    """Write what still waits in the streams, and end without taking the program apart."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # its reader has gone: there is nobody left to tell
            code = code or 1
    os._exit(code)


if __name__ == "__main__":
    main()
