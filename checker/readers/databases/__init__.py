"""Tables of databases, read only and as a stream: DuckDB, SQLite, PostgreSQL; MySQL, SQL Server and
Oracle (`dbapi`)."""
