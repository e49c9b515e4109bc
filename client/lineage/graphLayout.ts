type Name = { readonly schema: string; readonly name: string }
type Side = {
  readonly nodes: readonly { readonly distance: number; readonly table: Name }[]
  readonly edges: readonly { readonly from: Name; readonly to: Name }[]
}

type GraphNode = {
  readonly key: string
  readonly label: string
  readonly x: number
  readonly y: number
  readonly isCentre: boolean
}
type GraphLine = { readonly key: string; readonly path: string }

type Graph = {
  readonly nodes: readonly GraphNode[]
  readonly lines: readonly GraphLine[]
  readonly width: number
  readonly height: number
}

export const BOX = { width: 168, height: 26 } as const
const GAP = { x: 60, y: 8 } as const

export const keyOf = ({ schema, name }: Name) => `${schema}.${name}`

/** Where each table stands: a column per step away, what it is made from on the left. */
export const layOut = (centre: string, upstream: Side, downstream: Side): Graph => {
  const known = new Set([centre])
  const placed = [{ key: centre, column: 0 }]
  for (const [side, sign] of [
    [upstream, -1],
    [downstream, 1],
  ] as const) {
    for (const { table, distance } of side.nodes) {
      const key = keyOf(table)
      if (known.has(key)) continue
      known.add(key)
      placed.push({ key, column: sign * distance })
    }
  }
  const columns = [...new Set(placed.map(({ column }) => column))].toSorted((a, b) => a - b)
  const tallest = Math.max(...columns.map(column => placed.filter(each => each.column === column).length))
  const height = tallest * (BOX.height + GAP.y)
  const nodes = columns.flatMap((column, place) => {
    const own = placed.filter(each => each.column === column)
    const top = (height - own.length * (BOX.height + GAP.y)) / 2
    return own.map(({ key }, row) => ({
      key,
      label: key,
      isCentre: key === centre,
      x: place * (BOX.width + GAP.x),
      y: top + row * (BOX.height + GAP.y),
    }))
  })
  const at = new Map(nodes.map(node => [node.key, node]))
  const lines = new Map(
    [...upstream.edges, ...downstream.edges].flatMap(({ from, to }): [string, string][] => {
      const [left, right] = [at.get(keyOf(from)), at.get(keyOf(to))]
      if (!left || !right) return []
      const [x1, y1, x2, y2] = [left.x + BOX.width, left.y + BOX.height / 2, right.x, right.y + BOX.height / 2]
      return [[`${left.key}>${right.key}`, `M${x1},${y1} C${x1 + 30},${y1} ${x2 - 30},${y2} ${x2},${y2}`]]
    }),
  )
  return {
    nodes,
    lines: [...lines].map(([key, path]) => ({ key, path })),
    width: columns.length * (BOX.width + GAP.x) - GAP.x,
    height,
  }
}
