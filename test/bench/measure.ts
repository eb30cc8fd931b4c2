/** One figure: median and spread over repeats, and a peer measured in the same run. */
export interface Row {
  readonly what: string
  readonly unit: 'ms' | 'per second'
  readonly median: number
  readonly min: number
  readonly max: number
  readonly peer?: { readonly name: string; readonly median: number; readonly ratio: number }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export function rowOf(
  what: string,
  unit: Row['unit'],
  values: readonly number[],
  peer?: { name: string; values: readonly number[] },
): Row {
  const mid = median(values)
  const row = { what, unit, median: mid, min: Math.min(...values), max: Math.max(...values) }
  if (!peer || peer.values.length === 0) return row
  const other = median(peer.values)
  return { ...row, peer: { name: peer.name, median: other, ratio: mid / other } }
}

/** Milliseconds of each of `times` runs, after one that does not count. */
export function timed(times: number, run: () => unknown): readonly number[] {
  run()
  return Array.from({ length: times }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
}

export function printTable(rows: readonly Row[]): string {
  const round = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1))
  const lines = rows.map((row) => {
    const peer = row.peer ? `${row.peer.name}: ${round(row.peer.median)}, ratio ${row.peer.ratio.toFixed(2)}` : ''
    return `${row.what.padEnd(58)} ${round(row.median).padStart(9)} ${row.unit.padEnd(10)} ${`(${round(row.min)}..${round(row.max)})`.padEnd(18)} ${peer}`
  })
  return `${lines.join('\n')}\n`
}
