const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

interface Field {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

/** Minute, hour, day of the month, month, day of the week, as the CronJob controller reads them. */
const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
]

const WORD = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every (\d+(\.\d+)?(h|m|s))+)$/

/** True for five fields, or a word for them, that the CronJob controller takes (kubernetes uses robfig/cron's standard parser). */
export function isCronSchedule(text: string): boolean {
  if (WORD.test(text)) return true
  const parts = text.trim().split(/\s+/)
  return parts.length === FIELDS.length && FIELDS.every((field, i) => isList(parts[i] ?? '', field))
}

function isList(part: string, field: Field): boolean {
  return part.split(',').every((each) => isRange(each, field))
}

function isRange(part: string, field: Field): boolean {
  const [range = '', step, ...rest] = part.split('/')
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false
  if (range === '*' || range === '?') return true
  const [from = '', to = from, ...more] = range.split('-')
  const [first, last] = [numberOf(from, field), numberOf(to, field)]
  return more.length === 0 && first !== undefined && last !== undefined && first <= last
}

function numberOf(text: string, { min, max, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase())
  const value = named >= 0 ? named + min : /^\d+$/.test(text) ? Number(text) : undefined
  return value !== undefined && value >= min && value <= max ? value : undefined
}
