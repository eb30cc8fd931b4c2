import { describe, expect, test } from 'vitest'
import { callsIn, scan } from '../../../../engine/stages/check/templates/actions.ts'
import { MAP, withPolicy } from '../../an-authored-policy.ts'

const linted = (value: string, spec = '  templates: both\n') =>
  withPolicy(spec, { 'a.yaml': MAP('a', JSON.stringify({ k: value })) }).findings.map((each) => each.rule)

describe('a template of an authored policy', () => {
  test.each<[string, string, readonly string[]]>([
    ['is fine', '{{ fromConfigMap "a" "b" "c" | toInt }} {{hub .ManagedClusterName hub}}', []],
    ['with a block', '{{- if eq .ObjectName "x" }}a{{ else }}b{{ end -}}', []],
    ['with braces in quotes', '{{ `{{ "}}" ` }}', []],
    [
      'with a variable and a chain',
      '{{ $x := (lookup "v1" "Pod" "" "").items }}{{ range $x }}{{ .metadata.name }}{{ end }}',
      [],
    ],
    ['that is not closed', '{{ fromConfigMap "a" "b" "c"', ['template/syntax']],
    ['closed for the other level', '{{hub .ManagedClusterName }}', ['template/syntax']],
    ['with an open block', '{{ if true }}a', ['template/syntax']],
    ['with a function that is not there', '{{ fromConfgMap "a" "b" "c" }}', ['template/function']],
    ['with a function that always fails', '{{ env "HOME" }}', ['template/function']],
    ['with a function of the other level', '{{ "a" | protect }}', ['template/function']],
    ['that skips on the hub', '{{hub skipObject hub}}', ['template/function']],
    [
      'that reads its own namespace',
      '{{hub fromConfigMap "isthmus-gdw" "b" "c" hub}}{{hub fromConfigMap "" "b" "c" hub}}',
      [],
    ],
    ['that reads another', '{{hub fromConfigMap "kube-system" "b" "c" hub}}', ['template/namespace']],
    ['that looks another up', '{{hub (lookup "v1" "ConfigMap" "x" "b").data hub}}', ['template/namespace']],
    ['that reads claims on the hub', '{{hub fromClusterClaim "region" hub}}', ['template/namespace']],
    [
      'with a secret, encrypted',
      '{{hub fromSecret "" "b" "c" hub}}{{hub fromSecret "" "b" "c" | base64dec | protect hub}}',
      [],
    ],
    ['with a secret in parentheses', '{{hub (fromSecret "" "b" "c") | base64dec hub}}', ['template/secret']],
    ['with a secret in a variable', '{{hub $x := fromSecret "" "b" "c" hub}}', ['template/secret']],
    ['with a secret that is looked up', '{{hub (lookup "v1" "Secret" "" "b").data hub}}', ['template/secret']],
    ['with a public certificate', '{{hub (fromSecret "" "b" "ca.crt") | base64dec hub}}', []],
    ['with a secret of the cluster', '{{ fromSecret "a" "b" "c" }}', []],
  ])('%s', (_, value, wanted) => {
    expect(linted(value)).toEqual(wanted)
  })

  test('is text unless it was asked for, and text is not linted', () => {
    expect(linted('{{ nonsense', '')).toEqual([])
    expect(linted('{{ nonsense {{hub .X hub}}', '  templates: hub\n')).toEqual([])
  })

  test('may read elsewhere with a service account', () => {
    const spec = '  templates: hub\n  hubTemplateServiceAccount: reader\n'
    expect(linted('{{hub fromConfigMap "kube-system" "b" "c" hub}}', spec)).toEqual([])
  })

  test('in raw form has no object of its own', () => {
    const raw = (text: string) => withPolicy('', { 'a.yaml': `object-templates-raw: '${text}'\n` }).findings
    expect(raw('{{ range list }}{{ end }}')).toEqual([])
    expect(raw('{{ .ObjectName }}').map((each) => each.rule)).toEqual(['template/context'])
  })
})

describe('policies of a PolicyGenerator file', () => {
  const generator = (defaults: string, manifest: string) =>
    withPolicy(
      '',
      {},
      {
        files: {
          'policies/mine/policy.yaml': undefined,
          'policies/mine/g.yaml': `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: isthmus-gdw${defaults} }
policies:
  - name: made
    manifests: [{ path: m/a.yaml }]
`,
          'policies/mine/m/a.yaml': manifest,
        },
      },
    )
  const DISABLE = '{ policy.open-cluster-management.io/disable-templates: "true" }'

  test('are linted, at the policy of the file', () => {
    const { findings } = generator('', MAP('a', '{ k: "{{ nonsense }}" }'))
    expect(findings.map((each) => `${each.rule} ${each.file}:${each.line}`)).toEqual([
      'template/function policies/mine/g.yaml:6',
    ])
  })

  test('are left alone on the level where templates are switched off', () => {
    const bad = (text: string) => MAP('a', JSON.stringify({ k: text }))
    const rules = (defaults: string, text: string) => generator(defaults, bad(text)).findings.map((each) => each.rule)
    expect(rules(`, configurationPolicyAnnotations: ${DISABLE}`, '{{ nonsense }}')).toEqual([])
    expect(rules(`, policyAnnotations: ${DISABLE}`, '{{ nonsense }}')).toEqual(['template/function'])
    expect(rules(`, policyAnnotations: ${DISABLE}`, '{{hub nonsense hub}}')).toEqual([])
    expect(rules(`, configurationPolicyAnnotations: ${DISABLE}`, '{{hub nonsense hub}}')).toEqual(['template/function'])
  })

  test('never switch off what raw templates need', () => {
    const raw = 'object-templates-raw: "{{ range list }}{{ end }}"\n'
    const { findings } = generator(`, configurationPolicyAnnotations: ${DISABLE}`, raw)
    expect(findings.map((each) => each.rule)).toEqual(['template/disabled-raw'])
  })
})

test('calls are names in command position', () => {
  const [action] = scan('{{ printf "%s" (index .a.b $c) | trim | default nil }}', ['managed']).actions
  expect(action && callsIn(action)).toEqual(['printf', 'index', 'trim', 'default'])
})
