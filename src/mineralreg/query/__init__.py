"""Questions on an index: pure functions over a read-only connection, giving plain values.

Start with `filters.Filters`, which every question takes; `listing`, `show`, `summary`, `reconcile`
and `diff` answer one command each. Nothing here imports pydantic.
"""
