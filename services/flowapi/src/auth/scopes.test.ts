import { expect, test } from 'vitest'
import { missingScopes } from './scopes.ts'

const needed = ['run', 'admin3:flows:flows', 'admin3:flows:daily_location']

test('a role that has more than is needed lacks nothing', () => {
  expect(missingScopes({ idle: [], analyst: ['get_result', ...needed] }, needed)).toEqual([])
})

test('two roles that only have it together lack something', () => {
  const roles = { runner: ['run'], reader: ['admin3:flows:flows', 'admin3:flows:daily_location'] }
  expect(missingScopes(roles, needed)).toEqual(['run'])
})

test('of several roles the one that comes closest says what is missing', () => {
  const roles = { idle: ['get_result'], nearly: ['run', 'admin3:flows:flows'], hardly: ['run'] }
  expect(missingScopes(roles, needed)).toEqual(['admin3:flows:daily_location'])
})

test('without roles, everything is missing', () => {
  expect(missingScopes({}, needed)).toEqual(needed)
})

test('where nothing is needed, nothing is missing', () => {
  expect(missingScopes({}, [])).toEqual([])
})
