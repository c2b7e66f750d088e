"""The pydantic models of a registry file: one module per record kind.

`mineralreg.records` itself imports nothing, so that code which only needs `status` or the
vocabularies does not pay for pydantic.
"""
