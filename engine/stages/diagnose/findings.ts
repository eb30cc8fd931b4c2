import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'
import type { Finding } from '../../model/finding.ts'

export function diagnoseFindings(examiner: Examiner, findings: readonly Finding[]): Diagnosis {
  const id = 'configuration/valid'
  const errors = findings.filter((each) => each.severity === 'error')
  const [first = findings.find((each) => each.severity === 'warning')] = errors
  if (first === undefined) return examiner.ok(id, 'isthmus.yaml, environments and placements are valid')
  const place = `${first.file}:${first.line} ${first.rule}: ${first.message}`
  if (errors.length === 0)
    return examiner.warn(id, `valid, with warnings; the first is ${place}`, 'see `isthmus validate`')
  const counted = errors.length === 1 ? 'there is 1 error:' : `${errors.length} errors; the first is`
  return examiner.fail(id, `${counted} ${place}`, 'see `isthmus validate` and mend what it says')
}
