-- Which synthetic country this database holds, so that making it again does nothing and another one is refused.

CREATE TABLE IF NOT EXISTS flowkit.synthetic_run (
    the_only_row boolean PRIMARY KEY DEFAULT true CHECK (the_only_row),
    parameters jsonb NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    event_count bigint
);
COMMENT ON TABLE flowkit.synthetic_run IS 'One row once `flowdb synthesize` has begun; reference data are loaded with it';
COMMENT ON COLUMN flowkit.synthetic_run.finished_at IS 'Null until all days are loaded';
