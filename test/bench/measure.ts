/** Something that is measured over repeats. */
export interface Series {
  readonly values: readonly number[]
}

/** One figure: median and spread over repeats, and a peer measured in the same run. */
export interface Row {
  readonly group: string
  readonly what: string
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
  readonly runs: number
  /** What it should be; absent: it is only told. */
  readonly aim?: string
  readonly peer?: { readonly name: string; readonly median: number; readonly ratio: number }
}

export interface RowRequest {
  readonly group: string
  readonly what: string
  readonly unit: string
  readonly values: readonly number[]
  readonly aim?: string
  readonly peer?: { readonly name: string; readonly values: readonly number[] }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which this share of all lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function rowOf({ group, what, unit, values, aim, peer }: RowRequest): Row {
  const mid = median(values)
  const spread = values.length === 0 ? { min: 0, max: 0 } : { min: Math.min(...values), max: Math.max(...values) }
  const row: Row = { group, what, unit, median: mid, ...spread, runs: values.length, ...(aim ? { aim } : {}) }
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

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

export function printTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const peer = row.peer ? `${row.peer.name}: ${round(row.peer.median)}, ratio ${row.peer.ratio.toFixed(2)}` : ''
    const spread = `(${round(row.min)}..${round(row.max)})`
    const figure = `${round(row.median).padStart(9)} ${row.unit.padEnd(10)} ${spread.padEnd(18)}`
    return `${`${row.group}: ${row.what}`.padEnd(78)} ${figure} ${[row.aim, peer].filter(Boolean).join('; ')}`
  })
  return `${lines.join('\n')}\n`
}

export function markdownTable(rows: readonly Row[]): string {
  const head = '| what | median | spread, runs | aim | peer in the same run, ratio |\n|---|---:|---|---|---|\n'
  const lines = rows.map((row) => {
    const peer = row.peer ? `${row.peer.name}: ${round(row.peer.median)}, ${row.peer.ratio.toFixed(2)}` : ''
    const spread = `${round(row.min)} to ${round(row.max)}, ${row.runs}`
    return `| ${row.group}: ${row.what} | ${round(row.median)} ${row.unit} | ${spread} | ${row.aim ?? ''} | ${peer} |`
  })
  return `${head}${lines.join('\n')}\n`
}
