import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { logistic, weights, type Logistic } from '../../server/core/hypothesis/weights.ts'
import { brier, calibrationError, type Stated } from '../accuracy/statistics.ts'
import { fitLogistic } from './fitLogistic.ts'
import { readClaims, type Claim, type Part } from './readClaims.ts'

// Fits the three stated confidences on recorded runs of the training split: `npm run bench:calibration -- --from s1.jsonl,s2.jsonl [--write]`.
// What each choice is worth is told on cases held out: a recording at a time, then a base at a time. Without `--write` nothing is changed.

const { values: options } = parseArgs({
  options: { from: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
})
const paths = options.from.split(',').filter(Boolean)
const claims = paths.flatMap(readClaims)
if (claims.length < 50)
  throw new Error(`Give recordings with 50 claims or more: --from a.jsonl,b.jsonl (these have ${claims.length})`)

const parts = ['mechanism', 'where', 'origin'] as const
type Fitted = Readonly<Record<Part, Logistic>>

const fit = (list: readonly Claim[], ridge: number): Fitted => {
  const of = (part: Part) =>
    fitLogistic(
      list
        .filter(({ needed }) => needed.includes(part))
        .map(({ traits, right }) => ({ traits: traits[part], right: right[part] })),
      ridge,
    )
  return { mechanism: of('mechanism'), where: of('where'), origin: of('origin') }
}

const { most } = weights.caps
const sure = (fitted: Fitted, claim: Claim, part: Part) => Math.min(most, logistic(fitted[part], claim.traits[part]))
const headline = (fitted: Fitted, claim: Claim) => Math.min(...claim.needed.map(part => sure(fitted, claim, part)))

type Held = { readonly claim: Claim; readonly fitted: Fitted }

/** Each claim with weights fitted on the others: those of other recordings, or of other bases. */
const heldOut = (by: (claim: Claim) => string, ridge: number): readonly Held[] =>
  [...Map.groupBy(claims, by)].flatMap(([name, out]) => {
    const fitted = fit(
      claims.filter(claim => by(claim) !== name),
      ridge,
    )
    return out.map(claim => ({ claim, fitted }))
  })

const fold = ({ id, seed }: Claim) =>
  paths.length > 2 ? seed : String(createHash('sha256').update(id).digest().readUInt8(0) % 5)
const loss = (held: readonly Held[]) =>
  held.reduce(
    (sum, { claim, fitted }) =>
      sum +
      parts.reduce((total, part) => {
        const p = sure(fitted, claim, part)
        return total - (claim.needed.includes(part) ? Math.log(claim.right[part] ? p : 1 - p) : 0)
      }, 0),
    0,
  ) / held.length

/** Chosen on bases held out: what it says must hold on data of another kind. */
const ridges = [2, 4, 8, 16, 32, 64]
const ridge = ridges
  .map(value => ({ value, lost: loss(heldOut(({ base }) => base, value)) }))
  .reduce((best, one) => (one.lost < best.lost ? one : best)).value

const figures = (name: string, stated: readonly Stated[]) => ({
  what: name,
  claims: stated.length,
  'mean stated': mean(stated.map(({ confidence }) => confidence)),
  right: mean(stated.map(({ right }) => (right ? 1 : 0))),
  brier: brier(stated).toFixed(4),
  calibrationError: calibrationError(stated).toFixed(4),
})
const mean = (values: readonly number[]) => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3)
const headlines = (name: string, held: readonly Held[]) =>
  figures(
    name,
    held.map(({ claim, fitted }) => ({ confidence: headline(fitted, claim), right: claim.right.mechanism })),
  )
const partsOf = (name: string, held: readonly Held[]) =>
  parts.map(part =>
    figures(
      `${part}, ${name}`,
      held
        .filter(({ claim }) => claim.needed.includes(part))
        .map(({ claim, fitted }) => ({ confidence: sure(fitted, claim, part), right: claim.right[part] })),
    ),
  )

const [byCase, byBase] = [heldOut(fold, ridge), heldOut(({ base }) => base, ridge)]
console.table([
  figures(
    'headline, as it was stated',
    claims.map(({ stated, right }) => ({ confidence: stated, right: right.mechanism })),
  ),
  headlines(
    'headline, as committed',
    claims.map(claim => ({ claim, fitted: weights.confidence })),
  ),
  headlines('headline, fitted, cases held out', byCase),
  headlines('headline, fitted, bases held out', byBase),
  ...partsOf('cases held out', byCase),
  ...partsOf('bases held out', byBase),
])

const confidence = fit(claims, ridge)
console.log(`ridge ${ridge}`, JSON.stringify(confidence, null, 1))
if (options.write) {
  const hash = createHash('sha256')
    .update(paths.map(path => readFileSync(path, 'utf8')).join(''))
    .digest('hex')
    .slice(0, 16)
  const recordings = paths.map(path => basename(path, '.jsonl'))
  const written = {
    ...weights,
    version: new Date().toISOString().slice(0, 10),
    training: { recordings, claims: claims.length, hash },
    confidence,
  }
  writeFileSync(
    join(import.meta.dirname, '../../server/core/hypothesis/weights.json'),
    `${JSON.stringify(written, null, 2)}\n`,
  )
}
