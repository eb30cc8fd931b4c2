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
import { readFloat, readInteger } from '../../model/go-numbers.ts'

const SIGNS_AND_DIGITS = [...'+-.0123456789']
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:(\.\d{1,9})\d*)?(Z|[-+]\d\d:\d\d)$/
const LOCAL_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:(\.\d{1,9})\d*)?$/

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
