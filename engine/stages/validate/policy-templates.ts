import type { ErrorObject } from 'ajv'
import type { AuthoredPolicyFolder, LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { at, isObject } from '../../model/json.ts'
import { isPolicyTemplate } from '../../model/manifest-kind.ts'
import { POLICY_TEMPLATE_SPECS } from '../../model/policy-template-schemas.ts'
import { conform } from './compile.ts'
import { explainErrors } from './explain.ts'

const WAYS = ['object-templates', 'object-templates-raw'] as const

/**
 * ConfigurationPolicies and OperatorPolicies that people wrote, held against what their API takes: the hub takes anything there, and
 * the error would come from each cluster after the merge. A key that it does not know is dropped without a word, or is newer than us: a warning.
 */
export function checkPolicyTemplates({ policy, manifests }: AuthoredPolicyFolder): readonly Finding[] {
  if (!policy) return []
  return manifests.filter((each) => !each.isBroken && isPolicyTemplate(each.value)).flatMap(checkSpec)
}

function checkSpec(document: LoadedDocument): readonly Finding[] {
  const schema = POLICY_TEMPLATE_SPECS.get(`${document.apiVersion} ${document.kind}`)
  const spec = at(document.value, 'spec')
  if (!schema) return []
  const outcome = conform(schema, spec ?? {})
  const errors = 'errors' in outcome ? outcome.errors.filter((each) => !isFilledInLater(each)) : []
  const findings = explainErrors(errors, document, '/spec')
  // A key that is missing is not reported beside its misspelling, which is no trifle then.
  const lacksNothing = errors.every((each) => each.keyword !== 'required')
  return [...(lacksNothing ? findings.map(asDropped) : findings), ...(isObject(spec) ? checkObjects(document) : [])]
}

/** Values are written in before a cluster sees them, and what is in braces is written there. */
function isFilledInLater({ data }: ErrorObject): boolean {
  return typeof data === 'string' && /\$\(values\.|\{\{/.test(data)
}

function asDropped(found: Finding): Finding {
  if (found.rule !== 'schema/unknown-key') return found
  return { ...found, severity: 'warning', message: `${found.message}: clusters drop what their API does not know` }
}

function checkObjects(document: LoadedDocument): readonly Finding[] {
  if (document.kind !== 'ConfigurationPolicy') return []
  const given = WAYS.filter((each) => at(document.value, 'spec', each) !== undefined)
  if (given.length === 1) return []
  const [one, other] = WAYS.map((each) => `\`${each}\``)
  if (given.length === 0) {
    const message = `it has neither ${one} nor ${other}, so clusters refuse it`
    return [finding('policy/no-objects', document.locate('/spec', 'key'), message, `add ${one}`)]
  }
  const message = `it has both ${one} and ${other}, so clusters refuse it`
  return [finding('policy/no-objects', document.locate(`/spec/${WAYS[1]}`, 'key'), message, 'keep one of them')]
}
