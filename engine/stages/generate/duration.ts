const PART = /^(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/
const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}
/** Go counts nanoseconds in 63 bits: 292 years and a little. */
const LONGEST = 2 ** 63

/** True for what Go's time.ParseDuration reads: `1h30m`, `45s`, `0`; there are no days. */
export function isDuration(text: string): boolean {
  let rest = text.replace(/^[-+]/, '')
  if (rest === '0') return true
  if (rest === '' || rest.length > 64) return false
  let total = 0
  while (rest !== '') {
    const [whole = '', amount = '', unit = ''] = PART.exec(rest) ?? []
    if (whole === '') return false
    total += Number(amount) * (NANOSECONDS[unit] ?? 0)
    rest = rest.slice(whole.length)
  }
  return total < LONGEST
}
