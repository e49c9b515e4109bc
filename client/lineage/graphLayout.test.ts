import { expect, test } from 'vitest'
import { layOut } from './graphLayout.ts'

const table = (name: string) => ({ schema: 's', name })
const node = (name: string, distance: number) => ({ table: table(name), distance })

test('what it is made from stands on the left, what is made from it on the right, the table itself between', () => {
  const { nodes, lines } = layOut(
    's.orders',
    {
      nodes: [node('stage', 1), node('raw', 2)],
      edges: [
        { from: table('raw'), to: table('stage') },
        { from: table('stage'), to: table('orders') },
      ],
    },
    {
      nodes: [node('report', 1)],
      edges: [
        { from: table('orders'), to: table('report') },
        { from: table('report'), to: table('beyond') },
      ],
    },
  )
  expect(nodes.toSorted((a, b) => a.x - b.x).map(({ key }) => key)).toEqual([
    's.raw',
    's.stage',
    's.orders',
    's.report',
  ])
  expect(lines.map(({ key }) => key)).toEqual(['s.raw>s.stage', 's.stage>s.orders', 's.orders>s.report'])
})

test('a table on both sides stands once', () => {
  const side = { nodes: [node('loop', 1)], edges: [] }
  expect(
    layOut('s.orders', side, side)
      .nodes.map(({ key }) => key)
      .sort(),
  ).toEqual(['s.loop', 's.orders'])
})
