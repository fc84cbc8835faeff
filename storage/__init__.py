"""The only code that knows SQL: tables, engine, queries, migrations."""
