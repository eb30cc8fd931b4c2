import type { Json } from '../../model/json.ts'
import { isSameQuantity } from '../../model/quantity.ts'

/** Two values that a server or controller takes for one, written in two ways. */
export function isRewritten(
  as: 'quantity' | 'duration' | 'network',
  a: Json | undefined,
  b: Json | undefined,
): boolean {
  if (!isScalar(a) || !isScalar(b)) return false
  const [left, right] = [String(a), String(b)]
  if (as === 'quantity') return isSameQuantity(left, right)
  const read = as === 'duration' ? durationOf : networkOf
  const value = read(left)
  return value !== undefined && value === read(right)
}

function isScalar(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

/** Nanoseconds of each unit of time.ParseDuration in Go. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const LONGEST = 64

/** A duration as Go reads it, as a number of nanoseconds in text. */
function durationOf(text: string): string | undefined {
  if (text.length > LONGEST || !/^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text))
    return text === '0' ? '0' : undefined
  let total = 0n
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(/(\d+)(?:\.(\d+))?(ns|us|µs|ms|s|m|h)/g)) {
    total += (BigInt(whole + fraction) * (UNITS[unit] ?? 0n)) / 10n ** BigInt(fraction.length)
  }
  return String(text.startsWith('-') ? -total : total)
}

/** A network without the bits of its hosts, as binary digits. */
function networkOf(text: string): string | undefined {
  const [, address = '', length = ''] = /^([0-9a-fA-F.:]{2,45})\/(\d{1,3})$/.exec(text) ?? []
  const bits = address.includes(':') ? bitsOfV6(address) : bitsOfV4(address)
  const prefix = Number(length)
  return bits === undefined || length === '' || prefix > bits.length
    ? undefined
    : `${bits.length} ${bits.slice(0, prefix)}`
}

function bitsOfV4(address: string): string | undefined {
  const octets = address.split('.')
  if (octets.length !== 4 || !octets.every((each) => /^\d{1,3}$/.test(each) && Number(each) < 256)) return undefined
  return octets.map((each) => Number(each).toString(2).padStart(8, '0')).join('')
}

function bitsOfV6(address: string): string | undefined {
  const halves = address.split('::')
  if (halves.length > 2 || address.includes('.')) return undefined
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const [head = [], tail = []] = groups
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const all = [...head, ...Array<string>(missing).fill('0'), ...tail]
  if (!all.every((each) => /^[0-9a-fA-F]{1,4}$/.test(each))) return undefined
  return all.map((each) => Number.parseInt(each, 16).toString(2).padStart(16, '0')).join('')
}
