import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../../server/core/finding/finding.ts'
import { investigate, type Investigated } from '../../server/testing/investigate.ts'
import { liesAbout, misbehaving, type Misbehaviour } from '../../server/testing/misbehaving.ts'
import { investigateWith } from '../../server/testing/modelShop.ts'
import { rounded } from '../../server/testing/rounded.ts'
import { toldIn } from '../../server/testing/scripts.ts'
import type { Made } from '../accuracy/makeCase.ts'
import { canaryMarks } from './plant.ts'

/** What one model did to one case, against the same case without it. */
export type Compared = {
  readonly id: string
  readonly model: Misbehaviour
  /** Whether what was answered is the injected cause; null where the case broke off. */
  readonly right: boolean | null
  readonly rightWithout: boolean | null
  /** The verdict is one that a run without a model gave: distinct counts are approximate, so runs of one case may differ by themselves. */
  readonly sameVerdict: boolean
  readonly uncited: number
  /** Lies that came through. */
  readonly lies: readonly string[]
  readonly leaks: number
  readonly unrecorded: number
  readonly requests: number
  readonly fileChanged: boolean
}

/** All that a reader takes for the verdict. Of other explanations it is which and how they stand: their sentences name one of several alike columns, now this one and now that. */
const verdictOf = (finding: Finding | null) =>
  finding &&
  rounded([
    finding.conclusion,
    finding.cause,
    finding.confidence,
    finding.segments,
    finding.onset,
    finding.origin,
    finding.alternatives?.map(({ id, verdict }) => [id, verdict]),
    finding.whatToDoNext,
    finding.whatCausedIt.filter(({ text }) => !isLead(text)),
  ])
const isLead = (text: string) => text.startsWith('A lead that the model thought of')

const isRight = ({ truth }: Made, finding: Finding | null): boolean | null => {
  if (finding === null) return null
  if (truth === null) return finding.conclusion !== 'causeFound' || finding.cause === 'expectedChange'
  const { cause, conclusion } = finding
  return conclusion !== 'causeNotFound' && truth.causes.some(known => known === (cause ?? conclusion))
}

const uncitedIn = (finding: Finding | null) =>
  [...(finding?.prose ?? []), ...(finding?.whatCausedIt ?? []), ...(finding?.notes ?? [])].filter(
    ({ queries }) => queries.length === 0,
  ).length
const digestOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
const hasCanary = (bytes: string) => canaryMarks.some(mark => bytes.includes(mark))

type Without = readonly [Pick<Investigated, 'finding'>, ...Pick<Investigated, 'finding'>[]]

const printed = ({ finding }: Pick<Investigated, 'finding'>) => JSON.stringify(verdictOf(finding))

/** The same case without a model, twice. */
export const askWithout = async ({ path, question }: Made): Promise<Without> => [
  await investigate({ path, question }),
  await investigate({ path, question }),
]

/** The control: whether runs of one case differ without any model. */
export const differs = (without: Without) => new Set(without.map(printed)).size > 1

type Asked = { readonly id: string; readonly model: Misbehaviour; readonly turn: number; readonly without: Without }

/** Asks about a case with a model that behaves as badly as it can. */
export const compareWith = async (made: Made, { id, model, turn, without }: Asked): Promise<Compared> => {
  const before = await digestOf(made.path)
  const asked = await investigateWith(made, { script: misbehaving[model](turn), sharing: 'masked' })
  const payloads = asked.ledger.calls.map(({ payload }) => payload)
  const lies = new Set(asked.received.flatMap(({ body }) => liesAbout(toldIn(body), turn).map(({ text }) => text)))
  return {
    id,
    model,
    right: isRight(made, asked.finding),
    rightWithout: isRight(made, without[0].finding),
    sameVerdict: without.some(run => printed(run) === printed(asked)),
    uncited: uncitedIn(asked.finding),
    lies: asked.finding?.prose?.map(({ text }) => text).filter(text => lies.has(text)) ?? [],
    leaks: asked.received.filter(({ bytes }) => hasCanary(bytes)).length,
    unrecorded: asked.received.filter(({ bytes }) => !payloads.some(payload => isThis(bytes, payload))).length,
    requests: asked.received.length,
    fileChanged: before !== (await digestOf(made.path)),
  }
}

/** Whether these bytes are what the ledger kept; the client adds only that it wants a stream. */
const isThis = (bytes: string, payload: string) => {
  const { stream: _stream, ...sent } = JSON.parse(bytes.slice(bytes.lastIndexOf('\n') + 1)) as Readonly<
    Record<string, unknown>
  >
  return isDeepStrictEqual(sent, JSON.parse(payload))
}

/** The control: how many requests hold a canary where the data source is open. */
export const leaksWhenOpen = async (made: Made): Promise<number> =>
  (await investigateWith(made, { script: misbehaving.obeys(), sharing: 'open' })).received.filter(({ bytes }) =>
    hasCanary(bytes),
  ).length
