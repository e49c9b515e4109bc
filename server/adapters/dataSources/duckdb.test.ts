import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { duckdbFile } from '../../testing/duckdbFile.ts'
import { duckdb } from './duckdb.ts'

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 512, threads: 2 } }

dataSourceContract('duckdb', async () => {
  const file = await duckdbFile(contractSeed)
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  return {
    source: connected.value,
    schema: 'main',
    slowQuery: 'SELECT count(*) FROM range(10000000) AS a (x), range(10000000) AS b (y) WHERE (x * y) % 7 = 3',
    isRunning: isBusy,
    distinctEstimate: null,
    secrets: [file.path, file.folder],
    close: file.remove,
  }
})

/** DuckDB works in this process: a running query uses more than this thread's own time. */
const isBusy = async () => {
  const [cpu, clock] = [process.cpuUsage(), performance.now()]
  await new Promise(resolve => setTimeout(resolve, 100))
  const { user } = process.cpuUsage(cpu)
  return user / 1000 > 0.5 * (performance.now() - clock)
}
