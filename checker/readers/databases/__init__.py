"""Tables of databases: DuckDB, SQLite and PostgreSQL, read only and as a stream."""
