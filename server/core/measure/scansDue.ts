import type { Prediction } from '../hypothesis/hypothesis.ts'
import type { State } from '../investigation/state.ts'
import { asCase, type Case, type Scan } from './planned.ts'
import type { ScanName } from './scan.ts'
import { calendar } from './scans/calendar.ts'
import { hours } from './scans/hours.ts'
import { keys } from './scans/keys.ts'
import { kin } from './scans/kin.ts'
import { onset } from './scans/onset.ts'
import { profile } from './scans/profile.ts'
import { references } from './scans/references.ts'
import { segments } from './scans/segments.ts'
import { siblings } from './scans/siblings.ts'
import { upstream } from './scans/upstream.ts'
import { values } from './scans/values.ts'
import { readOnce } from './timeSql.ts'

const readingOnce = (scan: Scan): Scan => ({
  ...scan,
  plan: (state, dialect) => readOnce(state.focus, dialect, focus => scan.plan({ ...state, focus }, dialect)),
})

/** Every scan there is, in the order in which the report tells of them. */
export const scans: readonly Scan[] = [
  values,
  segments,
  profile,
  hours,
  keys,
  references,
  siblings,
  calendar,
  onset,
  kin,
  upstream,
].map(readingOnce)

/** Where it sits is looked for first; the other scans depend on it, and so does what is still worth asking. */
const first: readonly ScanName[] = ['values', 'segments']

/** Scans that a prediction still open waits for, that can tell something here, and whose own questions are answered. */
export const scansDue = (state: State, open: (state: Case) => readonly Prediction[]): readonly ScanName[] => {
  const found = asCase(state)
  if (!found) return []
  const isSettled = (wanted: ReadonlySet<ScanName>) => (name: ScanName) =>
    state.scansDone.includes(name) || !scans.some(scan => scan.name === name && wanted.has(name) && scan.applies(found))
  const placed = first.every(isSettled(wantedScans(found, [])))
  const wanted = wantedScans(found, placed ? open(found) : [])
  return scans
    .filter(
      scan =>
        wanted.has(scan.name) &&
        !state.scansDone.includes(scan.name) &&
        scan.after.every(isSettled(wanted)) &&
        scan.applies(found),
    )
    .map(({ name }) => name)
}

/** What the predictions need, and what those scans are made from. */
const wantedScans = (state: Case, predictions: readonly Prediction[]): ReadonlySet<ScanName> => {
  // Where it is, and where it was born, belongs to every report, whatever the hypotheses ask for.
  const wanted = new Set<ScanName>([...predictions.map(({ scan }) => scan), 'segments', 'onset', 'kin', 'upstream'])
  for (const scan of [...scans].reverse())
    if (wanted.has(scan.name) && scan.applies(state)) scan.after.forEach(name => wanted.add(name))
  return wanted
}
