import { analyse } from './analysis.ts'
import { readSettings } from './config.ts'
import { writeEnvFile } from './env-file.ts'
import { accessByFlowAuth } from './flowauth/access.ts'
import { homeAt, makeHome } from './home.ts'
import { withLock } from './lock.ts'
import { flowapiDescriptionUrl, flowapiUrl, flowauthUrl } from './programs.ts'
import { secretsOf } from './secrets.ts'
import { bringUp } from './start.ts'
import { createSteps } from './steps.ts'
import { clean, stop } from './stop.ts'

const WHAT_WIDTH = 24

/** What `make quickstart`, `make stop` and `make clean` run. */
const COMMANDS: Record<string, () => Promise<void>> = {
  start: async () => {
    const settings = readSettings()
    const home = homeAt(settings.FLOWKIT_HOME)
    const steps = createSteps(process.stdout, process.stdout.isTTY)
    makeHome(home)
    const { token, admin } = await withLock(home, async () => {
      await bringUp(settings, home, steps)
      return steps.step('FlowAuth makes a token for 24 hours', () =>
        accessByFlowAuth(settings, secretsOf(home), home),
      )
    })
    const secrets = secretsOf(home)
    writeEnvFile(home, settings, secrets, token)
    const table = await analyse(settings, secrets, home, token, steps)
    const found = [
      ['Map of all flows', home.map],
      ['FlowAPI', flowapiUrl(settings)],
      ['Its description', flowapiDescriptionUrl(settings)],
      ['FlowAuth', flowauthUrl(settings)],
      ...(admin ? [['Its administrator', `${admin.username}, password ${admin.password}`]] : []),
      ['Addresses and a token', home.env],
    ].map(([what = '', where = '']) => `  ${what.padEnd(WHAT_WIDTH)}${where}`)
    console.log(`\n${table}\n\n${found.join('\n')}\n\nEverything keeps running until: make stop`)
  },
  stop: async () => {
    const stopped = await stop(homeAt(readSettings().FLOWKIT_HOME))
    console.log(stopped ? 'Stopped.' : 'Nothing is running.')
  },
  clean: async () => {
    const home = homeAt(readSettings().FLOWKIT_HOME)
    await stop(home)
    clean(home)
    console.log(`Stopped, and deleted what was in ${home.folder}`)
  },
}

const command = COMMANDS[process.argv[2] ?? '']
if (command === undefined) {
  console.error(`usage: main.js ${Object.keys(COMMANDS).join('|')}`)
  process.exitCode = 2
} else {
  await command().catch((error: Error) => {
    console.error(`\n${error.message}`)
    process.exitCode = 1
  })
}
