import type { ReadOnlyProof } from '../core/ports/dataSource.ts'

/** What a person should know about the login, and the remedy; nothing for one that only reads. */
export const proofWarnings = (proof: ReadOnlyProof): readonly string[] => proof.readOnly ? [] : [
  `The login can do more than read: ${proof.canDo.join('; ')}. Dataing never does, but a login that cannot is safer. Remedy:\n${proof.grant}`,
]
