-- Tables of events that no seal names any more: a day was loaded again, or a load was cut short. Each is dropped once
-- every transaction that may still know the seal which named it has ended.
CREATE TABLE IF NOT EXISTS etl.withdrawn_tables (
    table_id oid PRIMARY KEY,
    withdrawn_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE etl.withdrawn_tables IS 'Tables that wait to be dropped until nobody can be reading them';
COMMENT ON COLUMN etl.withdrawn_tables.withdrawn_at IS 'A moment at which no seal named the table: later readers do not know it';
