import { viewContract, viewSeed } from '../../core/ports/viewReader.contract.ts'
import { duckdbFile } from '../../testing/duckdbFile.ts'
import { duckdb } from './duckdb.ts'

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 512, threads: 2 } }

viewContract('DuckDB', async () => {
  const file = await duckdbFile(viewSeed)
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  const { value: source } = connected
  return {
    source, schema: 'main',
    async close() {
      await source.close()
      await file.remove()
    },
  }
})
