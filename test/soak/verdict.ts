/** A value at a time, in minutes from the start. */
export interface Point {
  readonly minute: number
  readonly value: number
}

export interface Slope {
  /** By least squares. */
  readonly perHour: number
  readonly first: number
  readonly last: number
  readonly least: number
  readonly most: number
  readonly median: number
}

/** Undefined for fewer than three points: nothing can be said. */
export function slopeOf(points: readonly Point[]): Slope | undefined {
  const [start, end] = [points[0], points.at(-1)]
  if (points.length < 3 || !start || !end) return undefined
  const mean = (of: (point: Point) => number) => points.reduce((sum, each) => sum + of(each), 0) / points.length
  const [minute, value] = [mean((each) => each.minute), mean((each) => each.value)]
  const above = points.reduce((sum, each) => sum + (each.minute - minute) * (each.value - value), 0)
  const below = points.reduce((sum, each) => sum + (each.minute - minute) ** 2, 0)
  const values = points.map((each) => each.value)
  return {
    perHour: below === 0 ? 0 : (above / below) * 60,
    first: start.value,
    last: end.value,
    least: Math.min(...values),
    most: Math.max(...values),
    median: values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN,
  }
}

/** What must hold after the warm-up. `perHour`: no steeper than that; `most`: never above that; `median`: mostly not above that. */
export interface Bound {
  readonly of: string
  readonly perHour?: number
  readonly most?: number
  readonly median?: number
}

export interface Verdict extends Slope {
  readonly of: string
  readonly broken: readonly string[]
}

export function judge(bound: Bound, points: readonly Point[]): Verdict {
  const slope = slopeOf(points)
  if (!slope) {
    const [perHour, first, last, least, most, median] = Array<number>(6).fill(Number.NaN) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const none = { perHour, first, last, least, most, median }
    return { of: bound.of, ...none, broken: [`${bound.of}: only ${points.length} samples`] }
  }
  const rules: readonly (readonly [number, number | undefined, string])[] = [
    [slope.perHour, bound.perHour, 'an hour'],
    [slope.most, bound.most, 'at the most'],
    [slope.median, bound.median, 'mostly'],
  ]
  const broken = rules.flatMap(([value, limit, when]) =>
    limit !== undefined && !(value <= limit)
      ? [`${bound.of}: ${shown(value)} ${when}, allowed are ${shown(limit)}`]
      : [],
  )
  return { of: bound.of, ...slope, broken }
}

export function shown(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 1000) / 1000)
}
