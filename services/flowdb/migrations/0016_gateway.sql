-- The gateway reads what FlowMachine releases, also where a release is made without naming it.
ALTER DEFAULT PRIVILEGES FOR ROLE flowmachine IN SCHEMA released GRANT SELECT ON TABLES TO flowapi;
