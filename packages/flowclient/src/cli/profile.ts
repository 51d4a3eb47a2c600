import { connect, readToken } from 'flowclient'
import { UsageError } from './failures.ts'
import { type Shown, show } from './output.ts'
import { changeProfiles, type Profile, type Profiles, profileOf, readProfiles } from './profiles.ts'
import { type ConnectionOptions, given } from './settings.ts'
import { tableOf } from './table.ts'
import type { Terminal } from './terminal.ts'

/** Whether a profile may have this name. */
export function isProfileName(text: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/.test(text)
}

/** `flowclient profile add`: keeps an address and a token under a name. The first one is used from then on. */
export async function addProfile(
  name: string,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<void> {
  if (!isProfileName(name))
    throw new UsageError(`"${name}" is no name: letters, digits, and . _ - between them.`)
  if (options.profile !== undefined) throw new UsageError('A profile is made of --url and a token.')
  const { url, token, sslCertificate } = await given(options, terminal)
  const certificate = sslCertificate === undefined ? {} : { sslCertificate }
  // Whatever cannot be used is refused now.
  connect({ url, token, ...certificate, onTokenEnding: () => {} })
  await readToken(token)
  const profile: Profile = { url, token: token.trim(), ...certificate }
  let inUse = name
  await changeProfiles(terminal, async ({ current = name, byName }) => {
    inUse = current
    return { current, byName: { ...byName, [name]: profile } }
  })
  const remark =
    inUse === name ? 'It is used where none is named.' : `Where none is named, ${inUse} is used as before.`
  terminal.stderr.write(`Profile ${name} is kept. ${remark}\n`)
}

/** `flowclient profile list`: writes which profiles there are; never a token. */
export async function listProfiles(options: Shown, terminal: Terminal): Promise<void> {
  const { current, byName } = await readProfiles(terminal)
  const rows = await Promise.all(
    Object.entries(byName).map(async ([name, { url, token }]) => {
      const { subject, expiresAt } = await readToken(token).catch(() => ({
        subject: undefined,
        expiresAt: undefined,
      }))
      return {
        current: name === current,
        profile: name,
        url,
        user: subject ?? null,
        until: expiresAt?.toISOString() ?? null,
      }
    }),
  )
  const forPeople = () => tableOf(rows.map(row => ({ ...row, current: row.current ? '*' : '' })))
  await show(rows, forPeople, options, terminal)
}

/** `flowclient profile use`: has a profile used where none is named. */
export async function useProfile(name: string, terminal: Terminal): Promise<void> {
  await changeProfiles(terminal, async profiles => {
    profileOf(profiles, name)
    return { ...profiles, current: name }
  })
}

/** `flowclient profile remove`: forgets a profile and its token. */
export async function removeProfile(name: string, terminal: Terminal): Promise<void> {
  await changeProfiles(terminal, async profiles => removed(profiles, name))
}

/** The profiles without one of them. @throws {UsageError} when there is none of the name. */
export function removed(profiles: Profiles, name: string): Profiles {
  profileOf(profiles, name)
  const { [name]: _, ...byName } = profiles.byName
  const current = profiles.current === name ? undefined : profiles.current
  return { current, byName }
}
