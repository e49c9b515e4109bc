import { createServer as createHttp } from 'node:http'
import { createServer as createTcp, type AddressInfo } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { echoingMysql, echoingPostgres } from '../../testing/echoServers.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import { bigqueryProblem } from './bigquery/bigqueryProblem.ts'
import { duckdbProblem } from './duckdb/duckdbProblem.ts'
import { mysql } from './mysql.ts'
import { mysqlProblem } from './mysql/mysqlProblem.ts'
import { postgres } from './postgres.ts'
import { postgresProblem } from './postgres/postgresProblem.ts'
import { redshift } from './redshift.ts'
import { snowflakeProblem } from './snowflake/snowflakeProblem.ts'
import { trino } from './trino.ts'
import { trinoProblem } from './trino/trinoProblem.ts'
import { TrinoFailure } from './trino/trinoStatement.ts'

// What is tried again, and how often: by the adapter at once, or, where `retryable` says that it may pass, by whoever asked. BigQuery's own are in its contract.

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 64, threads: 1 } }
const login = (port: number) => ({
  settings: { host: '127.0.0.1', port, database: 'shop', user: 'reader', ssl: 'disable' },
  secrets: { password: 'x' },
})
const kinds = { postgres, redshift, mysql }

const counted = <Said>(say: () => Said) => {
  let times = 0
  return {
    times: () => times,
    say: () => {
      times += 1
      return say()
    },
  }
}

for (const [kind, said, code, retryable] of [
  ['postgres', '57P03', 'unreachable', true],
  ['postgres', '53300', 'unreachable', true],
  ['postgres', '28P01', 'permission-denied', false],
  ['postgres', '3D000', 'not-found', false],
  ['redshift', '57P03', 'unreachable', true],
  ['redshift', '28000', 'permission-denied', false],
  ['mysql', '1040', 'unreachable', true],
  ['mysql', '1045', 'permission-denied', false],
  ['mysql', '1130', 'permission-denied', false],
  ['mysql', '1049', 'not-found', false],
] as const)
  test(`${kind}: a sign-in refused with ${said} is tried once, and is told as ${code}`, async () => {
    const attempts = counted(() => 'you')
    const server =
      kind === 'mysql' ? await echoingMysql([Number(said)], attempts.say) : await echoingPostgres([said], attempts.say)
    const connected = await kinds[kind].connect({ kind, ...login(server.port) }, options)
    await server.close()
    expect(connected).toMatchObject({ ok: false, problem: { code, retryable } })
    expect(attempts.times()).toBe(1)
  })

test.each(['postgres', 'redshift', 'mysql'] as const)(
  '%s: where nobody listens it may pass, and where the other side is silent or hangs up as well',
  async kind => {
    const closed = createTcp()
    const port = await new Promise<number>(
      resolve => void closed.listen(0, '127.0.0.1', () => resolve((closed.address() as AddressInfo).port)),
    )
    await new Promise(resolve => closed.close(resolve))
    expect(await kinds[kind].connect({ kind, ...login(port) }, options)).toMatchObject({
      ok: false,
      problem: { code: 'unreachable', retryable: true },
    })
    const attempts = counted(() => undefined)
    const rude = createTcp(socket => {
      attempts.say()
      socket.destroy()
    })
    const at = await new Promise<number>(
      resolve => void rude.listen(0, '127.0.0.1', () => resolve((rude.address() as AddressInfo).port)),
    )
    expect(await kinds[kind].connect({ kind, ...login(at) }, options)).toMatchObject({
      ok: false,
      problem: { code: 'unreachable', retryable: true },
    })
    await new Promise(resolve => rude.close(resolve))
    expect(attempts.times()).toBe(1)
  },
)

