import { expect } from 'vitest'
import { authenticatorCode } from '../authenticator.ts'
import { signIn } from '../pages.ts'
import { GOOD_PASSWORD } from '../person.ts'
import { press, type State } from './state.ts'

/** What somebody may be asked for on the way in, and when a session ends. */
export const SIGNING_IN: readonly State[] = [
  {
    name: 'sign-in',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await page.getByRole('button', { name: 'Sign in with Ministry of Health' }).waitFor()
    },
  },
  {
    name: 'sign-in-refused',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'ana', 'a guess')
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'provider-refused',
    who: 'nobody',
    reach: async page => {
      await page.goto('/?refused=identity_unknown')
      await page.getByText('No account here belongs to you.').waitFor()
    },
  },
  {
    name: 'first-password',
    who: 'nobody',
    reach: async (page, { kofisPassword }) => {
      await page.goto('/')
      await signIn(page, 'kofi', kofisPassword)
      await page.getByRole('textbox', { name: 'New password', exact: true }).fill('mosaic Thunder')
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'code',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'kim', GOOD_PASSWORD)
      await page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor()
    },
  },
  {
    name: 'second-factor-needed',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'lena', GOOD_PASSWORD)
      await page.getByRole('heading', { level: 1, name: 'Set up a second factor' }).waitFor()
    },
  },
  {
    name: 'authenticator',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'lena', GOOD_PASSWORD)
      await press(page, 'Set up an authenticator')
      await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor()
    },
  },
  {
    name: 'backup-codes',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'lou', GOOD_PASSWORD)
      await press(page, 'Set up an authenticator')
      const secret = (await page.locator('code').textContent()) ?? ''
      await page.getByRole('textbox', { name: 'Code from the app' }).fill(authenticatorCode(secret))
      await press(page, 'Confirm')
      await page.getByLabel('Backup codes', { exact: true }).waitFor()
    },
  },
  {
    name: 'passkey',
    who: 'nobody',
    reach: async page => {
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('WebAuthn.enable')
      await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: { protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true },
      })
      await page.goto('/account')
      await signIn(page, 'pia', GOOD_PASSWORD)
      await page.getByLabel('Name of the passkey').fill('blue key')
      await press(page, 'Add a passkey')
      await press(page, 'I have kept them')
      await page.getByText('blue key', { exact: true }).waitFor()
      await press(page, 'Sign out')
      await signIn(page, 'pia', GOOD_PASSWORD)
      await page.getByRole('button', { name: 'Use a passkey' }).waitFor()
    },
  },
  {
    name: 'session-ended',
    who: 'nobody',
    dialog: true,
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'ana', GOOD_PASSWORD)
      await page.getByRole('heading', { level: 1, name: 'Servers and tokens' }).waitFor()
      await page.context().clearCookies()
      await page.getByRole('link', { name: 'My account' }).click()
      await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
    },
  },
  {
    name: 'is-it-still-you',
    who: 'nobody',
    dialog: true,
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'admin', GOOD_PASSWORD)
      await page.getByRole('heading', { level: 1, name: 'Servers and tokens' }).waitFor()
      await page.context().clearCookies({ name: 'flowauth-access' })
      await page.getByRole('link', { name: 'Users' }).click()
      await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor()
      expect(await page.getByRole('dialog').count()).toBe(1)
    },
  },
  {
    name: 'no-roles',
    who: 'nobody',
    reach: async page => {
      await page.goto('/')
      await signIn(page, 'nora', GOOD_PASSWORD)
      await page.getByText('You have no roles yet.').waitFor()
    },
  },
]
