// Made from the contract by `pnpm --filter flowclient builders`: what is changed here is lost. Texts come from the
// schemas in packages/contract/src/queries and from src/generator/remarks.ts.

export * from './daily-location.ts'
export * from './flows.ts'
export * from './geography.ts'
export * from './histogram-aggregate.ts'
export * from './location-event-counts.ts'
export * from './modal-location.ts'
export * from './radius-of-gyration.ts'
export * from './shared.ts'
export * from './spatial-aggregate.ts'
export * from './unions.ts'
export * from './unique-subscriber-counts.ts'
