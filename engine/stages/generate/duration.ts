const PART = /^(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)/

/** True for what Go's time.ParseDuration reads: `1h30m`, `45s`, `0`; there are no days. */
export function isDuration(text: string): boolean {
  let rest = text.replace(/^[-+]/, '')
  if (rest === '0') return true
  if (rest === '' || rest.length > 64) return false
  while (rest !== '') {
    const part = PART.exec(rest)
    if (!part) return false
    rest = rest.slice(part[0].length)
  }
  return true
}
