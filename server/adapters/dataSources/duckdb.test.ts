import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { duckdbFile } from '../../testing/duckdbFile.ts'
import { duckdb } from './duckdb.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

dataSourceContract(
  'duckdb',
  async () => {
    const file = await duckdbFile(contractSeed)
    const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return {
      source: connected.value,
      schema: 'main',
      slowQuery: 'SELECT count(*) FROM range(10000000) AS a (x), range(10000000) AS b (y) WHERE (x * y) % 7 = 3',
      isRunning: isBusy,
      distinctEstimate: null,
      costs: { how: 'plan', bytes: false },
      secrets: [file.path, file.folder],
      close: file.remove,
    }
  },
  async () => {
    const file = await duckdbFile(viewSeed)
    const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return { source: connected.value, schema: 'main', close: () => connected.value.close().then(file.remove) }
  },
)

const WINDOWS = 3
const WINDOW_MS = 60
const BUSY_SHARE = 0.05

/** DuckDB works in this process, on threads of its own: with a query running there is no moment without work, however loaded the machine. */
const isBusy = async () => {
  for (let window = 0; window < WINDOWS; window++) {
    const before = process.cpuUsage()
    await new Promise(resolve => setTimeout(resolve, WINDOW_MS))
    if (process.cpuUsage(before).user / 1000 < WINDOW_MS * BUSY_SHARE) return false
  }
  return true
}
