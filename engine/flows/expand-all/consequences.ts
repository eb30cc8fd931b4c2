import type { Finding } from '../../model/finding.ts'

/** What was found on the way to an expansion, by the stage that found it. */
export interface FoundBy {
  readonly kustomize: readonly Finding[]
  readonly load: readonly Finding[]
  readonly validate: readonly Finding[]
}

/** All of it but what merely follows from another finding: one slip is said once. */
export function withoutConsequences({ kustomize, load, validate }: FoundBy): readonly Finding[] {
  return [...kustomize, ...unlessWrong(load, validate), ...unlessRefused(validate, kustomize)]
}

/** Where a value is wrong by its schema, that two readers take it for different things is the same slip. */
function unlessWrong(findings: readonly Finding[], validated: readonly Finding[]): readonly Finding[] {
  const placeOf = ({ file, line, column }: Finding) => `${file}:${line}:${column}`
  const wrong = new Set(validated.filter((each) => each.rule.startsWith('schema/')).map(placeOf))
  return findings.filter((each) => each.rule !== 'yaml/ambiguous-scalar' || !wrong.has(placeOf(each)))
}

/** A policy whose kustomization is refused seems empty; that it is not is said already. */
function unlessRefused(findings: readonly Finding[], refused: readonly Finding[]): readonly Finding[] {
  const policyOf = ({ file }: Finding) => file.split('/').slice(0, 2).join('/')
  const known = new Set(refused.map(policyOf))
  return findings.filter((each) => each.rule !== 'policy/empty' || !known.has(policyOf(each)))
}
