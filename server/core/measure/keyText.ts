import { isNumeric, type Column } from '../dataset/table.ts'
import type { Dialect, Sql } from './dialect.ts'

/** Whether both are numbers, whole ones in one table and others in the other. */
export const isMixed = (own: Column | null, key: Column | null) =>
  own !== null && key !== null && isNumeric(own) && isNumeric(key) && own.kind !== key.kind

/** A key as it is compared. Whole numbers that a tool wrote as others ('7.0' for 7, as where some are null) are the same keys. */
export const keyText = (expression: Sql, { mixed }: { readonly mixed: boolean }, dialect: Dialect): Sql =>
  dialect.text(mixed ? dialect.number(expression) : expression)
