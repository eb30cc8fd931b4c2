import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'

/** `found` and `oldest` are versions such as `20.11.0`; a missing part counts as 0. */
export function diagnoseVersion(examiner: Examiner, program: string, found: string, oldest: string): Diagnosis {
  const id = `machine/${program.toLowerCase()}`
  const remedy = `install ${program} ${oldest} or newer, and see that it is on the PATH`
  if (found === '') return examiner.fail(id, `${program} does not say its version`, remedy)
  if (isOlder(partsOf(found), partsOf(oldest))) return examiner.fail(id, `${program} ${found} is too old`, remedy)
  return examiner.ok(id, `${program} ${found}`)
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map((each) => Number.parseInt(each, 10) || 0)
}

function isOlder([a = 0, ...as]: readonly number[], [b = 0, ...bs]: readonly number[]): boolean {
  if (a !== b || (as.length === 0 && bs.length === 0)) return a < b
  return isOlder(as, bs)
}
