"""The `mineralreg` program: `python -m mineralreg` and the installed command start here."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.disable()  # records hold no cycles, so a collector would look through them for nothing
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # looking for them takes time
    try:
        if "_MINERALREG_COMPLETE" in os.environ:
            from mineralreg.cli.completion import answer as run
        else:
            from mineralreg.cli.quick import run
        code = run(sys.argv[1:])
        gc.freeze()  # the end of the process would look through them once more
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except MemoryError:  # even the words for it may not fit
        os.write(2, b"error: there is not enough memory for this\n")
        os._exit(3)


if __name__ == "__main__":
    main()
