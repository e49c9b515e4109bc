/** The answer of anything that may say no: a value, or a problem with a code. */
export type Result<Value, Problem> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem }

export const ok = <Value>(value: Value) => ({ ok: true, value }) as const

/** Says no: a refusal of the domain, or a problem of the outside world. */
export const refuse = <Problem>(problem: Problem) => ({ ok: false, problem }) as const
