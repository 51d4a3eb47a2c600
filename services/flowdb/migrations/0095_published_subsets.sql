-- Subsets of subscribers that an administrator has published under an id, for queries to name. Members are pseudonyms,
-- which last: numbers of subscribers are given anew to who leaves the data and comes back.

CREATE SCHEMA IF NOT EXISTS subsets;
GRANT USAGE ON SCHEMA subsets TO flowmachine;

CREATE TABLE IF NOT EXISTS subsets.published (
    subset text PRIMARY KEY CHECK (subset ~ '^[a-z][a-z0-9_-]{0,30}$'),
    published_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS subsets.members (
    subset text NOT NULL REFERENCES subsets.published ON DELETE CASCADE,
    msisdn bytea NOT NULL,
    PRIMARY KEY (subset, msisdn)
);
CREATE INDEX IF NOT EXISTS members_msisdn ON subsets.members (msisdn);
GRANT SELECT ON subsets.published, subsets.members TO flowmachine;

-- The members that there are in the data, as queries know them.
CREATE OR REPLACE VIEW subsets.subscribers AS
    SELECT subset, subscriber FROM subsets.members JOIN derived.subscribers USING (msisdn);
GRANT SELECT ON subsets.subscribers TO flowmachine;

-- Makes stored results about a subset stale. Where somebody has left it at their own will they are not served any more,
-- in no grace time.
CREATE OR REPLACE FUNCTION subsets.raise_version(subset text, revoke boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    raised bigint := nextval('etl.data_version_seq');
BEGIN
    INSERT INTO etl.reference_versions AS reference (item, version)
    VALUES ('subset/' || subset, raised)
    ON CONFLICT (item) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at;
    IF revoke THEN
        INSERT INTO etl.revoked_versions AS revoked (item, before)
        VALUES ('subset/' || subset, raised)
        ON CONFLICT (item) DO UPDATE SET before = excluded.before, revoked_at = excluded.revoked_at;
    END IF;
END
$$;

-- Publishes a subset without members. Its caller adds them, judges whether they are enough, and else rolls back.
CREATE OR REPLACE FUNCTION subsets.publish(subset text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO subsets.published (subset) VALUES ($1);
    PERFORM subsets.raise_version($1, false);
END
$$;

-- Adds people to a subset, but for those who have opted out.
CREATE OR REPLACE FUNCTION subsets.add_members(subset text, people bytea[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO subsets.members (subset, msisdn)
    SELECT $1, person
    FROM unnest($2) AS person
    WHERE NOT EXISTS (SELECT FROM etl.opt_outs WHERE msisdn = person)
    ON CONFLICT DO NOTHING
$$;

-- Withdraws a subset; false where there is none of that id.
CREATE OR REPLACE FUNCTION subsets.withdraw(subset text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM subsets.published WHERE published.subset = $1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM subsets.raise_version($1, true);
    RETURN true;
END
$$;

-- Who opts out leaves every subset at once, also while the data still have them.
CREATE OR REPLACE FUNCTION subsets.leave() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    left_by text[];
BEGIN
    WITH gone AS (
        DELETE FROM subsets.members USING added WHERE members.msisdn = added.msisdn RETURNING subset
    )
    SELECT array_agg(DISTINCT subset) INTO left_by FROM gone;
    PERFORM subsets.raise_version(changed, true) FROM unnest(left_by) AS changed;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER leave_subsets AFTER INSERT ON etl.opt_outs
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION subsets.leave();

REVOKE ALL ON FUNCTION subsets.raise_version, subsets.publish, subsets.add_members, subsets.withdraw, subsets.leave
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subsets.publish, subsets.add_members, subsets.withdraw TO flowmachine;
