import { expect, test } from 'vitest'
import { createLog } from './log.ts'

const logTo = (lines: string[], lowest: 'debug' | 'warn') =>
  createLog(
    lowest,
    line => {
      lines.push(line)
    },
    () => new Date('2026-01-02T03:04:05.678Z'),
  )

test('writes what is important enough, one line each', () => {
  const lines: string[] = []
  const log = logTo(lines, 'warn')
  log('debug', 'asked')
  log('info', 'started')
  log('warn', 'slow')
  log('error', 'down')
  expect(lines).toEqual(['2026-01-02T03:04:05.678Z warn slow\n', '2026-01-02T03:04:05.678Z error down\n'])
})

test('shows an error, but never the password of a connection URL', () => {
  const lines: string[] = []
  logTo(lines, 'debug')(
    'error',
    'down',
    new Error('cannot start', { cause: new Error('no postgresql://me:hunter2@db:5432/x') }),
  )
  expect(lines[0]).toContain('Error: cannot start')
  expect(lines[0]).toContain('because of Error: no postgresql://me:••••@db:5432/x')
  expect(lines.join('')).not.toContain('hunter2')
})
