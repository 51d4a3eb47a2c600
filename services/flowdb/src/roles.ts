import pg from 'pg'
import { FlowDbError } from './errors.ts'
import { isVerifierOf, scramVerifier } from './scram.ts'

/** The roles that somebody logs in as. `flowkit_ledger` is not among them. */
export type RoleGroup = 'flowmachine' | 'flowapi'

/** Who logs in with the privileges of a group. */
export interface Login {
  readonly group: RoleGroup
  /** The group's own name, or that of a role which belongs to the group. */
  readonly user: string
  readonly password: string
}

/** What became of a login. */
export interface LoginResult {
  readonly group: RoleGroup
  readonly user: string
  readonly change: 'created' | 'changed' | 'unchanged'
}

interface Role {
  readonly login: boolean
  readonly password: string | null
  /** Attributes that make a role more than a reader of what it was granted. */
  readonly powers: readonly string[]
  readonly groups: readonly string[]
}

const GROUPS: readonly string[] = ['flowmachine', 'flowapi', 'flowkit_ledger']

/**
 * Gives each group its login: the group role itself, where that is the name, or else a role that belongs to it.
 * Passwords that are already as they should be are left alone.
 *
 * @param client A connection of the superuser, outside a transaction.
 * @throws {FlowDbError} where a name cannot be used, or belongs to a role with more privileges than the group.
 */
export async function configureLogins(
  client: pg.ClientBase,
  logins: readonly Login[],
): Promise<LoginResult[]> {
  refuseSharedNames(logins)
  await client.query('BEGIN')
  try {
    // Roles belong to the server: somebody else may be migrating another database of it.
    await client.query('LOCK TABLE pg_authid IN SHARE ROW EXCLUSIVE MODE')
    const results: LoginResult[] = []
    for (const login of logins) results.push(await configureLogin(client, login))
    await client.query('COMMIT')
    return results
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

async function configureLogin(client: pg.ClientBase, login: Login): Promise<LoginResult> {
  const { group, user, password } = login
  const role = await readRole(client, user)
  refuseMorePrivileges(login, role)
  const name = pg.escapeIdentifier(user)
  const kept = role?.login === true && isVerifierOf(role.password, password)
  if (!kept) {
    const verifier = pg.escapeLiteral(scramVerifier(password))
    await client.query(`${role ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${verifier}`)
  }
  if (user !== group) {
    if (!role?.groups.includes(group)) await client.query(`GRANT ${group} TO ${name}`)
    await closeGroup(client, group)
    if (group === 'flowmachine')
      await client.query(
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${name} IN SCHEMA released GRANT SELECT ON TABLES TO flowapi`,
      )
  }
  return { group, user, change: role === undefined ? 'created' : kept ? 'unchanged' : 'changed' }
}

/** A group that has a login beside it does not log in itself, as it did when the login had the group's name. */
async function closeGroup(client: pg.ClientBase, group: RoleGroup): Promise<void> {
  const role = await readRole(client, group)
  if (role?.login || role?.password) await client.query(`ALTER ROLE ${group} NOLOGIN PASSWORD NULL`)
}

async function readRole(client: pg.ClientBase, name: string): Promise<Role | undefined> {
  const { rows } = await client.query<Role>(
    `SELECT rolcanlogin AS login, rolpassword AS password,
       array_remove(ARRAY[
         CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcreaterole THEN 'may create roles' END,
         CASE WHEN rolcreatedb THEN 'may create databases' END, CASE WHEN rolreplication THEN 'may replicate' END,
         CASE WHEN rolbypassrls THEN 'passes by row security' END
       ], NULL) AS powers,
       ARRAY(
         SELECT held.rolname::text FROM pg_auth_members JOIN pg_authid AS held ON held.oid = roleid
         WHERE member = pg_authid.oid
       ) AS groups
     FROM pg_authid WHERE rolname = $1`,
    [name],
  )
  return rows[0]
}

function refuseSharedNames(logins: readonly Login[]): void {
  for (const { group, user } of logins) {
    if (user !== group && GROUPS.includes(user))
      throw new FlowDbError(`${setting(group)} cannot be ${user}: that is the name of another role of FlowDB`)
    if (logins.some(other => other.group !== group && other.user === user))
      throw new FlowDbError(`${setting(group)} cannot be ${user}: another login has that name`)
  }
}

function refuseMorePrivileges({ group, user }: Login, role: Role | undefined): void {
  const others = role?.groups.filter(held => held !== group).map(held => `belongs to ${held}`) ?? []
  const more = [...(role?.powers ?? []), ...others]
  if (more.length > 0)
    throw new FlowDbError(
      `${setting(group)} cannot be ${user}: that role has other privileges (${more.join(', ')})`,
    )
}

function setting(group: RoleGroup): string {
  return `${group.toUpperCase()}_FLOWDB_USER`
}
