-- The moves that a task may make; services/flowmachine/src/execution/life.ts says what each means, and who makes it.
-- The database holds everybody to it. 'idle' is a query without a task: its result is stored, or nobody has asked.

CREATE OR REPLACE VIEW cache.task_moves (event, from_state, to_state) AS VALUES
    ('asked', 'idle', 'queued'),
    ('asked', 'errored', 'queued'),
    ('asked', 'cancelled', 'queued'),
    ('found stored', 'queued', 'idle'),
    ('claimed', 'queued', 'executing'),
    ('published', 'executing', 'idle'),
    ('postponed', 'executing', 'queued'),
    ('failed', 'executing', 'errored'),
    ('part failed', 'queued', 'errored'),
    ('lost', 'executing', 'queued'),
    ('given up', 'executing', 'errored'),
    ('cancelled', 'queued', 'cancelled'),
    ('cancelled', 'executing', 'cancelled'),
    ('forgotten', 'errored', 'idle'),
    ('forgotten', 'cancelled', 'idle');
GRANT SELECT ON cache.task_moves TO flowmachine;

CREATE OR REPLACE FUNCTION cache.check_task_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    came_from CONSTANT text := CASE WHEN TG_OP = 'INSERT' THEN 'idle' ELSE OLD.state END;
    goes_to CONSTANT text := CASE WHEN TG_OP = 'DELETE' THEN 'idle' ELSE NEW.state END;
BEGIN
    IF came_from <> goes_to AND NOT EXISTS (
        SELECT FROM cache.task_moves WHERE from_state = came_from AND to_state = goes_to
    ) THEN
        RAISE EXCEPTION 'a query that is % cannot become %', came_from, goes_to USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE OR REPLACE TRIGGER only_known_moves BEFORE INSERT OR UPDATE OF state OR DELETE ON cache.tasks
    FOR EACH ROW EXECUTE FUNCTION cache.check_task_move();

ALTER TABLE cache.runs DROP CONSTRAINT IF EXISTS runs_outcome_check;
ALTER TABLE cache.runs ADD CONSTRAINT runs_outcome_check
    CHECK (outcome IN ('published', 'failed', 'unneeded', 'postponed', 'lost', 'cancelled'));
