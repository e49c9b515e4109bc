import type { Metric } from '../../server/core/metric/metric.ts'

// What the injector must know of a base: which of its columns play which part. Names are the base's own; cases may rename them afterwards.

export type BaseName = 'flights' | 'shop' | 'billing' | 'events'
export type Pair = { readonly column: string; readonly value: string }
/** Columns set to an SQL expression, name → expression. */
export type Assignments = Readonly<Record<string, string>>

/** The key of the alerted table that is looked up in a table of things, and the attributes that come from there. */
export type Lookup = {
  readonly key: string
  readonly table: string
  readonly tableKey: string
  /** SQL: the key as one that will only exist later, beyond the highest there is. */
  readonly beyond: string
  readonly attributes: readonly string[]
  /** A column of the alerted table and of the other one, alike for each thing; `values` a segment may be drawn from. */
  readonly group: { readonly column: string; readonly tableColumn: string; readonly values: readonly string[] }
  /** An attribute that differs where a thing stands in its table twice; null where the table holds versions. */
  readonly twin: {
    readonly column: string
    readonly tableColumn: string
    readonly other: (attribute: string) => string
    readonly since: string
  } | null
}

/** A table of versions, each valid from..to, the newest marked. `attributes`: column of the alerted table → column of the versions. */
export type Versions = {
  readonly table: string
  readonly key: string
  readonly from: string
  readonly to: string
  readonly current: string
  readonly attributes: Assignments
}

export type Roles = {
  /** What a source may fill in: SQL value, SQL condition on the rows. */
  readonly fillings: readonly {
    readonly column: string
    readonly value: string
    readonly where: string
    readonly metrics: readonly Metric[]
  }[]
  readonly recodings: readonly { readonly column: string; readonly from: string; readonly to: string }[]
  readonly newValues: readonly Pair[]
  /** Text columns with few values, as people type them. */
  readonly words: readonly string[]
  readonly longTexts: readonly { readonly column: string; readonly length: number }[]
  readonly accented: readonly string[]
  /** A text and the column parsed from it; `written` and `parsed` are SQL. `list`: it has few values, so writing them another way recodes each of them. */
  readonly formats: readonly {
    readonly column: string
    readonly written: string
    readonly parsed: { readonly column: string; readonly sql: string } | null
    readonly list?: boolean
    readonly metrics: readonly Metric[]
  }[]
  /** Columns that trade places: each takes the value of the next. */
  readonly swaps: readonly { readonly columns: readonly string[]; readonly metrics: readonly Metric[] }[]
  readonly units: readonly {
    readonly set: (factor: number | string) => Assignments
    readonly factor: number
    readonly metrics: readonly Metric[]
  }[]
  /** A number kept as text besides: the cast of an unreadable text leaves null. */
  readonly numberText: { readonly column: string; readonly text: string } | null
  readonly signed: { readonly set: Assignments; readonly column: string; readonly by: Pair } | null
  readonly precise: readonly {
    readonly set: Assignments
    readonly column: string
    readonly metrics: readonly Metric[]
  }[]
  readonly outliers: readonly string[]
  readonly definitions: readonly {
    readonly set: Assignments
    readonly column: string
    readonly metrics: readonly Metric[]
  }[]
  /** Amounts in the home currency, converted from what was paid: `rates` is what one of each is worth at home. */
  readonly currency: {
    readonly column: string
    readonly converted: string
    readonly paid: string
    readonly rates: Readonly<Record<string, number>>
  } | null
  readonly counted: { readonly entity: string; readonly column: string } | null
  /** Rows that testers make, one list of assignments per tester; `marks` say what is theirs alone. */
  readonly testers: readonly { readonly set: Assignments; readonly marks: readonly Pair[] }[]
  /** What a bot's rows carry; `who` is the column that names it: `named` is SQL, given SQL for the bot's number, and `name` the same for a number. */
  readonly bots: {
    readonly set: Assignments
    readonly who: string
    readonly named: (number: string) => string
    readonly name: (number: number) => string
    readonly marks: readonly Pair[]
    readonly metrics: readonly Metric[]
  } | null
  /** Columns that an over-careful filter may ask to be there. */
  readonly filterable: readonly string[]
}

export type Base = {
  readonly name: BaseName
  readonly table: string
  readonly time: string
  readonly loaded: string
  /** A number of each row, and the key that means something; `fresh` is SQL for a key nobody has, `step` distinguishing copies. */
  readonly id: string
  readonly key: string
  readonly fresh: (step: number) => string
  readonly idStep: number
  /** The first day a fault may begin, how many such days there are, and the first day after the data. */
  readonly firstDay: string
  readonly days: number
  readonly end: string
  readonly holidays: readonly string[]
  readonly amount: string
  readonly dimensions: Readonly<Record<string, readonly string[]>>
  /** Dimensions whose values stand for somebody who sends. */
  readonly feeds: readonly string[]
  readonly file: { readonly column: string; readonly values: readonly string[] }
  /** The release column: filled only where `holds`. `fields` are what a release may stop sending. */
  readonly client: {
    readonly column: string
    readonly holds: Pair
    readonly versions: readonly string[]
    readonly fields: readonly string[]
  }
  readonly gaps: readonly string[]
  readonly lookup: Lookup
  readonly versions: Versions | null
  /** The table the alerted one is made from: all columns but what is looked up, and the deleted rows, too. `restored`: SQL of its rows as rows of the alerted table. */
  readonly raw: { readonly table: string; readonly deleted: string; readonly restored: string | null } | null
  /** Other tables that go on by the clock. */
  readonly siblings: readonly { readonly table: string; readonly time: string }[]
  readonly roles: Roles
  readonly controls: readonly Metric[]
  /** Writes the undamaged data. */
  readonly make: (path: string, size: { readonly seed: string; readonly rows: number }) => Promise<void>
}
