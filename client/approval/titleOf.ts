/** What a request is about, in words. */
export const titleOf = ({ query }: { readonly query?: { readonly purpose: string } | null }) =>
  query?.purpose ?? 'What the investigation may use'
