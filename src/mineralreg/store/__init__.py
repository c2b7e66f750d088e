"""The registry file on disk: finding it, and later changing it without losing anything."""
