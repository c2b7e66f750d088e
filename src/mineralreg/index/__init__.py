"""The index: one SQLite file per registry content, built once and only read afterwards."""
