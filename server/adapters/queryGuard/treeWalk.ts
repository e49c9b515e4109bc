import { deny, quote } from './refusal.ts'

export type Fields = { readonly [key: string]: unknown }

/** What a key of a node may hold: a tagged node or a list of them, a scalar, data that names nothing, one of these words, or a node whose place tells its kind. */
export type Rule = 'node' | 'plain' | 'data' | readonly string[] | { readonly as: string }
/** The allow-list: node kind → key → rule. Keys are visited in the order given here. */
export type Grammar = { readonly [kind: string]: { readonly [key: string]: Rule } }

export type Visit = (node: unknown, as?: string) => void
export type Hook = (fields: Fields, tools: { readonly descend: () => void; readonly visit: Visit }) => void

type Dialect = {
  readonly grammar: Grammar
  readonly hooks: ReadonlyMap<string, Hook>
  /** The kind and the fields of a tagged node; null for a node that says nothing. */
  readonly open: (node: Fields) => { readonly kind: string; readonly fields: Fields } | null
}

const MAX_LEVELS = 600

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

const words = (kind: string) =>
  quote(
    kind
      .replaceAll('_', ' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .replace(/ stmt$/, ' statement'),
  )

type Place = { readonly kind: string; readonly key: string }

const checkScalar = ({ kind, key }: Place, value: unknown, rule: readonly string[] | 'plain') => {
  if (typeof value === 'object' && value !== null)
    deny('forbidden-node', `The query says more in ${words(kind)} (${key}) than is allowed.`)
  if (rule !== 'plain' && !rule.includes(String(value)))
    deny('forbidden-node', `${quote(String(value))} is not allowed in ${words(kind)}.`)
}

/** Visits every node of a tree by its allow-list; a kind or a key that is not on it ends the walk with a refusal. */
export const walkTree = ({ grammar, hooks, open }: Dialect, root: unknown, rootKind?: string) => {
  let level = 0

  const byRule = (place: Place, value: unknown, rule: Rule) => {
    if (rule === 'node') visit(value)
    else if (rule === 'data') return
    else if (rule === 'plain' || Array.isArray(rule)) checkScalar(place, value, rule)
    else if ('as' in rule) visit(value, rule.as)
  }

  const visitNode = (kind: string, fields: Fields) => {
    const rules = Object.hasOwn(grammar, kind) ? grammar[kind] : undefined
    if (!rules) return deny('forbidden-node', `A query may not hold: ${words(kind)}.`)
    const unknown = Object.keys(fields).find(key => !Object.hasOwn(rules, key))
    if (unknown !== undefined) return deny('forbidden-node', `${quote(unknown)} is not allowed in ${words(kind)}.`)
    const descend = () => {
      for (const [key, rule] of Object.entries(rules))
        if (fields[key] !== undefined) byRule({ kind, key }, fields[key], rule)
    }
    const hook = hooks.get(kind)
    if (hook) hook(fields, { descend, visit })
    else descend()
  }

  const visit: Visit = (node, as) => {
    if (Array.isArray(node)) return node.forEach(item => visit(item, as))
    if (!isFields(node)) return deny('forbidden-node', 'The query holds a part that nobody knows.')
    const opened = as === undefined ? open(node) : { kind: as, fields: node }
    if (!opened) return
    level += 1
    if (level > MAX_LEVELS) deny('too-large', 'The query is nested too deeply.')
    visitNode(opened.kind, opened.fields)
    level -= 1
  }

  visit(root, rootKind)
}
