import type { Incident } from './incident.ts'
import type { Answer } from './locate.ts'

export type Scored = {
  readonly incident: Pick<Incident, 'name' | 'truth' | 'kind'>
  readonly answer: Answer
  readonly hit: number
  readonly wrong: number
  readonly missed: number
  readonly rank: number
}

/** Counts exact segments. Rank: the place at which all of a cause is told, the segments of one cause together taking one place. */
export const score = ({ alias, ...incident }: Incident, answer: Answer): Scored => {
  const named = (list: readonly string[]) => [...new Set(list.map(text => alias.get(text) ?? text))]
  const { truth } = incident
  const segments = named(answer.segments)
  const told = named([...answer.segments, ...answer.leads])
  const hit = truth.filter(text => segments.includes(text)).length
  const places = truth.map(text => told.indexOf(text))
  return {
    incident,
    answer,
    hit,
    wrong: segments.length - hit,
    missed: truth.length - hit,
    rank: places.includes(-1) ? Infinity : Math.max(...places) + 2 - truth.length,
  }
}

const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0)

/** 2TP / (2TP + FP + FN) over all elements. */
export const microF1 = (scored: readonly Scored[]) => {
  const hits = 2 * sum(scored.map(({ hit }) => hit))
  return hits / (hits + sum(scored.map(({ wrong, missed }) => wrong + missed)))
}

export const shareOf = (scored: readonly Scored[], test: (one: Scored) => boolean) =>
  scored.filter(test).length / Math.max(1, scored.length)

/** How well "not in any segment at hand" is told from "here": F1 of the former. */
export const elsewhereF1 = (scored: readonly Scored[]) => {
  const isElsewhere = ({ incident }: Scored) => incident.kind === 'everywhere'
  const saysElsewhere = ({ answer }: Scored) => answer.segments.length === 0
  const both = scored.filter(one => isElsewhere(one) && saysElsewhere(one)).length
  return (2 * both) / (scored.filter(isElsewhere).length + scored.filter(saysElsewhere).length)
}

const contains = (outer: string, inner: string) => inner.split('&').every(part => outer.split('&').includes(part))

/** What went wrong with each segment: a missed one may have been told as its parent or its child. */
export const mistakes = ({ incident, answer }: Scored): readonly string[] => {
  const wrong = answer.segments.filter(text => !incident.truth.includes(text))
  const missed = incident.truth.filter(text => !answer.segments.includes(text))
  const kin = (text: string, other: string) => contains(text, other) || contains(other, text)
  return [
    ...missed.map(text => {
      const other = wrong.find(said => kin(said, text))
      return other === undefined
        ? `missed ${text}`
        : `${contains(text, other) ? 'parent' : 'child'} ${other} instead of ${text}`
    }),
    ...wrong.filter(said => !missed.some(text => kin(said, text))).map(said => `extra ${said}`),
  ]
}
