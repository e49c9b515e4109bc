// `node server/graphql/printSchema.ts` writes schema.graphql.
import { writeFileSync } from 'node:fs'
import { printSchema } from 'graphql'
import { schema } from './schema.ts'

/** The contract as text, the way it is committed. */
export const printedSchema = () => `${printSchema(schema)}\n`

if (import.meta.main) writeFileSync(new URL('../../schema.graphql', import.meta.url), printedSchema())
