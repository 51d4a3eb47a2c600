import { expect, test } from 'vitest'
import { useFlowAuth } from '../testing/flowauth.ts'

const flowauth = useFlowAuth({ adminsNeedSecondFactor: true })

test('a deployment can require a second factor of every administrator, and of nobody else', async () => {
  await flowauth.addUser('root', true)
  const admin = await flowauth.signIn('root')
  expect((await admin.get('/api/session')).body.must_set_up_second_factor).toBe(true)
  expect((await admin.get('/api/admin/users')).body.code).toBe('second_factor_setup_needed')
  expect((await admin.get('/api/account/second-factor')).body.required).toBe(true)

  await flowauth.addUser('ana')
  const user = await flowauth.signIn('ana')
  expect((await user.get('/api/session')).body.must_set_up_second_factor).toBe(false)
})
