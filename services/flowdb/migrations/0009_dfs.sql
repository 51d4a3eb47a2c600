-- Digital financial services: mobile money. A transaction has one row, and one row of metadata for each party.

CREATE SCHEMA IF NOT EXISTS dfs;
GRANT USAGE ON SCHEMA dfs TO flowmachine;
ALTER DEFAULT PRIVILEGES IN SCHEMA dfs GRANT SELECT ON TABLES TO flowmachine;

CREATE TABLE IF NOT EXISTS dfs.transaction_types (
    id serial PRIMARY KEY,
    descr text,
    user_type_a_party text,
    user_type_b_party text
);

CREATE TABLE IF NOT EXISTS dfs.transactions (
    id bigserial PRIMARY KEY,
    amount numeric(14, 4),
    discount numeric(14, 4),
    fee numeric(14, 4),
    commission numeric(14, 4),
    transtype_id integer REFERENCES dfs.transaction_types,
    timestamp timestamptz
);
COMMENT ON COLUMN dfs.transactions.amount IS 'In the country''s currency, as are discount, fee and commission';
CREATE INDEX IF NOT EXISTS transactions_timestamp ON dfs.transactions (timestamp);

CREATE TABLE IF NOT EXISTS dfs.subscribers (
    id bigserial PRIMARY KEY,
    msisdn bytea
);
COMMENT ON COLUMN dfs.subscribers.msisdn IS 'Pseudonym of the subscriber, the same as in events';
CREATE INDEX IF NOT EXISTS subscribers_msisdn ON dfs.subscribers (msisdn);

CREATE TABLE IF NOT EXISTS dfs.transactions_metadata (
    transaction_id bigint REFERENCES dfs.transactions,
    subscriber_id bigint REFERENCES dfs.subscribers,
    cell_id text NOT NULL,
    cell_version integer NOT NULL,
    is_outgoing boolean,
    FOREIGN KEY (cell_id, cell_version) REFERENCES infrastructure.cells (id, version)
);
COMMENT ON COLUMN dfs.transactions_metadata.cell_id IS 'The id of a cell, not its cell_id';
COMMENT ON COLUMN dfs.transactions_metadata.is_outgoing IS 'Whether the subscriber is the party that pays';
CREATE INDEX IF NOT EXISTS transactions_metadata_transaction_id ON dfs.transactions_metadata (transaction_id);

GRANT SELECT ON ALL TABLES IN SCHEMA dfs TO flowmachine;
