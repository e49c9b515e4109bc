/** An entry of the trail as it is stored. `before` and `after` are JSON, the very text that was hashed. */
export type ChainedEntry = {
  readonly tenantId: string
  readonly sequence: number
  readonly at: Date
  readonly actorKind: string
  readonly actorId: string | null
  readonly actorName: string
  readonly action: string
  readonly subjectKind: string | null
  readonly subjectId: string | null
  readonly subjectName: string | null
  readonly address: string | null
  readonly agent: string | null
  readonly before: string | null
  readonly after: string | null
  readonly previousHash: string
  readonly hash: string
}

/** The parts that are hashed, in their order; the database hashes the same. */
export const chainedParts = (entry: ChainedEntry): readonly (string | null)[] => [
  entry.previousHash,
  entry.tenantId,
  String(entry.sequence),
  entry.at.toISOString(),
  entry.actorKind,
  entry.actorId,
  entry.actorName,
  entry.action,
  entry.subjectKind,
  entry.subjectId,
  entry.subjectName,
  entry.address,
  entry.agent,
  entry.before,
  entry.after,
]

/** What is wrong with the chain, and at which number. */
export type ChainFault = {
  readonly sequence: number
  readonly reason: 'missing' | 'changed' | 'unlinked' | 'cut-off' | 'rewritten' | 'forged'
}

/** Where a chain that was followed so far ends. */
export type ChainEnd = { readonly sequence: number; readonly hash: string }

export const CHAIN_START: ChainEnd = { sequence: 0, hash: '' }

/** Follows the chain over the next entries; the first fault, or where it ends now. `hashOf` hashes the parts of an entry. */
export const followChain = (
  end: ChainEnd,
  entries: readonly ChainedEntry[],
  hashOf: (parts: readonly (string | null)[]) => string,
): ChainEnd | ChainFault => {
  let last = end
  for (const entry of entries) {
    if (entry.sequence !== last.sequence + 1) return { sequence: last.sequence + 1, reason: 'missing' }
    if (entry.previousHash !== last.hash) return { sequence: entry.sequence, reason: 'unlinked' }
    if (entry.hash !== hashOf(chainedParts(entry))) return { sequence: entry.sequence, reason: 'changed' }
    last = entry
  }
  return last
}

/** Where a chain stood at some time, signed elsewhere. */
export type Anchor = ChainEnd & {
  readonly kind: 'head' | 'floor'
  readonly tenantId: string
  readonly at: Date
  readonly signature: string
}

/** What is signed of an anchor. */
export const anchorText = ({ kind, tenantId, sequence, hash, at }: Omit<Anchor, 'signature'>): string =>
  JSON.stringify([kind, tenantId, sequence, hash, at.toISOString()])

/** The first anchor that the chain, followed from `from` to `to`, does not pass through; `hashes` are those of the entries by their number. */
export const anchorFault = (anchors: readonly Anchor[], { from, to, hashes }: Followed): ChainFault | null => {
  for (const { sequence, hash } of anchors.toSorted((a, b) => a.sequence - b.sequence)) {
    if (sequence > to) return { sequence: to + 1, reason: 'cut-off' }
    if (sequence > from && hashes.get(sequence) !== hash) return { sequence, reason: 'rewritten' }
  }
  return null
}

type Followed = { readonly from: number; readonly to: number; readonly hashes: ReadonlyMap<number, string> }
