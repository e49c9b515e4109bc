import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'

type Reading = number | null | undefined
export type ChartPoint = {
  readonly at: string
  readonly value?: Reading
  readonly expected?: Reading
  readonly low?: Reading
  readonly high?: Reading
}
export type ChartSize = { readonly width: number; readonly height: number }

const MARGIN = { top: 18, right: 10, bottom: 24, left: 46 } as const
const TICKS_Y = 4
const WIDTH_PER_TICK = 76

const isNumber = (value: Reading): value is number => value !== null && value !== undefined

/** Where everything of the chart lies, in pixels. Points stand evenly, one per day or hour; a missing value breaks the line. */
export const chartGeometry = (points: readonly ChartPoint[], { width, height }: ChartSize) => {
  const numbers = points.flatMap(({ value, low, high }) => [value, low, high].filter(isNumber))
  const [least, most] = [Math.min(0, ...numbers), Math.max(...numbers, 0)]
  const x = scaleLinear([0, Math.max(1, points.length - 1)], [MARGIN.left, width - MARGIN.right])
  const y = scaleLinear([least, most === least ? least + 1 : most], [height - MARGIN.bottom, MARGIN.top]).nice(TICKS_Y)
  const every = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(width / WIDTH_PER_TICK))))
  const at = (_point: ChartPoint, index: number) => x(index)
  return {
    x,
    y,
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
    band:
      area<ChartPoint>()
        .defined(({ low, high }) => isNumber(low) && isNumber(high))
        .x(at)
        .y0(({ low }) => y(low ?? 0))
        .y1(({ high }) => y(high ?? 0))(points) ?? '',
    expected:
      line<ChartPoint>()
        .defined(({ expected }) => isNumber(expected))
        .x(at)
        .y(({ expected }) => y(expected ?? 0))(points) ?? '',
    value:
      line<ChartPoint>()
        .defined(({ value }) => isNumber(value))
        .x(at)
        .y(({ value }) => y(value ?? 0))(points) ?? '',
    ticksX: points
      .map((point, index) => ({ at: point.at, x: x(index) }))
      .filter((_tick, index) => (points.length - 1 - index) % every === 0),
    ticksY: y.ticks(TICKS_Y).map(value => ({ value, y: y(value) })),
    /** The point nearest to a place on the page, by its index. */
    nearest: (px: number) => Math.min(points.length - 1, Math.max(0, Math.round(x.invert(px)))),
  }
}
