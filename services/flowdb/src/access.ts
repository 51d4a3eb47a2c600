import type pg from 'pg'

/**
 * Says who may connect: the superuser, FlowMachine, which also makes temporary tables, and FlowAPI. Asserted at every
 * run, since privileges of the database itself are not in its dump and so are lost when it is restored.
 */
export async function configureAccess(client: pg.ClientBase): Promise<void> {
  await client.query(`
    DO $$
    BEGIN
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
      EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO flowmachine', current_database());
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO flowapi', current_database());
    END
    $$
  `)
}
