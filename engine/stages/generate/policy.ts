import type { GeneratorFiles } from '../../model/generator-files.ts'
import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Dependency } from './config.ts'
import { dependencyObject, policyTemplates } from './policy-templates.ts'
import type { Report } from './report.ts'
import type { Generator, Policy } from './resolved.ts'

const PREFIX = 'policy.open-cluster-management.io'

/** The policy at this place of a file, as the original writes it; undefined where there is none. */
export function policyObject(
  generator: Generator,
  i: number,
  files: GeneratorFiles,
  report: Report,
): JsonObject | undefined {
  const policy = generator.policies[i]
  if (!policy) return undefined
  const dependencies = dependenciesOf(generator, i)
  const templates = policyTemplates(policy, files, report)
  const [serviceAccountName] = policy.serviceAccounts
  const action = commonRemediationAction(templates)
  return {
    apiVersion: `${PREFIX}/v1`,
    kind: 'Policy',
    metadata: {
      name: policy.name,
      namespace: generator.namespace,
      annotations: annotationsOf(policy),
      ...(Object.keys(policy.policyLabels).length === 0 ? {} : { labels: policy.policyLabels }),
    },
    spec: {
      disabled: policy.disabled,
      ...(policy.copyPolicyMetadata ? {} : { copyPolicyMetadata: false }),
      ...(serviceAccountName === undefined ? {} : { hubTemplateOptions: { serviceAccountName } }),
      ...(dependencies.length === 0 ? {} : { dependencies: dependencies.map(dependencyObject) }),
      ...(action === '' ? {} : { remediationAction: action }),
      'policy-templates': templates,
    },
  }
}

/** Each policy waits for the one before it where they are ordered. */
function dependenciesOf({ policies, orderPolicies, namespace }: Generator, i: number): readonly Dependency[] {
  const before = orderPolicies ? policies[i - 1]?.name : undefined
  if (before === undefined) return policies[i]?.dependencies ?? []
  return [{ apiVersion: `${PREFIX}/v1`, kind: 'Policy', name: before, namespace, compliance: 'Compliant' }]
}

function annotationsOf(policy: Policy): JsonObject {
  return {
    ...policy.policyAnnotations,
    [`${PREFIX}/categories`]: policy.categories.join(','),
    [`${PREFIX}/controls`]: policy.controls.join(','),
    [`${PREFIX}/standards`]: policy.standards.join(','),
    [`${PREFIX}/description`]: policy.description,
  }
}

/** What all templates that say something say; '' where they differ. InformOnly is a word for templates only. */
function commonRemediationAction(templates: readonly JsonObject[]): string {
  const said = templates.flatMap((each) => textAt(each, 'objectDefinition', 'spec', 'remediationAction') ?? [])
  const [first = ''] = said.filter((each) => each !== '')
  if (said.some((each, i) => each !== first && (each !== '' || i >= said.indexOf(first)))) return ''
  return first.toLowerCase() === 'informonly' ? 'inform' : first
}
