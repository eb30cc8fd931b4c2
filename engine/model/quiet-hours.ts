/** A day as people write it in isthmus.yaml. */
export type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** From one wall-clock time to another, past midnight where the second is not later. */
export interface QuietHours {
  /** `HH:MM`, and `24:00` for the end of a day. */
  readonly from: string
  readonly to: string
  /** IANA name. */
  readonly timeZone: string
  /** Days on which it begins; every day where absent. */
  readonly days?: readonly Day[]
}

/** True while one of them holds. `time`: RFC 3339. A time zone that nobody knows keeps nothing quiet. */
export function isQuietAt(all: readonly QuietHours[], time: string): boolean {
  return all.some((hours) => holds(hours, time))
}

/** True for a name in the IANA data of this machine. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

function holds({ from, to, timeZone, days = DAYS }: QuietHours, time: string): boolean {
  const clock = wallClock(time, timeZone)
  if (!clock) return false
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const isToday = days.includes(clock.day)
  if (begin < end) return isToday && clock.minutes >= begin && clock.minutes < end
  const isSinceYesterday = days.includes(dayBefore(clock.day))
  return (isToday && clock.minutes >= begin) || (isSinceYesterday && clock.minutes < end)
}

function wallClock(time: string, timeZone: string): { readonly day: Day; readonly minutes: number } | undefined {
  if (!isTimeZone(timeZone)) return undefined
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(Date.parse(time)).map((each) => [each.type, each.value]))
  const day = DAYS.find((each) => each === parts.get('weekday')?.toLowerCase())
  return day && { day, minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) }
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

function dayBefore(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + 6) % 7] ?? day
}
