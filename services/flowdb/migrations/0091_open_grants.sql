-- Grants that nobody has closed yet, so that one whose gateway died is found without reading the whole ledger. Only the
-- ledger proves anything: this follows from it.

CREATE TABLE IF NOT EXISTS ledger.open_grants (
    grant_entry bigint PRIMARY KEY,
    granted_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE ledger.open_grants OWNER TO flowkit_ledger;

CREATE OR REPLACE FUNCTION ledger.follow_grants() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CASE NEW.record::jsonb ->> 'type'
        WHEN 'grant' THEN
            INSERT INTO ledger.open_grants (grant_entry) VALUES (NEW.entry);
        WHEN 'closing' THEN
            DELETE FROM ledger.open_grants WHERE grant_entry = (NEW.record::jsonb #>> '{details,grant}')::bigint;
        ELSE NULL;
    END CASE;
    RETURN NEW;
END
$$;
ALTER FUNCTION ledger.follow_grants OWNER TO flowkit_ledger;
CREATE OR REPLACE TRIGGER follow_grants AFTER INSERT ON ledger.entries
    FOR EACH ROW EXECUTE FUNCTION ledger.follow_grants();

INSERT INTO ledger.open_grants (grant_entry, granted_at)
SELECT entry, at FROM ledger.history WHERE type = 'grant' AND outcome = 'open'
ON CONFLICT DO NOTHING;

-- Closes grants of which nobody has said for a time how they ended: that is not known, nor how much was handed out.
-- Answers how many there were. Of processes that try it at the same time one does it.
CREATE OR REPLACE FUNCTION ledger.close_forgotten_grants(after_seconds integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    forgotten bigint;
    closed integer := 0;
BEGIN
    -- Looked at first, so that the end of the chain is not held by who has nothing to add to it.
    IF NOT EXISTS (
        SELECT FROM ledger.open_grants WHERE granted_at < now() - make_interval(secs => after_seconds)
    ) THEN
        RETURN 0;
    END IF;
    PERFORM FROM ledger.head FOR UPDATE;
    FOR forgotten IN
        SELECT grant_entry FROM ledger.open_grants
        WHERE granted_at < now() - make_interval(secs => after_seconds)
        ORDER BY grant_entry LIMIT most
    LOOP
        PERFORM ledger.append('closing', jsonb_build_object(
            'grant', forgotten, 'outcome', 'unknown', 'bytes', NULL
        ));
        closed := closed + 1;
    END LOOP;
    RETURN closed;
END
$$;
ALTER FUNCTION ledger.close_forgotten_grants OWNER TO flowkit_ledger;

REVOKE ALL ON FUNCTION ledger.follow_grants, ledger.close_forgotten_grants FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.close_forgotten_grants TO flowmachine;
