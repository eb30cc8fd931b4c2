import type { ClockReading } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'
import { diagnoseClock } from './clock.ts'

/** What the answer to a HEAD says of an address that takes messages: many services take only POST, and say so with 400, 403 or 405. */
export function diagnoseAddress(
  examiner: Examiner,
  id: string,
  { status, clock }: { readonly status: number; readonly clock: ClockReading | undefined },
): readonly Diagnosis[] {
  return [reached(examiner, id, status), diagnoseClock(examiner, `${id.split('/')[0]}/clock`, clock)]
}

const RENEW = 'see that the address that isthmus.yaml refers to is still the one that the service gave'

function reached(examiner: Examiner, id: string, status: number): Diagnosis {
  const asked = `it answered ${status} to a question without a message`
  if (status === 410) return examiner.fail(id, `${asked}: the address is no longer one that takes messages`, RENEW)
  // A receiver that knows only POST may say 404 to anything else.
  if (status === 404) return examiner.warn(id, `${asked}: perhaps the address is not there any more`, RENEW)
  if (status >= 300 && status < 400)
    return examiner.warn(id, `${asked}: messages do not follow to where it points`, RENEW)
  if (status >= 500)
    return examiner.warn(id, asked, 'see whether the service is well; alerts are kept until it takes them')
  return examiner.ok(id, `${asked}: it is reached; whether it takes ours only an alert can show`)
}
