import { graphql } from '../gql/gql.ts'

export const TestStep_step = graphql(`
  fragment TestStep_step on DataSourceTestStep { name outcome message remedy grant retryable elapsedMs }
`)

export const stepTitles = {
  DNS: 'Name',
  TCP: 'Port',
  TLS: 'Encryption',
  SIGN_IN: 'Sign-in',
  ROLE: 'Role',
  LIST_SCHEMAS: 'Schemas and tables',
  READ_TABLE: 'Reading a table',
  READ_ONLY: 'Read-only proof',
} as const

export const stepLooks = {
  RUNNING: { icon: 'refresh', tone: 'text-accent animate-spin motion-reduce:animate-none', word: 'running' },
  OK: { icon: 'check', tone: 'text-good', word: 'ok' },
  WARNING: { icon: 'alert', tone: 'text-warn', word: 'warning' },
  FAILED: { icon: 'x', tone: 'text-bad', word: 'failed' },
  SKIPPED: { icon: 'minus', tone: 'text-faint', word: 'skipped' },
} as const
