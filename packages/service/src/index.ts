export * from './config.ts'
export * from './lifecycle.ts'
export * from './log.ts'
export * from './postgres.ts'
