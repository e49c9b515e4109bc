// A data source of each kind that has secrets, each on a server that refuses it and quotes them.
import { canary, echoes, keyCanary, type Canary } from './canaries.ts'
import { echoingHttp, echoingMysql, echoingPostgres } from './echoServers.ts'

export type CanarySource = {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly canaries: readonly Canary[]
}

const BUSY = ['28P01', '42501', '42P01', '42601', 'XX000', '', '08006']

/** One of the list after the other. */
const inTurn = <Item>(items: readonly [Item, ...Item[]]) => {
  let turn = 0
  return () => items[turn++ % items.length] ?? items[0]
}

const plain = { database: 'shop', user: 'kö', ssl: 'disable', host: '127.0.0.1' }

const byPassword = (kind: string, port: number, password: Canary): CanarySource => ({
  kind,
  settings: { ...plain, port, password: password.secret },
  canaries: [password],
})

const trino = async () => {
  const [password, token] = [canary('trino password'), canary('trino token')]
  const text = echoes(password, token)
  const name = inTurn(['SYNTAX_ERROR', 'TABLE_NOT_FOUND', 'PERMISSION_DENIED', 'GENERIC_INTERNAL_ERROR'])
  const status = inTurn([200, 401, 200, 500, 200])
  const server = await echoingHttp(() => ({
    status: status(),
    body: { id: '1', error: { message: `no access for ${text()}`, errorName: name(), errorType: 'USER_ERROR' } },
  }))
  const settings = {
    host: '127.0.0.1',
    port: server.port,
    ssl: 'disable',
    catalog: 'hive',
    schema: 'shop',
    user: 'kö',
    password: password.secret,
    token: token.secret,
  }
  return { server, sources: [{ kind: 'trino', settings, canaries: [password, token] }] }
}

/** `secrets`: settings by their names. */
const snowflake = async (secrets: Readonly<Record<string, Canary>>) => {
  const canaries = Object.values(secrets)
  const text = echoes(...canaries)
  const code = inTurn(['390100', '002003', '001003', '000904', '999999'])
  const server = await echoingHttp(() => ({
    status: 200,
    body: { success: false, code: code(), message: `no access for ${text()}`, data: {} },
  }))
  const given = Object.fromEntries(Object.entries(secrets).map(([name, { secret }]) => [name, secret]))
  const settings = {
    account: 'acme',
    user: 'kö',
    role: 'READER',
    warehouse: 'WH',
    database: 'SHOP',
    address: server.origin,
    ...given,
  }
  return { server, sources: [{ kind: 'snowflake', settings, canaries }] }
}

const bigquery = async () => {
  const key = keyCanary('bigquery key')
  const text = echoes(key)
  const reason = inTurn(['invalidQuery', 'notFound', 'accessDenied', 'internalError', 'other'])
  const isRefused = inTurn([false, false, true])
  const server = await echoingHttp(path => {
    if (path === '/token' && !isRefused())
      return { status: 200, body: { access_token: 'ya29', expires_in: 3600, token_type: 'Bearer' } }
    if (path === '/token')
      return { status: 400, body: { error: 'invalid_grant', error_description: `no access for ${text()}` } }
    const message = `Syntax error: ${text()}`
    return { status: 400, body: { error: { code: 400, message, errors: [{ reason: reason(), message }] } } }
  })
  const account = {
    type: 'service_account',
    client_email: 'reader@acme.example',
    private_key: key.secret,
    token_uri: `${server.origin}/token`,
  }
  return {
    server,
    sources: [
      {
        kind: 'bigquery',
        settings: { project: 'acme-shop', datasets: 'shop', apiEndpoint: server.origin, key: JSON.stringify(account) },
        canaries: [key],
      },
    ],
  }
}

/** The sources, and the servers behind them. */
export const startCanarySources = async () => {
  const [postgres, redshift, mysql] = [
    canary('postgres password'),
    canary('redshift password'),
    canary('mysql password'),
  ]
  const servers = await Promise.all([
    echoingPostgres(BUSY, echoes(postgres)),
    echoingPostgres(BUSY, echoes(redshift)),
    echoingMysql([1045, 1064, 1054, 1130, 1146, 1040, 1999], echoes(mysql)),
  ] as const)
  const passphrase = canary('snowflake phrase')
  const others = await Promise.all([
    trino(),
    bigquery(),
    snowflake({ password: canary('snowflake password') }),
    snowflake({ privateKey: keyCanary('snowflake key', passphrase.secret), passphrase }),
  ])
  const sources: readonly CanarySource[] = [
    byPassword('postgres', servers[0].port, postgres),
    byPassword('redshift', servers[1].port, redshift),
    byPassword('mysql', servers[2].port, mysql),
    ...others.flatMap((other): readonly CanarySource[] => other.sources),
  ]
  const close = () => Promise.all([...servers, ...others.map(({ server }) => server)].map(server => server.close()))
  return { sources, close }
}
