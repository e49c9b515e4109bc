import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseEnvironment } from './env.ts'

test('needs nothing: everything has a default', () => {
  expect(parseEnvironment({})).toEqual({
    environment: {
      databaseUrl: null,
      role: 'all',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      dataFolder: null,
      secretKey: null,
      olderSecretKeys: [],
      mail: null,
      sockets: { perCaller: 50, operations: 50 },
      checkMinutes: 15,
      signUpOpen: false,
      demo: false,
      allowPrivateHosts: false,
      fileRoots: null,
      logLevel: 'info',
      models: { apiKey: null, baseUrl: null, reasonModel: 'claude-opus-5-5', labelModel: 'claude-haiku-5-5' },
    },
  })
})

test('takes what is given', () => {
  const key = randomBytes(32)
  const variables = {
    DATABASE_URL: 'postgresql://me:secret@db.example:5432/dataing',
    DATAING_ROLE: 'worker',
    PORT: '0',
    HOST: '::1',
    PUBLIC_URL: 'https://dataing.example',
    DATA_DIR: '/srv/dataing',
    DATAING_SECRET_KEY: key.toString('base64'),
    DATAING_DEMO: '1',
    LOG_LEVEL: 'debug',
    ANTHROPIC_API_KEY: 'sk-1',
    ANTHROPIC_BASE_URL: 'https://models.example/',
    DATAING_REASON_MODEL: 'strong',
    DATAING_LABEL_MODEL: 'fast',
  }
  expect(parseEnvironment(variables)).toEqual({
    environment: {
      databaseUrl: variables.DATABASE_URL,
      role: 'worker',
      host: '::1',
      port: 0,
      publicUrl: new URL('https://dataing.example'),
      dataFolder: '/srv/dataing',
      secretKey: new Uint8Array(key),
      olderSecretKeys: [],
      mail: null,
      sockets: { perCaller: 50, operations: 50 },
      checkMinutes: 15,
      signUpOpen: false,
      demo: true,
      allowPrivateHosts: true,
      fileRoots: null,
      logLevel: 'debug',
      models: { apiKey: 'sk-1', baseUrl: 'https://models.example/', reasonModel: 'strong', labelModel: 'fast' },
    },
  })
})

test('a variable that is set to nothing counts as absent', () => {
  const names = [
    'DATABASE_URL',
    'DATAING_ROLE',
    'PORT',
    'HOST',
    'PUBLIC_URL',
    'DATA_DIR',
    'DATAING_SECRET_KEY',
    'DATAING_SECRET_KEYS_OLD',
    'DATAING_DEMO',
    'DATAING_PRIVATE_HOSTS',
    'DATAING_CHECK_MINUTES',
    'DATAING_SIGN_UP',
    'DATAING_FILE_ROOTS',
    'SMTP_URL',
    'MAIL_FROM',
    'LOG_LEVEL',
  ]
  expect(parseEnvironment(Object.fromEntries(names.map(name => [name, ''])))).toEqual(parseEnvironment({}))
})

test('names every fault together, and shows no value', () => {
  const variables = {
    DATABASE_URL: 'mysql://me:hunter2@db/x',
    DATAING_ROLE: 'boss',
    PORT: '70000',
    PUBLIC_URL: 'dataing.example',
    DATAING_SECRET_KEY: 'aHVudGVyMg==',
    DATAING_DEMO: 'yes',
    LOG_LEVEL: 'loud',
  }
  expect(parseEnvironment(variables)).toEqual({
    faults: [
      'DATABASE_URL must be a postgresql:// URL',
      'DATAING_ROLE must be all, api or worker',
      'PORT must be a port',
      'PUBLIC_URL must be an http:// or https:// URL',
      'DATAING_SECRET_KEY must be 32 bytes in base64 (openssl rand -base64 32)',
      'DATAING_DEMO must be 1 or 0',
      'LOG_LEVEL must be debug, info, warn or error',
    ],
  })
})

