"""What a registry says: the models of its records, and what follows from them.

`mineralreg.records` itself imports nothing, so that code which only needs `status` or the
vocabularies does not pay for pydantic.
"""
