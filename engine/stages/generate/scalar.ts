import {
  boolCoreTag,
  defineScalarTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullCoreTag,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml'

const SIGNS_AND_DIGITS = [...'+-.0123456789']
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
/** Of a number in base 2, 8 or 16: what is larger is text. */
const TOO_LARGE = 2 ** 64
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:(\.\d{1,9})\d*)?(Z|[-+]\d\d:\d\d)$/
const LOCAL_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:(\.\d{1,9})\d*)?$/

/** Numbers as Go's yaml.v3 reads them: `0644` is octal, underscores do not count, base 60 does not exist. */
export function readInteger(source: string): number | undefined {
  const match = INTEGER.exec(source.replaceAll('_', ''))
  if (!match) return undefined
  const [, sign, hex, binary, octal, decimal] = match
  const value =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : binary !== undefined
        ? Number.parseInt(binary, 2)
        : octal !== undefined
          ? Number.parseInt(octal, 8)
          : Number(decimal)
  if (decimal === undefined && value >= TOO_LARGE) return undefined
  return sign === '-' && value !== 0 ? -value : value
}

/** What no float can hold is text, as in the original: a commit such as `12e4567`. */
export function readFloat(source: string): number | undefined {
  const plain = source.replaceAll('_', '')
  const value = FLOAT.test(plain) ? Number(plain) : undefined
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

/** An unquoted date or time as the text that yaml.v3 writes for it (RFC 3339); undefined for anything else. */
export function readTimestamp(source: string): string | undefined {
  const match = TIME.exec(source) ?? LOCAL_TIME.exec(source) ?? DATE.exec(source)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part))
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined
  const two = (part: number) => String(part).padStart(2, '0')
  const fraction = (match[7] ?? '').replace(/\.?0+$/, '')
  const zone = (match[8] ?? 'Z').replace(/^[-+]00:00$/, 'Z')
  return `${match[1]}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${zone}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function numberTag(name: string, read: (source: string) => number | string | undefined) {
  return defineScalarTag<number | string>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    implicitFirstChars: SIGNS_AND_DIGITS,
    resolve: (source) => read(source) ?? NOT_RESOLVED,
    identify: () => false,
  })
}

const infinityTag = defineScalarTag<number>('tag:isthmus.dev,2026:not-a-number', {
  implicit: true,
  implicitFirstChars: ['+', '-', '.'],
  resolve: (source) => (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : NOT_RESOLVED),
  identify: () => false,
})

/** Scalars as yaml.v3 reads them into an untyped value: YAML 1.2 words, dates, and numbers of YAML 1.1. */
export const GO_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag,
  mergeTag,
  nullCoreTag,
  boolCoreTag,
  numberTag('timestamp', readTimestamp),
  numberTag('int', readInteger),
  numberTag('float', readFloat),
  infinityTag,
])
