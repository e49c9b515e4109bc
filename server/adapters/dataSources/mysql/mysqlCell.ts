import type { FieldPacket } from 'mysql2'
import type { ColumnKind } from '../../../core/dataset/table.ts'
import type { Cell } from '../../../core/ports/dataSource.ts'
import { floatCell, numberCell, textCell } from '../shared/cell.ts'

const BINARY = 63

/** The protocol's numbers for types. */
const Types = {
  DECIMAL: 0,
  TINY: 1,
  SHORT: 2,
  LONG: 3,
  FLOAT: 4,
  DOUBLE: 5,
  NULL: 6,
  TIMESTAMP: 7,
  LONGLONG: 8,
  INT24: 9,
  DATE: 10,
  TIME: 11,
  DATETIME: 12,
  YEAR: 13,
  NEWDATE: 14,
  VARCHAR: 15,
  JSON: 245,
  NEWDECIMAL: 246,
  ENUM: 247,
  SET: 248,
  TINY_BLOB: 249,
  MEDIUM_BLOB: 250,
  LONG_BLOB: 251,
  BLOB: 252,
  VAR_STRING: 253,
  STRING: 254,
}

const numbers: ReadonlyMap<number, ColumnKind> = new Map([
  [Types.TINY, 'integer'],
  [Types.SHORT, 'integer'],
  [Types.INT24, 'integer'],
  [Types.LONG, 'integer'],
  [Types.LONGLONG, 'integer'],
  [Types.YEAR, 'integer'],
  [Types.DECIMAL, 'decimal'],
  [Types.NEWDECIMAL, 'decimal'],
  [Types.FLOAT, 'decimal'],
  [Types.DOUBLE, 'decimal'],
  [Types.DATE, 'date'],
  [Types.NEWDATE, 'date'],
  [Types.DATETIME, 'timestamp'],
  [Types.TIMESTAMP, 'timestamptz'],
  [Types.TIME, 'time'],
  [Types.JSON, 'json'],
])

const texts = new Set<number>([
  Types.VARCHAR,
  Types.VAR_STRING,
  Types.STRING,
  Types.TINY_BLOB,
  Types.MEDIUM_BLOB,
  Types.LONG_BLOB,
  Types.BLOB,
  Types.ENUM,
  Types.SET,
])

type Field = Pick<FieldPacket, 'columnType' | 'columnLength' | 'characterSet'>

/** Our word for the type of a column of an answer. A boolean is a number of one digit. */
export const mysqlKind = ({ columnType = Types.NULL, columnLength, characterSet }: Field): ColumnKind => {
  if (columnType === Types.TINY && columnLength === 1) return 'boolean'
  const known = numbers.get(columnType)
  if (known) return known
  if (columnType === Types.NULL) return 'text'
  return texts.has(columnType) ? (characterSet === BINARY ? 'binary' : 'text') : 'other'
}

/** Our word for a type as the catalogue spells it: 'tinyint(1)', 'int(10) unsigned'. */
export const mysqlKindOf = (dataType: string, columnType: string): ColumnKind => {
  if (columnType.startsWith('tinyint(1)')) return 'boolean'
  if (/^(tiny|small|medium|big)?int$|^year$/.test(dataType)) return 'integer'
  if (/^(decimal|numeric|float|double|real)$/.test(dataType)) return 'decimal'
  if (/char$|text$|^(enum|set|uuid|inet[46])$/.test(dataType)) return 'text'
  if (/binary$|blob$/.test(dataType)) return 'binary'
  return others.get(dataType) ?? 'other'
}

const others: ReadonlyMap<string, ColumnKind> = new Map([
  ['date', 'date'],
  ['datetime', 'timestamp'],
  ['timestamp', 'timestamptz'],
  ['time', 'time'],
  ['json', 'json'],
])

/** A value as the server prints it in a session in UTC. */
export const mysqlCell = (value: Buffer | null, field: Field): Cell => {
  if (value === null) return null
  const kind = mysqlKind(field)
  if (kind === 'binary' || kind === 'other') return `0x${value.toString('hex')}`
  const text = value.toString('utf8')
  switch (kind) {
    case 'boolean':
      return text === '0' ? false : text === '1' ? true : Number(text)
    case 'integer':
      return numberCell(text)
    case 'decimal':
      return field.columnType === Types.FLOAT || field.columnType === Types.DOUBLE
        ? floatCell(Number(text))
        : numberCell(text)
    case 'timestamp':
    case 'timestamptz':
      return isoOf(text)
    default:
      return textCell(text)
  }
}

/** Dates that no calendar has ('0000-00-00') stay as they are printed. */
const isoOf = (text: string) => {
  const [, day, time, fraction = ''] =
    /^(\d{4}-(?!00)\d\d-(?!00)\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/.exec(text) ?? []
  if (day === undefined || day.startsWith('0000')) return text
  const digits = fraction.replace(/0+$/, '')
  return `${day}T${time}.${digits.padEnd(digits.length > 3 ? 6 : 3, '0')}Z`
}
