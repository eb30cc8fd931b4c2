import type { ClockReading } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'

/** A Date header has whole seconds, and an answer takes a moment. */
const CLOSE_SECONDS = 10
/** Signed webhooks and tokens are refused by most services from here on. */
const APART_SECONDS = 300

export function diagnoseClock(examiner: Examiner, id: string, reading: ClockReading | undefined): Diagnosis {
  const apart = reading === undefined ? Number.NaN : (Date.parse(reading.theirs) - Date.parse(reading.ours)) / 1000
  if (!Number.isFinite(apart)) return examiner.skipped(id, 'its answer says no time, so the clocks cannot be compared')
  const seconds = Math.abs(apart)
  const sentence = `its clock is ${Math.round(seconds)} s ${apart < 0 ? 'behind' : 'ahead of'} ours`
  const remedy = 'set both clocks by NTP: times in reports, tokens and signatures are compared'
  if (seconds > APART_SECONDS) return examiner.fail(id, sentence, remedy)
  return seconds > CLOSE_SECONDS ? examiner.warn(id, sentence, remedy) : examiner.ok(id, 'the clocks agree')
}
