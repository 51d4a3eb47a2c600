import type { Page } from 'playwright-core'
import { type Scene, startLogin } from '../scene.ts'
import { askAt, press, pretend, type State } from './state.ts'

const LONG_AGO = '2026-03-01T09:30:00Z'

/** An account with everything on it that there can be. */
const SECOND_FACTOR = {
  authenticator_since: LONG_AGO,
  passkeys: [{ id: 'a', name: 'blue key', added_at: LONG_AGO, last_used_at: null }],
  backup_codes_left: 8,
  required: false,
}
const IDENTITIES = [{ provider_id: 'a', provider_name: 'Ministry of Health', linked_at: LONG_AGO }]

async function protectedAccount(page: Page): Promise<void> {
  await pretend(page, /\/api\/account\/second-factor$/, SECOND_FACTOR)
}

async function filledToken(page: Page, { ids }: Scene): Promise<void> {
  await page.goto(`/servers/${ids.server}/new-token`)
  await page.getByLabel('Name').fill('cholera response')
  await page.getByRole('checkbox', { name: 'district_counts' }).check()
  await page.getByText('the longest lifetime').waitFor()
}

async function waitingDevice(page: Page, { flowauth }: Scene): Promise<void> {
  const { user_code } = await startLogin(flowauth.url)
  await page.goto('/device')
  await page.getByLabel('Code').fill(user_code)
  await press(page, 'Continue')
  await page.getByRole('checkbox', { name: 'district_counts' }).check()
  await page.getByText('the longest lifetime').waitFor()
}

/** What people come to who make tokens and look after their account. */
export const USING: readonly State[] = [
  { name: 'new-token', who: 'ana', reach: filledToken },
  {
    name: 'part-of-role',
    who: 'ana',
    reach: async (page, scene) => {
      await filledToken(page, scene)
      await press(page, 'Choose scopes')
      await press(page, 'Show what is in admin3')
      await press(page, 'Show what is in admin3:spatial_aggregate')
      await page.getByRole('checkbox', { name: 'admin3:spatial_aggregate:daily_location' }).uncheck()
    },
  },
  {
    name: 'minted-token',
    who: 'ana',
    reach: async (page, scene) => {
      await filledToken(page, scene)
      await press(page, 'Make the token')
      await page.getByRole('heading', { level: 1, name: 'Your token' }).waitFor()
    },
  },
  {
    name: 'no-tokens',
    who: 'ana',
    reach: async (page, { ids }) => {
      await pretend(page, /\/api\/servers\/[^/]+\/tokens$/, { tokens: [], more: false })
      await page.goto(`/servers/${ids.server}`)
      await page.getByText('You have no tokens for this server.').waitFor()
    },
  },
  {
    name: 'renewed-token',
    who: 'ana',
    dialog: true,
    reach: async (page, { ids }) => {
      await askAt(page, `/servers/${ids.server}`, 'Renew flood report')
      await page.getByLabel('Token', { exact: true }).waitFor()
    },
  },
  {
    name: 'revoke-token',
    who: 'ana',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/servers/${ids.server}`, 'Revoke school holidays'),
  },
  {
    name: 'protected-account',
    who: 'ana',
    reach: async page => {
      await protectedAccount(page)
      await pretend(page, /\/api\/account\/identities$/, IDENTITIES)
      await page.goto('/account')
      await page.getByText('8 backup codes are left.').waitFor()
    },
  },
  {
    name: 'new-backup-codes',
    who: 'ana',
    dialog: true,
    reach: async page => {
      await protectedAccount(page)
      await askAt(page, '/account', 'New backup codes')
    },
  },
  {
    name: 'give-up-authenticator',
    who: 'ana',
    dialog: true,
    reach: async page => {
      await protectedAccount(page)
      await askAt(page, '/account', 'Give up the authenticator')
    },
  },
  {
    name: 'remove-passkey',
    who: 'ana',
    dialog: true,
    reach: async page => {
      await protectedAccount(page)
      await askAt(page, '/account', 'Remove blue key')
    },
  },
  {
    name: 'unlink-account',
    who: 'ana',
    dialog: true,
    reach: async page => {
      await pretend(page, /\/api\/account\/identities$/, IDENTITIES)
      await askAt(page, '/account', 'Unlink Ministry of Health')
    },
  },
  {
    name: 'end-session',
    who: 'ana',
    dialog: true,
    reach: page => askAt(page, '/account', 'Sign out there: node'),
  },
  {
    name: 'end-command-line',
    who: 'ana',
    dialog: true,
    reach: page => askAt(page, '/account', 'End flowclient 0.1.0'),
  },
  { name: 'device', who: 'ana', reach: waitingDevice },
  {
    name: 'device-let-in',
    who: 'ana',
    reach: async (page, scene) => {
      await waitingDevice(page, scene)
      await press(page, 'Let it in')
      await page.getByText('The command line has been let in').waitFor()
    },
  },
]
