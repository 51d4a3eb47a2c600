import { z } from 'zod'

/** What can go wrong, by a stable code: the HTTP status, and the words for people. */
export const REFUSALS = {
  request_malformed: [400, 'The request cannot be understood.'],
  request_invalid: [400, 'The request is not of the right form.'],
  body_too_large: [413, 'The request body is too large.'],
  address_unknown: [404, 'There is nothing at this address.'],
  cross_site: [403, 'The request does not come from FlowAuth’s own pages.'],

  not_signed_in: [401, 'Sign in first.'],
  session_ended: [401, 'The session has ended. Sign in again.'],
  session_unknown: [404, 'There is no such session.'],
  credentials_wrong: [401, 'The name or the password is wrong.'],
  password_wrong: [401, 'The password is wrong.'],
  too_many_attempts: [429, 'There were too many attempts. Try again in a while.'],
  password_change_needed: [403, 'Change your password first.'],
  reauthentication_needed: [403, 'Enter your password again for this.'],
  admins_only: [403, 'This is for administrators.'],
  second_factor_needed: [401, 'Give your second factor as well.'],
  code_wrong: [401, 'The code is wrong, or has been used before.'],
  passkey_wrong: [401, 'This passkey cannot be used here.'],
  passkey_unknown: [404, 'There is no such passkey.'],
  second_factor_setup_needed: [403, 'Set up a second factor first.'],
  second_factor_required: [409, 'This account must have a second factor.'],
  second_factor_missing: [409, 'This account has no second factor.'],
  setup_ended: [409, 'This setup has ended. Begin it again.'],
  password_weak: [422, 'The password is too easy to guess.'],
  password_unchanged: [422, 'The new password must differ from the current one.'],

  provider_unknown: [404, 'There is no such identity provider.'],
  provider_name_taken: [409, 'There is an identity provider of this name already.'],
  provider_issuer_fixed: [409, 'People sign in by this provider: its address cannot change.'],
  provider_unreachable: [422, 'The identity provider does not answer as one.'],
  provider_refused: [403, 'The identity provider did not sign you in.'],
  provider_failed: [502, 'The answer of the identity provider cannot be trusted.'],
  provider_answer_unexpected: [400, 'This browser has not begun to sign in at this provider, or long ago.'],
  identity_unknown: [403, 'No account here belongs to this account at the provider.'],
  identity_taken: [409, 'This account at the provider belongs to another account here.'],
  identity_missing: [409, 'This user can sign in by nothing but a password.'],
  account_not_created: [409, 'The name that the provider gives cannot be used here, or is taken.'],
  last_way_in: [409, 'No other way to sign in would be left.'],

  own_password: [409, 'Change your own password on the page of your account.'],
  own_second_factor: [409, 'Change your own second factor on the page of your account.'],
  user_unknown: [404, 'There is no such user.'],
  username_taken: [409, 'There is a user of this name already.'],
  last_admin: [409, 'This is the last administrator who can sign in.'],

  description_unreachable: [422, 'The document cannot be fetched.'],
  description_unusable: [422, 'The document does not describe a FlowAPI server.'],
  server_unknown: [404, 'There is no such server.'],
  server_name_taken: [409, 'A server of this name is registered already.'],
  server_mismatch: [409, 'The document is that of another server.'],

  role_unknown: [404, 'There is no such role.'],
  role_name_taken: [409, 'This server has a role of this name already.'],
  scope_unknown: [422, 'The server has no such scope.'],
  member_unknown: [422, 'One of the members does not exist.'],

  device_code_unknown: [404, 'No client waits with this code, or no longer.'],
  client_unknown: [404, 'There is no such client.'],

  token_unknown: [404, 'There is no such token.'],
  key_unknown: [404, 'There is no such key.'],
  key_signs: [409, 'Tokens are signed with this key: another one must take its place first.'],
  keys_given: [409, 'The key is given by the deployment: PRIVATE_JWT_SIGNING_KEY or JWT_SECRET_KEY.'],
  role_not_held: [403, 'You do not have this role.'],
  role_expired: [409, 'The date until which this role can be used has passed.'],
  server_expired: [409, 'The date until which tokens can be made for this server has passed.'],
  scope_not_in_role: [422, 'The role does not have this scope.'],

  not_ready: [503, 'The database does not answer.'],
  internal: [
    500,
    'Something went wrong inside FlowAuth. Its log says more, under this answer’s X-Request-ID.',
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof REFUSALS

/** The JSON body of every answer that is not a success. */
export const errorBody = z.object({
  code: z.string(),
  msg: z.string(),
  payload: z.unknown().optional(),
})
export type ErrorBody = z.output<typeof errorBody>