test('sign-up is open only where mail confirms an address', () => {
  const mail = {
    SMTP_URL: 'smtp://mail.example',
    MAIL_FROM: 'dataing@example.com',
    PUBLIC_URL: 'https://dataing.example',
  }
  expect(parseEnvironment({ DATAING_SIGN_UP: 'open' })).toEqual({
    faults: ['SMTP_URL must be set with DATAING_SIGN_UP=open: an address counts once a mailed link was followed'],
  })
  expect(parseEnvironment({ DATAING_SIGN_UP: 'open', ...mail })).toMatchObject({
    environment: { signUpOpen: true, fileRoots: [] },
  })
  expect(parseEnvironment({ DATAING_SIGN_UP: 'open', ...mail, DATAING_FILE_ROOTS: '/srv/a:/srv/b' })).toMatchObject({
    environment: { fileRoots: ['/srv/a', '/srv/b'] },
  })
  expect(parseEnvironment({ DATAING_FILE_ROOTS: 'srv' })).toEqual({
    faults: ['DATAING_FILE_ROOTS must be absolute folders, separated as in PATH'],
  })
  expect(parseEnvironment({ DATAING_SIGN_UP: 'open', ...mail, DATAING_DEMO: '1' })).toEqual({
    faults: ['DATAING_SIGN_UP must be closed in the demo'],
  })
  expect(parseEnvironment(mail)).toMatchObject({ environment: { signUpOpen: false } })
  expect(parseEnvironment({ DATAING_SIGN_UP: 'yes' })).toEqual({ faults: ['DATAING_SIGN_UP must be open or closed'] })
})

test('a port that is no number is a fault', () => {
  expect(parseEnvironment({ PORT: 'http' })).toEqual({ faults: ['PORT must be a port'] })
})

test('how often data sources are tested is a whole number of minutes, at most a day', () => {
  for (const bad of ['-1', '1.5', '1441', 'often', 'Infinity']) {
    expect(parseEnvironment({ DATAING_CHECK_MINUTES: bad })).toEqual({
      faults: ['DATAING_CHECK_MINUTES must be whole minutes, 0 (never) to 1440'],
    })
  }
  for (const good of ['0', '1', '1440'])
    expect(parseEnvironment({ DATAING_CHECK_MINUTES: good })).toMatchObject({
      environment: { checkMinutes: Number(good) },
    })
})

test('how many sockets and operations a caller may hold are whole numbers', () => {
  for (const bad of ['0', '1.5', '10001', 'many']) {
    expect(parseEnvironment({ DATAING_SOCKETS: bad, DATAING_SUBSCRIPTIONS: bad })).toEqual({
      faults: [
        'DATAING_SOCKETS must be a whole number, 1 to 10000',
        'DATAING_SUBSCRIPTIONS must be a whole number, 1 to 10000',
      ],
    })
  }
  expect(parseEnvironment({ DATAING_SOCKETS: '7', DATAING_SUBSCRIPTIONS: '9' })).toMatchObject({
    environment: { sockets: { perCaller: 7, operations: 9 } },
  })
})

test('mail needs to know whom it comes from and where its links lead', () => {
  const SMTP_URL = 'smtp://me:hunter2@mail.example:2525'
  expect(parseEnvironment({ SMTP_URL })).toEqual({
    faults: [
      'MAIL_FROM must be set with SMTP_URL: the address that mail comes from',
      'PUBLIC_URL must be set with SMTP_URL: where the links in mails lead',
    ],
  })
  expect(parseEnvironment({ SMTP_URL, PUBLIC_URL: 'https://dataing.example', MAIL_FROM: 'a@b, c@d' })).toEqual({
    faults: ['MAIL_FROM must be an address, or Name <address>'],
  })
  expect(
    parseEnvironment({
      SMTP_URL,
      PUBLIC_URL: 'https://dataing.example',
      MAIL_FROM: 'Dataing <no-reply@dataing.example>',
    }),
  ).toMatchObject({
    environment: { mail: { url: new URL(SMTP_URL), from: 'Dataing <no-reply@dataing.example>' } },
  })
})

test('older keys are a list, and each must be one', () => {
  const [one, two] = [randomBytes(32), randomBytes(32)]
  const list = `${one.toString('base64')}, ${two.toString('base64')}`
  expect(parseEnvironment({ DATAING_SECRET_KEYS_OLD: list })).toMatchObject({
    environment: { olderSecretKeys: [new Uint8Array(one), new Uint8Array(two)] },
  })
  expect(parseEnvironment({ DATAING_SECRET_KEYS_OLD: `${one.toString('base64')},aHVudGVyMg==` })).toEqual({
    faults: ['DATAING_SECRET_KEYS_OLD must be 32 bytes in base64 (openssl rand -base64 32)'],
  })
})
