/** What an environment may say about the containers of tests. */
export interface ContainerSettings {
  /** `CONTAINER_ENGINE_SETUP`: a command that starts a container engine, or finds it running. */
  readonly engineSetup: string | undefined
  /** `FLOWKIT_POSTGRES_IMAGE`: PostgreSQL 15 or newer with PostGIS 3.3 or newer. */
  readonly postgresImage: string
  /** `REDIS_IMAGE`: Redis 7 or newer. */
  readonly redisImage: string
}

/** Reads the environment. An empty variable counts as absent. */
export function containerSettings(): ContainerSettings {
  const { CONTAINER_ENGINE_SETUP, FLOWKIT_POSTGRES_IMAGE, REDIS_IMAGE } = process.env
  return {
    engineSetup: CONTAINER_ENGINE_SETUP || undefined,
    postgresImage: FLOWKIT_POSTGRES_IMAGE || 'postgis/postgis:15-3.4',
    redisImage: REDIS_IMAGE || 'redis:7.2',
  }
}
