/** Makes and checks password hashes. Slow on purpose; at most a few run at once, the others wait. */
export interface Passwords {
  /** The hash with its own salt and parameters, as one text. */
  hash(password: string): Promise<string>
  /**
   * Whether the password is the one hashed. With null (no such account) it costs the same time and is always wrong.
   * `stale` says that the hash was made with other parameters than today's.
   */
  verify(hash: string | null, password: string): Promise<{ readonly right: boolean; readonly stale: boolean }>
}
