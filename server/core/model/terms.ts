/**
 * What of a data source's contents may leave for a model. `aggregates`: counts, and values that many rows share. `masked`: besides, the few rows that a
 * report shows, masked. `open`: values stand as they are; rows stay as the case keeps them.
 */
export type Sharing = 'aggregates' | 'masked' | 'open'

/** On which terms a model takes part in a case; fixed when it is invited. */
export type ModelTerms = {
  /** The model that reasons, and the one that words and mends, by the provider's names. */
  readonly reasonModel: string
  readonly labelModel: string
  readonly sharing: Sharing
  /** The most rounds of hypotheses it may propose. */
  readonly maxRounds: number
}
