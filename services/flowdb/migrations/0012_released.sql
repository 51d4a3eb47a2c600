-- The only place that the gateway can read: redacted rows of finished queries, and the geometries to draw them.
-- FlowMachine makes the tables and grants each to the gateway when it publishes it.

CREATE SCHEMA IF NOT EXISTS released;
GRANT USAGE, CREATE ON SCHEMA released TO flowmachine;
GRANT USAGE ON SCHEMA released TO flowapi;
