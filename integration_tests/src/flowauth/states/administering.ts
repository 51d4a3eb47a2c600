import type { Scene } from '../scene.ts'
import { askAt, press, pretend, type State } from './state.ts'

/** What a document would change that names other scopes than were read. */
const comparisonFor = ({ ids }: Scene) => ({
  added: ['admin3:meaningful_locations_aggregate:meaningful_locations_aggregate', 'admin2:flows:flows'],
  removed: ['admin3:flows:flows'],
  roles: [{ id: ids.role, name: 'travel', loses: ['admin3:flows:flows'] }],
})

/** What administrators come to. */
export const ADMINISTERING: readonly State[] = [
  {
    name: 'menu',
    who: 'admin',
    reach: async page => {
      await page.setViewportSize({ width: 390, height: 800 })
      await page.goto('/')
      await press(page, 'Open the menu')
      await page.getByRole('link', { name: 'Audit' }).waitFor()
    },
  },
  {
    name: 'no-servers',
    who: 'admin',
    reach: async page => {
      await pretend(page, /\/api\/admin\/servers$/, [])
      await page.goto('/admin/servers')
      await page.getByText('No server is registered.').waitFor()
    },
  },
  {
    name: 'no-servers-for-roles',
    who: 'admin',
    reach: async page => {
      await pretend(page, /\/api\/admin\/servers$/, [])
      await page.goto('/admin/roles')
      await page.getByText('There are no roles yet.').waitFor()
    },
  },
  {
    name: 'no-roles-of-server',
    who: 'admin',
    reach: async page => {
      await pretend(page, /\/api\/admin\/roles$/, [])
      await page.goto('/admin/roles')
      await page.getByText('Make a role to let people ask a server.').waitFor()
    },
  },
  {
    name: 'no-providers',
    who: 'admin',
    reach: async page => {
      await pretend(page, /\/api\/admin\/providers$/, [])
      await page.goto('/admin/providers')
      await page.getByText('There are no identity providers.').waitFor()
    },
  },
  {
    name: 'nobody-found',
    who: 'admin',
    reach: async page => {
      await page.goto('/admin/users')
      await page.getByLabel('Search users').fill('nobody of this name')
      await page.getByText('Nobody is called so.').waitFor()
    },
  },
  {
    name: 'nothing-done',
    who: 'admin',
    reach: async page => {
      await page.goto('/admin/audit')
      await page.getByLabel('User').fill('nobody of this name')
      await page.getByText('Nothing of this kind was done.').waitFor()
    },
  },
  {
    name: 'found-server',
    who: 'admin',
    reach: async (page, { flowapi }) => {
      await page.goto('/admin/servers/new')
      await page.getByLabel('Address of openapi.json').fill(`${flowapi}/api/0/spec/openapi.json`)
      await press(page, 'Read the document')
      await page.getByText('Found').waitFor()
    },
  },
  {
    name: 'server-not-found',
    who: 'admin',
    reach: async page => {
      await page.goto('/admin/servers/new')
      await page.getByLabel('Address of openapi.json').fill('http://127.0.0.1:9/openapi.json')
      await press(page, 'Read the document')
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'changed-scopes',
    who: 'admin',
    reach: async (page, scene) => {
      await page.route(/\/scopes\/comparison$/, route => route.fulfill({ json: comparisonFor(scene) }))
      await page.goto(`/admin/servers/${scene.ids.server}`)
      await press(page, 'Read the document')
      await page.getByText('Roles that lose scopes').waitFor()
    },
  },
  {
    name: 'remove-server',
    who: 'admin',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/admin/servers/${ids.server}`, 'Remove this server'),
  },
  {
    name: 'delete-role',
    who: 'admin',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/admin/roles/${ids.role}`, 'Delete this role'),
  },
  {
    name: 'choosing-members',
    who: 'admin',
    reach: async (page, { ids }) => {
      await page.goto(`/admin/roles/${ids.role}`)
      await page.getByRole('combobox', { name: 'Members' }).click()
      await page.getByRole('option', { name: 'nora' }).waitFor()
    },
  },
  {
    name: 'one-time-password',
    who: 'admin',
    reach: async page => {
      await page.goto('/admin/users/new')
      await page.getByLabel('User name').fill('amadou')
      await press(page, 'Add the user')
      await page.getByLabel('One-time password').waitFor()
    },
  },
  {
    name: 'reset-password',
    who: 'admin',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/admin/users/${ids.kim}`, 'Reset the password'),
  },
  {
    name: 'reset-second-factor',
    who: 'admin',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/admin/users/${ids.kim}`, 'Reset the second factor'),
  },
  {
    name: 'suspend-user',
    who: 'admin',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/admin/users/${ids.kim}`, 'Suspend'),
  },
  {
    name: 'switch-password-off',
    who: 'admin',
    dialog: true,
    reach: async (page, { admin, ids }) => {
      const address = `/api/admin/users/${ids.kim}`
      const kim = await admin.send<object>('GET', address)
      await pretend(page, new RegExp(`${address}$`), { ...kim, providers: ['Ministry of Health'] })
      await askAt(page, `/admin/users/${ids.kim}`, 'Switch the password off')
    },
  },
  {
    name: 'remove-provider',
    who: 'admin',
    dialog: true,
    reach: (page, { ids }) => askAt(page, `/admin/providers/${ids.provider}`, 'Remove this provider'),
  },
  {
    name: 'new-key',
    who: 'admin',
    dialog: true,
    reach: page => askAt(page, '/admin/key', 'Make a new key'),
  },
  {
    name: 'retire-key',
    who: 'admin',
    dialog: true,
    reach: async (page, { admin }) => {
      await admin.send('POST', '/api/admin/token-keys', { after_minutes: 0 })
      await askAt(page, '/admin/key', 'Retire')
    },
  },
]
