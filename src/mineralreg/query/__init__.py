"""Questions on an index: pure functions over a read-only connection, giving plain values.

Start with `filters.Filters`, which every question takes, and `where`, which makes SQL of them;
`book` and `names` say what people mean. `listing`, `show`, `summary`, `reconcile`, `diff` and
`sql` answer one command each, in the shapes of `results`. Nothing here imports pydantic.
"""
