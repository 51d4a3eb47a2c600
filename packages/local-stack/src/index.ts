export { makeServerCertificate, type ServerCertificate } from './certificates.ts'
export { type ContainerSettings, containerSettings } from './config.ts'
export { engineObstacle, imageObstacle } from './container-engine.ts'
export { createFlowDbOn, type TestFlowDb } from './flowdb-databases.ts'
export { removeDataFolder } from './folders.ts'
export { acceptsConnections, assertPortFree, freePort, LOOPBACK, PortTakenError } from './ports.ts'
export {
  type LastingPostgres,
  type PostgresAddress,
  type PrivatePostgres,
  startPostgres,
  type ThrowAwayPostgres,
} from './postgres.ts'
export { postgresBinaries } from './postgres-binaries.ts'
export {
  endProcess,
  identify,
  isRunning,
  type ProcessIdentity,
  STOP_GENTLY,
  type StopPlan,
} from './processes.ts'
export { type PrivateRedis, type RedisAddress, type RedisOptions, startRedis } from './redis.ts'
export { type Probe, type ServerProcess, type ServerProgram, startServer } from './server-process.ts'
export {
  type RestartPauses,
  type RunningService,
  type Service,
  type Supervision,
  type SupervisionEvents,
  supervise,
} from './supervise.ts'