/** A Trino that answers each statement in turn by these: a status, or a body; `next` is what it says when a page is asked for. */
const trinoThat = async (statement: readonly number[], next: readonly number[]) => {
  const asked = { POST: 0, GET: 0 }
  let port = 0
  const finished = (transaction: boolean) =>
    JSON.stringify({ id: 'q', columns: [{ name: 'a', type: 'integer' }], data: transaction ? [] : [[1]] })
  const server = createHttp((request, response) => {
    let text = ''
    request
      .on('data', (data: Buffer) => void (text += data.toString()))
      .on('end', () => {
        const own = text.startsWith('SELECT 42') || request.method === 'GET'
        if (!own) return response.setHeader('x-trino-started-transaction-id', 't').end(finished(true))
        const method = request.method === 'GET' ? 'GET' : 'POST'
        const status = (method === 'GET' ? next : statement)[asked[method]++] ?? 200
        if (status !== 200) return response.writeHead(status).end('busy')
        response.end(
          method === 'POST' && next.length > 0
            ? JSON.stringify({ id: 'q', nextUri: `http://127.0.0.1:${port}/page` })
            : finished(false),
        )
      })
  })
  port = await new Promise<number>(
    resolve => void server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
  const connected = await trino.connect(
    {
      kind: 'trino',
      settings: { host: '127.0.0.1', port, catalog: 'c', schema: 's', user: 'reader', ssl: 'disable' },
      secrets: {},
    },
    options,
  )
  if (!connected.ok) throw new Error(connected.problem.message)
  const answer = await connected.value.ask(uncheckedQuery('trino', 'SELECT 42 AS a'), {
    maxRows: 10,
    maxBytes: 10_000,
    timeoutMs: 2500,
  })
  await connected.value.close()
  await new Promise(resolve => server.close(resolve))
  return { answer: answer.ok ? answer.value.rows : [answer.problem.code, answer.problem.retryable], asked }
}

for (const [what, statement, next, answer, asked] of [
  ['a statement that was not taken is sent again', [503, 429, 200], [], [[1]], { POST: 3, GET: 0 }],
  ['a statement that may run is not', [502], [], ['unreachable', true], { POST: 1, GET: 0 }],
  ['nor is one whose answer came too late', [504], [], ['unreachable', true], { POST: 1, GET: 0 }],
  ['a page is asked for again', [200], [502, 504, 503, 200], [[1]], { POST: 1, GET: 4 }],
  ['a refused statement is not sent again', [401], [], ['permission-denied', false], { POST: 1, GET: 0 }],
] as const)
  test(`trino: ${what}`, async () => {
    expect(await trinoThat(statement, next)).toEqual({ answer, asked })
  })

test('trino: a statement that is never taken ends with the time of the call, in ever longer pauses', async () => {
  const { answer, asked } = await trinoThat(
    Array.from({ length: 1000 }, () => 503),
    [],
  )
  expect(answer).toEqual(['timed-out', true])
  expect(asked.POST).toBeLessThan(8)
})

const ofPg = (code: string) => Object.assign(new pg.DatabaseError('said', 4, 'error'), { code })
const coded = (code: string, more: object = {}) => Object.assign(new Error('said'), { code, ...more })
const ofMysql = (code: string) => coded(code, { errno: 1, sqlState: 'HY000', fatal: false })
const ofTrino = (errorName: string, errorType: string) => new TrinoFailure({ message: 'said', errorName, errorType })
const ofSnowflake = (code: string) => coded(code, { name: 'OperationFailedError', sqlState: '57014' })
const ofBigquery = (reason: string) => coded('400', { name: 'ApiError', errors: [{ reason, message: 'said' }] })

for (const [kind, problemOf, passing, staying] of [
  [
    'postgres',
    postgresProblem,
    [
      ofPg('57P01'),
      ofPg('57P02'),
      ofPg('08006'),
      ofPg('40001'),
      ofPg('40P01'),
      ofPg('55P03'),
      ofPg('57014'),
      coded('ECONNRESET'),
      coded('ETIMEDOUT'),
    ],
    [
      ofPg('42601'),
      ofPg('42P01'),
      ofPg('42501'),
      ofPg('22012'),
      ofPg('53200'),
      ofPg('25006'),
      coded('CERT_HAS_EXPIRED'),
    ],
  ],
  [
    'mysql',
    mysqlProblem,
    [
      ofMysql('ER_CONNECTION_KILLED'),
      ofMysql('ER_LOCK_DEADLOCK'),
      ofMysql('ER_LOCK_WAIT_TIMEOUT'),
      ofMysql('ER_SERVER_SHUTDOWN'),
      coded('PROTOCOL_CONNECTION_LOST'),
    ],
    [
      ofMysql('ER_PARSE_ERROR'),
      ofMysql('ER_NO_SUCH_TABLE'),
      ofMysql('ER_TABLEACCESS_DENIED_ERROR'),
      ofMysql('ER_TRUNCATED_WRONG_VALUE'),
      ofMysql('ER_OUT_OF_SORTMEMORY'),
    ],
  ],
  [
    'trino',
    trinoProblem,
    [
      ofTrino('NO_NODES_AVAILABLE', 'INTERNAL_ERROR'),
      ofTrino('QUERY_QUEUE_FULL', 'INSUFFICIENT_RESOURCES'),
      ofTrino('SERVER_SHUTTING_DOWN', 'INTERNAL_ERROR'),
      ofTrino('REMOTE_HOST_GONE', 'INTERNAL_ERROR'),
      coded('ECONNREFUSED'),
      coded('ETIMEDOUT'),
    ],
    [
      ofTrino('SYNTAX_ERROR', 'USER_ERROR'),
      ofTrino('DIVISION_BY_ZERO', 'USER_ERROR'),
      ofTrino('EXCEEDED_LOCAL_MEMORY_LIMIT', 'INSUFFICIENT_RESOURCES'),
      ofTrino('GENERIC_INTERNAL_ERROR', 'INTERNAL_ERROR'),
      ofTrino('PERMISSION_DENIED', 'USER_ERROR'),
    ],
  ],
  [
    'snowflake',
    snowflakeProblem,
    [ofSnowflake('390114'), ofSnowflake('390112'), ofSnowflake('000630'), coded('ECONNRESET')],
    [
      ofSnowflake('001003'),
      ofSnowflake('002003'),
      ofSnowflake('003001'),
      ofSnowflake('000606'),
      ofSnowflake('390100'),
      ofSnowflake('100038'),
    ],
  ],
  [
    'bigquery',
    bigqueryProblem,
    ['backendError', 'rateLimitExceeded', 'internalError', 'jobBackendError', 'quotaExceeded', 'tableUnavailable'].map(
      ofBigquery,
    ),
    [
      'invalidQuery',
      'notFound',
      'accessDenied',
      'bytesBilledLimitExceeded',
      'resourcesExceeded',
      'billingNotEnabled',
    ].map(ofBigquery),
  ],
  [
    'duckdb',
    duckdbProblem,
    [new Error('IO Error: Could not set lock on file'), new Error('IO Error: No such file or directory')],
    [
      new Error('Parser Error: x'),
      new Error('Conversion Error: x'),
      new Error('Out of Memory Error: x'),
      new Error('IO Error: x is not a valid DuckDB database'),
      new RangeError('x'),
    ],
  ],
] as const)
  test(`${kind}: what may pass is told apart from what stays`, () => {
    const told = (errors: readonly Error[]) =>
      errors.map(error => [
        `${'code' in error ? String(error.code) : ''} ${error.message}`,
        problemOf(error, []).retryable,
      ])
    expect(told(passing)).toEqual(told(passing).map(([name]) => [name, true]))
    expect(told(staying)).toEqual(told(staying).map(([name]) => [name, false]))
  })
