import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { listAt, textAt } from '../../engine/model/json.ts'
import { aRepository, isthmus, pushAll, read, write } from '../engine/commands/a-shell.ts'
import { ask } from './testbed/kube-client.ts'
import type { Platform } from './testbed/platform.ts'
import { startPlatform } from './testbed/platform.ts'

const deploy = join(import.meta.dirname, '..', '..', 'deploy')
let bed: Platform
let work = ''
let config = ''
let token = ''

beforeAll(async () => {
  bed = await startPlatform({ members: [] })
  const made = await aRepository()
  work = made.work
  // Reads ConfigMaps and PolicySets of the hub namespace, too: every right of deploy/ is used.
  const environment = read(work, 'environments/gdw.yaml')
  write(work, 'environments/gdw.yaml', environment.replace(/^spec:/m, 'spec:\n  rendering: templated'))
  const placements = read(work, 'placements/gdw.yaml')
  write(work, 'placements/gdw.yaml', placements.replace(/^spec:/gm, 'spec:\n  policySet: {}'))
  await isthmus(work, 'expand', '--quiet')
  pushAll(work, 'Render')
  await deliver(loadAll(read(work, 'rendered/gdw/namespace.yaml')) as Json[])
  await deliver(loadAll(read(work, 'rendered/gdw/placements.yaml')) as Json[])
  await deliver(built('overlays/reference'))
  const path = '/api/v1/namespaces/isthmus/serviceaccounts/isthmus/token'
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } }
  const answer = await bed.hub.ask({ method: 'POST', path, body: request })
  token = textAt(answer.body, 'status', 'token') ?? ''
  config = bed.hub.server.identity({ user: 'isthmus', token })
})

afterAll(async () => await bed?.stop())

/** What kustomize makes of a folder of deploy/. */
function built(folder: string): readonly JsonObject[] {
  const text = execFileSync('kubectl', ['kustomize', join(deploy, folder)], { encoding: 'utf8' })
  return loadAll(text) as JsonObject[]
}

/** With strict field validation; namespaces first. */
async function deliver(objects: readonly Json[]): Promise<void> {
  const isNamespace = (each: Json) => textAt(each, 'kind') === 'Namespace'
  for (const each of objects.filter(isNamespace)) await bed.hub.apply(each, { manager: 'deploy' })
  for (const each of objects.filter((one) => !isNamespace(one)))
    await bed.hub.apply(each, { manager: 'deploy', force: true })
}

interface Check {
  readonly id: string
  readonly state: string
  readonly sentence: string
}

async function checkup(...args: string[]): Promise<(id: string) => Check | undefined> {
  const all = [
    'doctor',
    '--from',
    'hub',
    '--kubeconfig',
    config,
    '--serve-namespace',
    'isthmus',
    '--output',
    'json',
    ...args,
  ]
  const { out } = await isthmus(work, ...all)
  const { checks } = JSON.parse(out) as { checks: readonly Check[] }
  return (id) => checks.find((each) => each.id === id)
}

test('with the Roles of deploy/ the engine has each right, and none beyond', async () => {
  const found = await checkup()
  expect(found('hub/reached')).toMatchObject({
    state: 'ok',
    sentence: expect.stringContaining('serviceaccount:isthmus:isthmus'),
  })
  expect(found('hub/rights')).toMatchObject({ state: 'ok' })
  expect(found('hub/excess')).toMatchObject({ state: 'ok' })
  expect(found('hub/placement-api')).toMatchObject({ state: 'ok' })
  expect(found('hub/cluster-set')).toMatchObject({ state: 'ok' })
  expect(found('hub/views')).toMatchObject({ state: 'ok' })
  expect((await checkup('--views'))('hub/rights')).toMatchObject({
    state: 'fail',
    sentence: expect.stringContaining('managedclusterviews'),
  })
})

