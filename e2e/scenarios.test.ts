import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAnswers } from '../demo/answers.ts'
import { makeDemoWarehouse } from '../demo/makeDemoWarehouse.ts'
import { demoScenarios } from '../demo/scenarios/index.ts'
import type { Onset, Segment } from '../server/core/finding/finding.ts'
import { investigate, stopInvestigating } from '../server/testing/investigate.ts'

let folder = ''
let path = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataing-scenarios-'))
  const { dataSources } = await makeDemoWarehouse(folder)
  path = dataSources[0]?.path ?? ''
}, 120_000)

afterAll(async () => {
  await stopInvestigating()
  await rm(folder, { recursive: true, force: true })
})

const segmentText = (segment: Segment) =>
  segment
    .map(({ column, value }) => `${column}=${value ?? 'null'}`)
    .toSorted()
    .join('&')
const placeText = (segments: readonly Segment[]) =>
  segments
    .map(segmentText)
    .filter(text => text !== '')
    .toSorted()
    .join('; ')

/** Hours between two onsets; a day is matched by any hour of it. */
const apart = (found: Onset | null, truth: Onset | null) => {
  if (!found || !truth) return found === truth ? 0 : Infinity
  if (truth.precision === 'day' || found.precision === 'day')
    return found.at.slice(0, 10) === truth.at.slice(0, 10) ? 0 : Infinity
  return (
    Math.abs(Date.parse(`${found.at.slice(0, 13)}:00:00Z`) - Date.parse(`${truth.at.slice(0, 13)}:00:00Z`)) / 3_600_000
  )
}

test.each(demoScenarios.map(({ key, title, question }) => ({ key, title, question })))(
  '$title: cause, segment and onset are right ($key)',
  async ({ key, question }) => {
    const truth = demoAnswers[key]
    if (!truth) throw new Error(`No answer for ${key}`)
    const { finding, failure, problems, queries } = await investigate({ path, question })
    expect({ failure, problems }).toEqual({ failure: null, problems: [] })
    expect([finding?.conclusion, finding?.cause]).toEqual([truth.conclusion, truth.cause])
    expect(truth.segments.map(placeText)).toContain(placeText(finding?.segments ?? []))
    expect(apart(finding?.onset ?? null, truth.onset)).toBeLessThanOrEqual(1)
    // Looks at rows are no scans: the samples, and the few hundred ids that are sought in other tables.
    const scans = queries.filter(({ scan, readsTable }) => scan !== null && scan !== 'kin' && readsTable)
    expect(scans.length).toBeLessThanOrEqual(6)
  },
)
