import type { Checkup, Diagnosis, Examiner } from '../model/diagnosis.ts'
import { checkupOf, examinerOf } from '../model/diagnosis.ts'
import { Failure } from '../model/failure.ts'
import type { Progress } from '../model/progress.ts'
import { toldBy } from '../model/progress.ts'

/** One configured thing: what failed to answer is a diagnosis, too. */
export interface Subject {
  /** First part of its ids: `repository`, `forge`, `hub`, `cluster`, `chat`, `configuration`, `machine`. */
  readonly thing: string
  readonly name: string
  examine(examiner: Examiner): Promise<readonly Diagnosis[]>
}

/** Looks at every thing, at once; the order of the subjects is the order of the checks. */
export async function doctor(subjects: readonly Subject[], progress?: Progress): Promise<Checkup> {
  const words = { verb: 'examining', nameOf: ({ name }: Subject) => name }
  const all = await Promise.all(subjects.map(toldBy(progress, subjects.length, words, examined)))
  return checkupOf(all.flat())
}

async function examined({ thing, name, examine }: Subject): Promise<readonly Diagnosis[]> {
  const examiner = examinerOf(name)
  try {
    return await examine(examiner)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [examiner.fail(`${thing}/reached`, error.message, error.hint)]
  }
}
