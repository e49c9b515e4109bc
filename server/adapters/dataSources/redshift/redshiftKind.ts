import type { ColumnKind } from '../../../core/dataset/table.ts'

const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(smallint|integer|bigint|int[248]?)$/, 'integer'],
  [/^(numeric|decimal|double precision|real|float)/, 'decimal'],
  [/^(character|char|varchar|bpchar|text|nvarchar)/, 'text'],
  [/^bool/, 'boolean'],
  [/^date$/, 'date'],
  [/^(timestamp with time zone|timestamptz)/, 'timestamptz'],
  [/^timestamp/, 'timestamp'],
  [/^time/, 'time'],
  [/^super$/, 'json'],
  [/^(varbyte|binary varying|varbinary)/, 'binary'],
]

/** Our word for a type as Redshift spells it. */
export const redshiftKind = (type: string): ColumnKind =>
  kinds.find(([pattern]) => pattern.test(type.toLowerCase()))?.[1] ?? 'other'
