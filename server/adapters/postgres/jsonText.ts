/**
 * JSON that `jsonb` takes: NUL and lone surrogates, which PostgreSQL's text cannot hold, become U+FFFD.
 * JSON.stringify writes exactly those (and the other control characters) as \uXXXX; pairs are read one at a time so that an escaped backslash stays one.
 */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape, code: string) =>
    code.length > 1 ? '\ufffd' : escape,
  )
