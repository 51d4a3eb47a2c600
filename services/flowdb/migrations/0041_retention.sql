-- Days whose raw events have passed their age, and days that have gone altogether.

ALTER TABLE etl.sealed_days ALTER COLUMN table_name DROP NOT NULL;
COMMENT ON COLUMN etl.sealed_days.table_name IS
    'The raw events, null when their retention has ended; tables are named with their schema';

-- A released result stays what it was when a day that it has read goes for its age: nothing about it has become wrong.
CREATE TABLE IF NOT EXISTS etl.removed_days (
    event_type text NOT NULL,
    day date NOT NULL,
    version bigint NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (event_type, day)
);
COMMENT ON TABLE etl.removed_days IS 'Days that went because of their age';
COMMENT ON COLUMN etl.removed_days.version IS 'The last that they had: results that have read it are as good as ever';
GRANT SELECT ON etl.removed_days TO flowmachine;
