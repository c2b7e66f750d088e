"""What `validate` finds: small checks over the loaded records, each yielding findings."""
