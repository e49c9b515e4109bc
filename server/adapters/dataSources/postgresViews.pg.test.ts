import { viewContract, viewSeed } from '../../core/ports/viewReader.contract.ts'
import { postgresLogin, READ_ALL } from '../../testing/postgresLogin.ts'
import { postgres } from './postgres.ts'

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 512, threads: 2 } }

viewContract('PostgreSQL', async () => {
  const { password, settings, remove } = await postgresLogin(viewSeed, READ_ALL)
  const connected = await postgres.connect({ kind: 'postgres', settings, secrets: { password } }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  const { value: source } = connected
  return {
    source, schema: 'public',
    async close() {
      await source.close()
      await remove()
    },
  }
})
