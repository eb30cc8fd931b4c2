import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldHistory } from '../../../engine/model/history-state.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { redactReport } from '../../../engine/model/redact-report.ts'
import { compare } from '../../../engine/stages/compare.ts'
import { judge } from '../../../engine/stages/judge.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftHtml } from '../../../engine/stages/report/drift-html.ts'
import { driftMarkdown } from '../../../engine/stages/report/drift-markdown.ts'
import { driftProposal } from '../../../engine/stages/report/drift-sheets.ts'
import { driftJson } from '../../../engine/stages/report/json.ts'
import { driftText } from '../../../engine/stages/report/text.ts'
import { topologyFor } from '../../contracts/drift-reports.ts'

const NOW = '2026-03-01T12:00:00Z'
const plain = { red: String, yellow: String, green: String, bold: String, dim: String }
const base64 = (text: string) => Buffer.from(text).toString('base64')
const pem = (secret: string) => `-----BEGIN PRIVATE KEY-----\n${base64(secret)}\n-----END PRIVATE KEY-----\n`

type Holder = (secret: string, at: string) => JsonObject
const object = (kind: string, at: string, rest: JsonObject, annotations: JsonObject = {}): JsonObject => ({
  apiVersion: kind === 'Pod' || kind === 'ConfigMap' || kind === 'Secret' ? 'v1' : 'example.org/v1',
  kind,
  metadata: { name: `x${at}`, namespace: 'app', annotations: { mark: 'm', ...annotations } },
  ...rest,
})
const config =
  (text: (secret: string) => string): Holder =>
  (secret, at) =>
    object('ConfigMap', at, { data: { config: text(secret) } })
const container = (at: string, rest: JsonObject) =>
  object('Pod', at, { spec: { containers: [{ name: 'c', image: 'i', ...rest }] } })

/** Every place where people put secrets. */
const holders: readonly Holder[] = [
  (secret, at) => object('Secret', at, { data: { user: base64(secret), note: base64(`${secret} and more`) } }),
  (secret, at) => object('Secret', at, { stringData: { any: secret } }),
  (secret, at) => {
    const kept = JSON.stringify({ kind: 'Secret', data: { user: base64(secret) } })
    return object('Secret', at, { data: {} }, { 'kubectl.kubernetes.io/last-applied-configuration': kept })
  },
  (secret, at) =>
    container(at, {
      env: [
        { name: 'MODE', value: 'x' },
        { name: 'DB_PASSWORD', value: secret },
      ],
    }),
  (secret, at) => container(at, { command: ['login', '--password', secret], args: [`--token=${secret}`] }),
  (secret, at) => container(at, { args: [`login --password ${secret}`] }),
  config(pem),
  config((secret) => base64(pem(secret))),
  config((secret) => `hvs.${secret}${secret}`),
  config((secret) => `ghp_${secret}${secret}`),
  config((secret) => `postgres://app:${secret}@db:26257/x`),
  config((secret) => base64(`postgres://app:${secret}@db:26257/x`)),
  config((secret) => `#!/bin/sh\nexport API_TOKEN=${secret}\n`),
  config((secret) => JSON.stringify({ clientSecret: secret })),
  (secret, at) => object('Thing', at, { spec: { auth: { password: secret, tokens: [{ value: secret }] } } }),
  (secret, at) => object('Thing', at, { spec: { template: { kind: 'Secret', data: { user: base64(secret) } } } }),
]

