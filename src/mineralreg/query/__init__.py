"""Queries on an index: pure functions over a read-only connection, returning plain values.

Start with `filters.Filters`, which every query takes, and `where`, which turns them into SQL;
`book` and `names` resolve what people write. `listing`, `show`, `summary`, `reconcile`, `diff` and
`sql` answer one command each, in the shapes of `results`. A word, name or id that is unknown or
ambiguous, and a question that cannot be asked, is a `UsageError`. Nothing here imports pydantic.
"""
