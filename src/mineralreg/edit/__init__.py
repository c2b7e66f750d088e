"""The library behind the commands that write: from what people say to edits of the file.

Everything here is pure: functions take a parsed document and give back a planned change. The one
step that touches the disk is `mineralreg.store.change.write`. What somebody says that means nothing
is a `UsageError`, which says what to write instead.
"""
