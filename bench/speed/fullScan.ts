import { DuckDBInstance } from '@duckdb/node-api'

// A process of its own that reads columns of a table once, value by value.
// argv: path, columns joined by commas, threads, memory in MB. Prints one line of JSON.

const [path, list, threads, memoryMb] = process.argv.slice(2)
if (path === undefined || list === undefined || threads === undefined || memoryMb === undefined) throw new Error('Give a path, columns, threads and memory')
const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', threads, memory_limit: `${memoryMb}MB` })
const connection = await instance.connect()
const started = performance.now()
// The filter holds for every row, but only reading tells; without it min() would be answered from the statistics.
await connection.runAndReadAll(`SELECT count(*), ${list.split(',').map(column => `min(${column})`).join(', ')} FROM flights WHERE record_no % 1000003 >= 0`)
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${JSON.stringify({ seconds, peakKb: process.resourceUsage().maxRSS })}\n`)
process.exit(0)
