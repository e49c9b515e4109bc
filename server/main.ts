// The composition root: environment, adapters, app, worker, API and page; and their end.
import { readEnvironment } from './env.ts'
import { createApp } from './main/createApp.ts'
import { openDataFolder } from './main/dataFolder.ts'
import { openDatabase } from './main/database.ts'
import { createLifetime } from './main/lifetime.ts'
import { createLog } from './main/log.ts'
import { openAdapters } from './main/openAdapters.ts'
import { openSecretKey } from './main/secretKey.ts'
import { noDemo, startDemo } from './main/startDemo.ts'
import { startPage } from './main/startPage.ts'
import { startSchedule } from './main/startSchedule.ts'
import { keepTrails, startMail, startSteps } from './main/startSteps.ts'

/** When something hangs at the end, the process ends without it. */
const END_MS = 20_000

const environment = readEnvironment()
const say = (text: string) => {
  process.stdout.write(`${text}\n`)
}
const log = createLog(
  environment.logLevel,
  text => {
    process.stderr.write(text)
  },
  () => new Date(),
)
const lifetime = createLifetime()
let ending: Promise<void> | null = null

const start = async (): Promise<void> => {
  const dataFolder = await openDataFolder(environment)
  say(`Data is kept in ${dataFolder}`)
  const onLost = () => {
    void end(1, 'The database went away')
  }
  const databaseUrl = await openDatabase({ environment, dataFolder, lifetime, onLost })
  const secretKey = await openSecretKey(environment, dataFolder)
  const adapters = await openAdapters({ ...environment, dataFolder, databaseUrl, secretKey, lifetime, log })
  const app = createApp(adapters)
  const { demo, role } = environment
  if (role !== 'api') {
    await startSteps({ databaseUrl, adapters, lifetime, log })
    await startMail({ databaseUrl, adapters, lifetime, log })
    await startSchedule({ databaseUrl, adapters, lifetime, log, checkMinutes: environment.checkMinutes })
    await keepTrails({ adapters, lifetime, log })
  }
  if (role === 'worker') return say('The worker is running')
  if (demo) say('Preparing the demo (the first time it makes a warehouse) …')
  const { demoScenarios, autoSignIn } = demo ? await startDemo(dataFolder, adapters, app) : noDemo
  const address = await startPage({ environment, adapters, app: { ...app, demoScenarios }, autoSignIn, lifetime, log })
  if (await app.setUpNeeded())
    say(`Set up your workspace at ${new URL(`/set-up?token=${adapters.identity.setUp.text}`, address).href}`)
  say(`Dataing is at ${address.href}`)
}

const end = async (code: number, why?: string, error?: unknown): Promise<void> => {
  if (why) log('error', why, error)
  ending ??= (async () => {
    setTimeout(() => process.exit(1), END_MS).unref()
    await lifetime.end().catch((problem: unknown) => {
      log('error', 'Something did not close', problem)
    })
    await starting.catch(() => undefined)
    process.exit(code)
  })()
  await ending
}

const starting = start()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    void end(0)
  })
process.on('uncaughtException', error => {
  void end(1, 'A fault that nobody caught', error)
})
starting.catch((error: unknown) => {
  if (!ending) void end(1, 'Dataing does not start', error)
})
