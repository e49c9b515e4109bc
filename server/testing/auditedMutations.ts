/** The mutations that are about the work itself, not about people, keys and sign-ins. */
export const IS_WORK =
  /^(approval|budget|case|column|comment|dataSource|delegation|hypothesis|investigation|lineage|model|notices|ownHypothesis|price|privacy|query|schema|setUp|table)/
