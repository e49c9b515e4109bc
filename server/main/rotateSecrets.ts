// `npm run secrets:rotate`: seals everything anew by the key of now, while the service serves. Ends with 1 where something was sealed by a key that was not given.
import pg from 'pg'
import { rotateSecrets } from '../adapters/secrets/rotateSecrets.ts'
import { readEnvironment } from '../env.ts'
import { openDataFolder } from './dataFolder.ts'
import { openDatabase } from './database.ts'
import { createLifetime } from './lifetime.ts'
import { openSecretKey } from './secretKey.ts'

const say = (text: string) => {
  process.stdout.write(`${text}\n`)
}
const lifetime = createLifetime()

const rotateAll = async (): Promise<boolean> => {
  const environment = readEnvironment()
  const dataFolder = await openDataFolder(environment)
  const onLost = () => {
    throw new Error('The database went away')
  }
  const connectionString = await openDatabase({ environment, dataFolder, lifetime, onLost })
  const pool = await lifetime.keep(new pg.Pool({ connectionString, max: 1 }), opened => opened.end())
  const counts = new Map<string, number>()
  const keys = { pool, key: await openSecretKey(environment, dataFolder), olderKeys: environment.olderSecretKeys }
  for await (const { title, resealed, unreadable } of rotateSecrets(keys)) {
    say(
      `${title}: ${resealed} sealed anew${unreadable > 0 ? `, ${unreadable} sealed by a key that was not given` : ''}`,
    )
    counts.set(title, unreadable)
  }
  return [...counts.values()].every(count => count === 0)
}

const isWhole = await rotateAll().finally(() => lifetime.end())
say(
  isWhole
    ? 'Everything is sealed by the key of now; the older ones may go'
    : 'Name the missing keys in DATAING_SECRET_KEYS_OLD and run it again',
)
process.exit(isWhole ? 0 : 1)
