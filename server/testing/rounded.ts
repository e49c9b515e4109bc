/** The same with every long decimal cut to six digits, in texts as well: sums of fractions come out in whichever order a parallel scan adds them. */
export const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null).replaceAll(/\d+\.\d{5,}(?:e[-+]?\d+)?/g, digits =>
      String(Number(Number(digits).toPrecision(6))),
    ),
  )
