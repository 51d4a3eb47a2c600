export { keyedPseudonyms } from '@flowkit/service'
export type { MigrateConfig } from './config.ts'
export { FlowDbError } from './errors.ts'
export { type CopyRows, copyInto } from './load/copy.ts'
export { type DayOfEvents, type LoadedDay, loadEvents } from './load/events.ts'
export { loadTransfers } from './load/mobile-money.ts'
export { thisMachine } from './machine.ts'
export { type MigrateReport, migrate } from './migrate.ts'
export type { Login, LoginResult, RoleGroup } from './roles.ts'
export { readStatus, type Status } from './status.ts'
export type { TimezoneResult } from './timezone.ts'
export {
  type Machine,
  renderSettings,
  type ServerSetting,
  type TuningOverrides,
  tuneServer,
} from './tuning.ts'
