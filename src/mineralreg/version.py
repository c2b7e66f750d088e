"""The version of the program: one line, read by the build, `--version` and the index key."""

__version__ = "0.1.0"
