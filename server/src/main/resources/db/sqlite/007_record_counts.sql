-- Triggers keep the numbers of records on SQLite (001_core.sql). Its counterpart for PostgreSQL
-- makes a table; here only what dropped collections may have left goes.
delete from _record_counts where collection not in (select number from _collections);
