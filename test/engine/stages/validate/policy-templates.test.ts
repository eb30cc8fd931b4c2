import { describe, expect, test } from 'vitest'
import { aRepository, DEFINITION, inPlacement, pointedAt, validateFiles } from './a-repository.ts'

const OBJECT =
  '{ complianceType: musthave, objectDefinition: { apiVersion: v1, kind: Namespace, metadata: { name: app } } }'

function found(kind: string, spec: string, definition = DEFINITION) {
  const version = kind === 'OperatorPolicy' ? 'v1beta1' : 'v1'
  const manifest = `apiVersion: policy.open-cluster-management.io/${version}\nkind: ${kind}\nmetadata: { name: mine }\nspec:\n${spec.replaceAll(/^/gm, '  ')}\n`
  const files = aRepository({
    ...inPlacement('tunnel,', 'tunnel, mine,'),
    'policies/mine/policy.yaml': definition,
    'policies/mine/template.yaml': manifest,
  })
  return { files, findings: validateFiles(files).findings }
}

describe('policy templates that people wrote', () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      'what the API takes',
      'ConfigurationPolicy',
      `severity: High\nremediationAction: InformOnly\nobject-templates: [${OBJECT}]`,
      [],
    ],
    [
      'a word that is none',
      'ConfigurationPolicy',
      `severity: urgent\nobject-templates: [${OBJECT}]`,
      ['error schema/not-allowed @ urgent'],
    ],
    [
      'the interval as one text',
      'ConfigurationPolicy',
      `evaluationInterval: 5m\nobject-templates: [${OBJECT}]`,
      ['error schema/wrong-type @ 5m'],
    ],
    [
      'an interval without a unit',
      'ConfigurationPolicy',
      `evaluationInterval: { compliant: '5' }\nobject-templates: [${OBJECT}]`,
      [`error schema/pattern @ '5'`],
    ],
    [
      'a key that is dropped',
      'ConfigurationPolicy',
      `pruneObjectBehaviour: None\nobject-templates: [${OBJECT}]`,
      ['warning schema/unknown-key @ pruneObjectBehaviour'],
    ],
    ['no objects', 'ConfigurationPolicy', 'severity: low', ['error policy/no-objects @ spec']],
    [
      'objects in both forms',
      'ConfigurationPolicy',
      `object-templates: [${OBJECT}]\nobject-templates-raw: x`,
      ['error policy/no-objects @ object-templates-raw'],
    ],
    [
      'values that are written in later',
      'ConfigurationPolicy',
      `severity: '$(values.severity)'\nremediationAction: '{{hub .ManagedClusterName hub}}'\nobject-templates: [${OBJECT}]`,
      [],
    ],
    [
      'a key whose misspelling is all there is',
      'OperatorPolicy',
      'complianceType: musthave\nupgradeApproval: None\nsubscripton: { name: a }',
      ['error schema/unknown-key @ subscripton'],
    ],
    [
      'what an operator has to say',
      'OperatorPolicy',
      'complianceType: musthave\nsubscription: { name: a }',
      ['error schema/missing-key @ spec'],
    ],
    ['a kind that has no schema here', 'CertificatePolicy', 'minimumDuration: 300h', []],
  ])('%s', (_, kind, spec, expected) => {
    const definition = `${DEFINITION}spec: { values: { severity: { type: string, default: low } } }\n`
    const { files, findings } = found(kind, spec, spec.includes('$(values') ? definition : DEFINITION)
    expect(findings.map((each) => `${each.severity} ${pointedAt(files, [each])[0]}`)).toEqual(expected)
  })

  test('are judged only in a folder that becomes a policy of Isthmus’ own', () => {
    const generator = `apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\nmetadata: { name: g }\npolicies: []\n`
    const { findings } = found('ConfigurationPolicy', 'severity: urgent', generator)
    expect(findings.map((each) => each.rule)).not.toContain('schema/not-allowed')
  })
})
