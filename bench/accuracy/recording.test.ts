import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { appendRecording, readRecording } from './recording.ts'

const folder = mkdtempSync(join(tmpdir(), 'dataing-recording-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('a run that was ended in the middle of a line goes on from the line before', () => {
  const path = join(folder, 'run.jsonl')
  expect([...readRecording(path)]).toEqual([])
  appendRecording(path, { id: 'a', scored: null })
  appendFileSync(path, '{"id":"b","sco')
  expect([...readRecording(path)]).toEqual([['a', null]])
  appendRecording(path, { id: 'c', scored: null })
  expect([...readRecording(path).keys()]).toEqual(['a', 'c'])
})