/** What leaves, in every form, once desired and observed objects differ in their secrets. */
function everythingThatLeaves(pairs: readonly (readonly [JsonObject, JsonObject])[], kind: string, key?: string) {
  const template = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: 'gdw-p-t' },
    spec: {
      remediationAction: 'inform',
      severity: 'high',
      'object-templates': pairs.map(([objectDefinition]): Json => ({ complianceType: kind, objectDefinition })),
    },
  }
  const policy = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'Policy',
    metadata: { name: 'p', namespace: 'h' },
    spec: { 'policy-templates': [{ objectDefinition: template }] },
  }
  const objects = pairs.map(([, observed]) => observed)
  const verdict = compare(template, objects)
  const report = redactReport(
    judge({
      rendered: {
        environment: 'gdw',
        version: '',
        clusters: [{ name: 'c1', cloud: 'aws', region: 'r' }],
        policies: [{ name: 'p', component: 'p', stateful: false, clusters: ['c1'], object: policy, file: 'p.yaml' }],
        others: [],
      },
      observation: {
        source: 's',
        observedAt: NOW,
        clusters: [{ cluster: 'c1', state: 'seen', observedAt: NOW, objects, problems: [] }],
      },
      compare,
      sourceOf: () => ({ file: 'e.yaml', line: 1 }),
      memory: { firstSeen: new Map(), lastSeen: new Map() },
      redactionKey: key,
    }),
  )
  const life = alertsFor(foldHistory([]), report, { now: NOW, chats: [{ name: 'a' }] })
  const { body, title } = driftProposal(report, 'main')
  const { templates, relatedObjects } = verdict
  const texts = [
    driftJson(report),
    driftMarkdown(report),
    driftHtml(report, topologyFor(report)),
    driftText(report, plain),
    body,
    title,
  ]
  return { report, text: [...texts, JSON.stringify([life, templates, relatedObjects])].join('\n') }
}

/** What a secret looks like in base64, wherever in a text it stands. */
function traces(secret: string): readonly string[] {
  return [secret, ...[0, 1, 2].map((i) => base64(secret.slice(i)).slice(0, 8))]
}

const secretText = fc
  .string({
    unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'),
    minLength: 20,
    maxLength: 30,
  })
  .map((text) => `zQ7${text}`)

test('no secret leaves in any form, with a key or without, and every drift of one is still told', () => {
  fc.assert(
    fc.property(
      secretText,
      secretText,
      fc.uniqueArray(fc.nat(holders.length - 1), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('musthave', 'mustonlyhave'),
      fc.option(fc.constant('a key of sixteen or more'), { nil: undefined }),
      (wanted, found, chosen, kind, key) => {
        fc.pre(wanted !== found)
        const pairs = chosen.flatMap((i) => {
          const make = holders[i]
          return make ? [[make(wanted, `${i}`), make(found, `${i}`)] as const] : []
        })
        const { report, text } = everythingThatLeaves(pairs, kind, key)
        for (const trace of [wanted, found].flatMap(traces)) expect(text).not.toContain(trace)
        // What kubectl keeps is noise, and told by no one.
        if (chosen.some((i) => i !== 2)) expect(report.drifts.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 150 },
  )
})

test.each(holders.map((make, i) => [i, make] as const))('holder %i is hidden alone', (i, make) => {
  const { report, text } = everythingThatLeaves(
    [[make('zQ7wantedwantedwantedwa', `${i}`), make('zQ7foundfoundfoundfound', `${i}`)]],
    'musthave',
  )
  for (const trace of ['zQ7wantedwantedwantedwa', 'zQ7foundfoundfoundfound'].flatMap(traces))
    expect(text).not.toContain(trace)
  expect(report.drifts[0]?.patch).toBeUndefined()
})

test('without a key nobody can test guesses against a fingerprint or a digest', () => {
  const secret = (text: string) => object('Secret', 's', { data: { pin: base64(text) } })
  const one = everythingThatLeaves([[secret('0000'), secret('4711')]], 'musthave')
  const other = everythingThatLeaves([[secret('0000'), secret('4712')]], 'musthave')
  expect(one.text).toBe(other.text)
})

test('with a key a second change shows', () => {
  const secret = (text: string) => object('Secret', 's', { data: { pin: base64(text) } })
  const key = 'a key of sixteen or more'
  const one = everythingThatLeaves([[secret('0000'), secret('4711')]], 'musthave', key)
  const other = everythingThatLeaves([[secret('0000'), secret('4712')]], 'musthave', key)
  expect(one.report.drifts[0]?.fingerprint).not.toBe(other.report.drifts[0]?.fingerprint)
  expect(one.text).toMatch(/\(redacted [0-9a-f]{8}\)/)
})
