/** A number written as Kubernetes writes amounts, in the one form that equal amounts share: ±digits × 10^exponent, no zeros at the ends. */
export interface Quantity {
  readonly negative: boolean
  /** '' is zero. */
  readonly digits: string
  readonly exponent: number
}

interface Parts {
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
  readonly suffix: string
}

interface Scale {
  readonly base: 2 | 10
  readonly exponent: number
}

const SCALES: Readonly<Record<string, Scale>> = {
  n: { base: 10, exponent: -9 },
  u: { base: 10, exponent: -6 },
  m: { base: 10, exponent: -3 },
  '': { base: 10, exponent: 0 },
  k: { base: 10, exponent: 3 },
  M: { base: 10, exponent: 6 },
  G: { base: 10, exponent: 9 },
  T: { base: 10, exponent: 12 },
  P: { base: 10, exponent: 15 },
  E: { base: 10, exponent: 18 },
  Ki: { base: 2, exponent: 10 },
  Mi: { base: 2, exponent: 20 },
  Gi: { base: 2, exponent: 30 },
  Ti: { base: 2, exponent: 40 },
  Pi: { base: 2, exponent: 50 },
  Ei: { base: 2, exponent: 60 },
}

const SUFFIX_LETTERS = 'eEinumkKMGTP'
const ZERO: Quantity = { negative: false, digits: '', exponent: 0 }
/** Amounts are kept to a billionth, and what is smaller counts as one billionth. */
const FINEST = -9
const MOST_BINARY = 2n ** 63n - 1n
/** Digits that are sure to fit 64 bits; longer numbers take the exact way, which wants at least one digit. */
const FAST_DIGITS = 18
const FAST_BINARY_DIGITS = 14

/** resource.Quantity of Kubernetes (k8s.io/apimachinery pkg/api/resource); undefined for text that it refuses. A lone `-`, `.` or `m` is zero there. */
export function parseQuantity(text: string): Quantity | undefined {
  const parts = splitQuantity(text)
  const scale = parts && scaleOf(parts.suffix)
  if (!parts || !scale) return undefined
  const hasDigits = parts.whole !== '' || parts.fraction !== ''
  if (!hasDigits && !isFast(parts, scale)) return undefined
  const exponent = (scale.base === 10 ? scale.exponent : 0) - parts.fraction.length
  const written = trimStart(parts.whole + parts.fraction)
  if (written === '') return ZERO
  const digits = scale.base === 10 ? written : String(BigInt(written) << BigInt(scale.exponent))
  const rounded = exponent < FINEST ? roundUp(digits, exponent) : { digits, exponent }
  const capped = scale.base === 2 ? capBinary(rounded) : rounded
  return normal(parts.negative, capped.digits, capped.exponent)
}

/** True when both texts are quantities of the same amount: `1k` and `1000`, `0.5` and `500m`. */
export function isSameQuantity(a: string, b: string): boolean {
  const left = parseQuantity(a)
  const right = left && parseQuantity(b)
  if (!left || !right) return false
  return left.digits === right.digits && left.exponent === right.exponent && left.negative === right.negative
}

/** Linear in the text, since it is asked about every string of every object. */
function splitQuantity(text: string): Parts | undefined {
  if (text === '') return undefined
  const signed = text[0] === '-' || text[0] === '+' ? 1 : 0
  const whole = digitsFrom(text, signed)
  const dotted = text[whole] === '.' ? whole + 1 : whole
  const fraction = dotted === whole ? whole : digitsFrom(text, dotted)
  let letters = fraction
  while (letters < text.length && SUFFIX_LETTERS.includes(text.charAt(letters))) letters++
  const sign = text[letters] === '-' || text[letters] === '+' ? letters + 1 : letters
  if (digitsFrom(text, sign) !== text.length) return undefined
  return {
    negative: text[0] === '-',
    whole: text.slice(signed, whole),
    fraction: text.slice(dotted, fraction),
    suffix: text.slice(fraction),
  }
}

function digitsFrom(text: string, start: number): number {
  let at = start
  while (at < text.length && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++
  return at
}

function scaleOf(suffix: string): Scale | undefined {
  if (Object.hasOwn(SCALES, suffix)) return SCALES[suffix]
  const exponent = /^[eE]([+-]?\d{1,19})$/.exec(suffix)?.[1]
  if (exponent === undefined) return undefined
  const parsed = BigInt(exponent.replace('+', ''))
  if (BigInt.asIntN(64, parsed) !== parsed) return undefined
  return { base: 10, exponent: Number(BigInt.asIntN(32, parsed)) }
}

function isFast(parts: Parts, scale: Scale): boolean {
  const length = Math.max(1, trimStart(parts.whole).length)
  if (scale.base === 2) return parts.fraction === '' && length + Math.trunc(scale.exponent * 0.3) <= FAST_BINARY_DIGITS
  return length + parts.fraction.length <= FAST_DIGITS && scale.exponent - parts.fraction.length >= FINEST
}

function roundUp(digits: string, exponent: number): { digits: string; exponent: number } {
  const kept = digits.length - (FINEST - exponent)
  if (kept <= 0) return { digits: '1', exponent: FINEST }
  const isExact = /^0*$/.test(digits.slice(kept))
  const truncated = digits.slice(0, kept)
  return { digits: isExact ? truncated : String(BigInt(truncated) + 1n), exponent: FINEST }
}

function capBinary(amount: { digits: string; exponent: number }): { digits: string; exponent: number } {
  const whole = amount.digits.length + amount.exponent
  if (whole < 19) return amount
  const isMore = BigInt(amount.digits) > MOST_BINARY * 10n ** BigInt(-amount.exponent)
  return isMore ? { digits: String(MOST_BINARY), exponent: 0 } : amount
}

function normal(negative: boolean, digits: string, exponent: number): Quantity {
  let end = digits.length
  while (end > 0 && digits[end - 1] === '0') end--
  if (end === 0) return ZERO
  return { negative, digits: digits.slice(0, end), exponent: exponent + digits.length - end }
}

function trimStart(digits: string): string {
  let start = 0
  while (start < digits.length && digits[start] === '0') start++
  return digits.slice(start)
}
