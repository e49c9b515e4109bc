import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createRandom } from './random.ts'
import { brier, calibrationError, type Stated } from './statistics.ts'

// Fits the temperature of the posterior and the room for "none of these" by maximum likelihood, on what runs of the training split recorded:
// `node bench/accuracy/fit.ts --from a.json,b.json`. Half of the cases are held out; it says what the fitted weights would do there.

const recorded = z.array(z.object({
  id: z.string(),
  truth: z.object({ causes: z.array(z.string()) }).nullable(),
  answer: z.object({
    claimed: z.boolean(), causeRight: z.boolean(), falseCause: z.boolean(), cause: z.string().nullable(), confidence: z.number(),
    posterior: z.array(z.object({ kind: z.string(), probability: z.number(), score: z.number() })),
  }).nullable(),
}))
type Case = NonNullable<z.output<typeof recorded>[number]['answer']> & { readonly id: string; readonly causes: readonly string[] }
type Weights = { readonly temperature: number; readonly unknown: number }

const { values: options } = parseArgs({ options: { from: { type: 'string' } } })
const texts = (options.from ?? '').split(',').filter(Boolean).map(path => readFileSync(path, 'utf8'))
const cases: readonly Case[] = texts.flatMap(text => recorded.parse(JSON.parse(text))).flatMap(({ id, truth, answer }) =>
  answer === null || answer.posterior.length === 0 ? [] : { ...answer, id, causes: truth?.causes ?? ['expectedChange'] })
if (cases.length === 0) throw new Error('Give the recordings of training runs: --from a.json,b.json')

/** Probabilities of the hypotheses, and of none of them, under the weights. */
const softmax = ({ posterior }: Case, { temperature, unknown }: Weights) => {
  const scores = [...posterior.map(({ kind, score }) => ({ kind, nats: score / temperature })), { kind: 'none', nats: unknown }]
  const top = Math.max(...scores.map(({ nats }) => nats))
  const total = scores.reduce((sum, { nats }) => sum + Math.exp(nats - top), 0)
  return scores.map(({ kind, nats }) => ({ kind, probability: Math.exp(nats - top) / total }))
}

/** Nats lost per case: how improbable the truth was held. */
const loss = (list: readonly Case[], weights: Weights) => list.reduce((sum, one) => {
  const all = softmax(one, weights)
  const known = all.filter(({ kind }) => one.causes.includes(kind))
  const held = (known.length > 0 ? known : all.filter(({ kind }) => kind === 'none')).reduce((total, { probability }) => total + probability, 0)
  return sum - Math.log(Math.max(held, 1e-9))
}, 0) / list.length

/** What would be stated: the probability of the claimed cause, under the cap that held it when it was recorded. */
const statedUnder = (list: readonly Case[], weights: Weights): readonly Stated[] => list.filter(({ claimed }) => claimed).map(one => {
  const own = one.posterior.find(({ kind }) => kind === one.cause)
  const cap = own !== undefined && one.confidence < own.probability - 1e-6 ? one.confidence : 1
  const probability = softmax(one, weights).find(({ kind }) => kind === one.cause)?.probability ?? one.confidence
  return { confidence: Math.min(cap, probability), right: one.causeRight && !one.falseCause }
})

const fitted = (list: readonly Case[]): Weights => {
  const grid = Array.from({ length: 60 }, (_, index) => 0.5 * 1.05 ** index)
  const all = grid.flatMap(temperature => [-4, -3, -2.5, Math.log(0.15), -1.5, -1, -0.5, 0, 0.5, 1].map(unknown => ({ temperature, unknown })))
  return all.map(weights => ({ weights, lost: loss(list, weights) })).reduce((best, one) => one.lost < best.lost ? one : best).weights
}

const half = (list: readonly Case[], part: number) => list.filter(({ id }) => createRandom(`fit ${id}`).whole(0, 1) === part)
const today: Weights = { temperature: 1, unknown: Math.log(0.15) }
const found = fitted(half(cases, 0))
const row = (name: string, weights: Weights) => {
  const held = half(cases, 1)
  const stated = statedUnder(held, weights)
  return { weights: name, temperature: weights.temperature.toFixed(2), unknown: weights.unknown.toFixed(2), cases: held.length,
    loss: loss(held, weights).toFixed(3),
    brier: brier(stated).toFixed(4), calibrationError: calibrationError(stated).toFixed(4) }
}
console.table([row('as they are', today), row('fitted', found)])

const better = loss(half(cases, 1), found) < loss(half(cases, 1), today)
  && calibrationError(statedUnder(half(cases, 1), found)) < calibrationError(statedUnder(half(cases, 1), today))
const training = createHash('sha256').update(texts.join('')).digest('hex').slice(0, 16)
console.log(`${cases.length} cases, recordings ${training}; fitted on all of them: ${JSON.stringify(fitted(cases))}`)
console.log(better ? 'The fitted weights do better on the cases held out.' : 'The weights stay as they are: fitted ones do not do better on the cases held out.')