test('drift reads the whole hub as that ServiceAccount', async () => {
  const { out, err } = await isthmus(work, 'drift', '--from', 'hub', '--kubeconfig', config, '--output', 'json')
  expect(err).toBe('')
  const report = JSON.parse(out) as Json
  expect(JSON.stringify(report)).not.toMatch(/forbidden/i)
  // Policies were not delivered, and that is seen.
  expect(listAt(report, 'undelivered').length).toBeGreaterThan(50)
})

test('each right is needed: without it doctor names it', { timeout: 240_000 }, async () => {
  const roles = built('overlays/reference').filter((each) => /Role$/.test(String(each.kind)))
  const rights = roles.flatMap((role) =>
    listAt(role, 'rules').flatMap((rule, r) =>
      listAt(rule, 'resources').flatMap((resource) =>
        listAt(rule, 'verbs').map((verb) => ({ role, r, resource, verb })),
      ),
    ),
  )
  expect(rights.length).toBeGreaterThan(15)
  for (const { role, r, resource, verb } of rights) {
    const rules = listAt(role, 'rules').flatMap((rule, i): Json[] => {
      if (i !== r) return [rule]
      const others = listAt(rule, 'resources').filter((each) => each !== resource)
      const rest = listAt(rule, 'verbs').filter((each) => each !== verb)
      const object = rule as JsonObject
      return [
        ...(others.length > 0 ? [{ ...object, resources: others }] : []),
        ...(rest.length > 0 ? [{ ...object, resources: [resource], verbs: rest }] : []),
      ]
    })
    await bed.hub.apply({ ...role, rules }, { manager: 'deploy', force: true })
    const { state, sentence } = (await checkup())('hub/rights') ?? {}
    expect([state, sentence], `${verb} ${resource}`).toEqual(['fail', expect.stringContaining(`${verb} ${resource}`)])
    await bed.hub.apply(role, { manager: 'deploy', force: true })
  }
})

test('Secrets, writes and other namespaces are refused', async () => {
  const { url, ca } = bed.hub.server
  const as = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: Json) =>
    (await ask({ url, ca, token }, { method, path, ...(body === undefined ? {} : { body }) })).status
  const policy = '/apis/policy.open-cluster-management.io/v1'
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }
  expect(await as('GET', `${policy}/policies`)).toBe(200)
  expect(await as('GET', '/api/v1/secrets')).toBe(403)
  expect(await as('GET', '/api/v1/namespaces/isthmus-gdw/secrets')).toBe(403)
  expect(await as('GET', '/api/v1/namespaces')).toBe(403)
  expect(await as('GET', `${policy}/placementbindings`)).toBe(403)
  expect(await as('POST', '/api/v1/namespaces/isthmus-gdw/configmaps', object)).toBe(403)
  expect(await as('DELETE', `${policy}/namespaces/isthmus-gdw/policies/x`)).toBe(403)
  expect(await as('GET', '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases')).toBe(403)
})

test('every component is taken by the API server, and views bring their right and their warning', async () => {
  for (const each of ['views', 'company-network', 'ssh']) await deliver(withComponent(each))
  const found = await checkup('--views')
  expect(found('hub/rights')).toMatchObject({ state: 'ok' })
  expect(found('hub/excess')).toMatchObject({ state: 'ok' })
  expect(found('hub/views')).toMatchObject({
    state: 'warn',
    sentence: expect.stringContaining('every object but Secrets'),
  })
})

/** The reference overlay with one component. */
function withComponent(name: string): readonly JsonObject[] {
  const script = `mkdir -p "$1" && printf '%s\\n' 'apiVersion: kustomize.config.k8s.io/v1beta1' 'kind: Kustomization' "resources: [../../reference]" "components: [../../../components/$2]" > "$1/kustomization.yaml"`
  const folder = join(bed.folder, 'deploy')
  execFileSync('cp', ['-r', deploy, `${folder}-${name}`])
  const place = join(`${folder}-${name}`, 'overlays', 'tried', 'here')
  execFileSync('sh', ['-c', script, 'sh', place, name])
  return loadAll(execFileSync('kubectl', ['kustomize', place], { encoding: 'utf8' })) as JsonObject[]
}
