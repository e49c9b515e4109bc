/** The one-time secret of the set-up link that the server prints while there is no tenant. */
export interface SetUpToken {
  /** Compares in constant time. That it works once only is for `People.createFirst` to hold. */
  matches(text: string): boolean
}
