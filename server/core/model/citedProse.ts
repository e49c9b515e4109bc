import type { Statement } from '../finding/finding.ts'
import { cleanText } from './cleanText.ts'

/** A sentence of the case that prose may rest on; `id` is how it is cited. */
export type Citable = Statement & { readonly id: string }

/** A sentence that a model drafted, with what it says it rests on. */
export type Drafted = { readonly text: string; readonly cites: readonly string[] }

const mostSentence = 400

/**
 * What may stand of a draft. A sentence stays only where it cites evidence of this case, holds no number that the evidence does not hold, and speaks for the
 * most part, clause by clause, in the evidence's own words, denying what it denies and nothing else; what stays points to the queries of what it cites. No
 * sentence is mended.
 */
export const citedProse = (
  drafted: readonly Drafted[],
  evidence: readonly Citable[],
): { readonly sentences: readonly Statement[]; readonly removed: number } => {
  const sentences = drafted.flatMap(({ text, cites }) => {
    const told = cleanText(text, mostSentence)
    const cited = evidence.filter(({ id }) => cites.includes(id))
    const queries = [...new Set(cited.flatMap(each => each.queries))]
    const isKnown = cites.length > 0 && cited.length === new Set(cites).size && queries.length > 0
    return isKnown && isGrounded(told, cited.map(each => each.text).join(' ')) ? [{ text: told, queries }] : []
  })
  return { sentences, removed: drafted.length - sentences.length }
}

/** Share of the telling words that must be the evidence's own. */
const least = 0.6

const isGrounded = (text: string, evidence: string): boolean => {
  const known = new Set(numbersOf(evidence))
  if (numbersOf(text).some(number => !known.has(number))) return false
  if (/[a-z]+:\/\/|www\.|[<>`[\]]/i.test(text)) return false
  const own = new Set(wordsOf(evidence))
  return deniesAlike(text, evidence) && text.split(/(?<=[.!?:;])\s+/).every(part => isOfWords(wordsOf(part), own))
}

const isOfWords = (words: readonly string[], own: ReadonlySet<string>) =>
  words.length > 0 && words.filter(word => own.has(word)).length >= words.length * least

const denials = /\b(?:not|no|never|nothing|none|nobody|without|cannot|neither|nor|hardly|n't)\b\W+([\p{L}\p{N}]+)/giu
const deniedIn = (text: string) =>
  new Set([...text.replaceAll(/n['’]t\b/gi, ' not').matchAll(denials)].map(([, word = '']) => word.toLowerCase()))
const saidIn = (text: string) =>
  new Set(
    text
      .replaceAll(/n['’]t\b/gi, ' not')
      .replaceAll(denials, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  )

/** A true sentence turned round is none: what the text denies the evidence denies, and what the evidence only denies the text does not say. */
const deniesAlike = (text: string, evidence: string): boolean => {
  const [denied, allowed] = [deniedIn(text), deniedIn(evidence)]
  const [said, known] = [saidIn(text), saidIn(evidence)]
  return [...denied].every(word => allowed.has(word)) && [...allowed].every(word => known.has(word) || !said.has(word))
}

const numbersOf = (text: string) =>
  (text.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).map(number => number.replaceAll(',', '').replace(/\.0+$/, ''))

/** Words long enough to tell something, without their endings. */
const wordsOf = (text: string) => (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map(word => word.slice(0, 5))
