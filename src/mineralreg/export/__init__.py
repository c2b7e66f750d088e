"""The registry in other forms: a database, a data package, JSON, Parquet, a page."""
