type Spelling = { readonly text?: (quoted: string) => string; readonly name?: (quoted: string) => string }

const same = (quoted: string) => quoted

/** Rewrites the 'texts' and "names" of a query in standard SQL, quotes and all. */
export const respell = (query: string, { text = same, name = same }: Spelling): string =>
  query.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, quoted => (quoted.startsWith("'") ? text(quoted) : name(quoted)))
