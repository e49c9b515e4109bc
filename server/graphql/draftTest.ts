import type { DraftTest, Repair, TestTool } from '../core/finding/report.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

const TestToolEnum = wordEnum<TestTool>('TestTool', 'A tool that checks data.', {
  dbt: 'dbt.',
  greatExpectations: 'Great Expectations.',
  soda: 'Soda.',
})

export const DraftTestObject = builder.objectRef<DraftTest>('DraftTest').implement({
  description: 'A check that would have caught it, to paste into a tool. Nothing of ours runs it.',
  fields: t => ({
    tool: t.expose('tool', { type: TestToolEnum, description: 'The tool whose words it is in.' }),
    file: t.exposeString('file', { description: 'Where it would stand.' }),
    text: t.exposeString('text', { description: 'The text of that file.' }),
  }),
})

export const RepairObject = builder.objectRef<Repair>('Repair').implement({
  description: 'The rows as they would be once repaired, as a SELECT. Never run, and it changes nothing.',
  fields: t => ({
    sql: t.exposeString('sql', { description: 'The SELECT.' }),
    note: t.exposeString('note', {
      description: 'What it shows, and what to look at before anything is written back.',
    }),
  }),
})
