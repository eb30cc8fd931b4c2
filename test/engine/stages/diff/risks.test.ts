import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import type { Rendered, RenderedPolicy } from '../../../../engine/model/rendered.ts'
import { diff } from '../../../../engine/stages/diff.ts'

interface Wish {
  readonly name?: string
  readonly clusters?: readonly string[]
  readonly action?: string | undefined
  readonly templateAction?: string
  readonly prune?: string
  readonly compliance?: string
  readonly recreate?: string
  readonly disabled?: boolean
  readonly template?: string
}

function aPolicy(objects: readonly JsonObject[], wish: Wish = {}): RenderedPolicy {
  const { name = 'p', clusters = ['c1'], action = 'enforce', templateAction = 'enforce', disabled = false } = wish
  const { prune = 'None', compliance = 'musthave', recreate, template = `env-${name}` } = wish
  const objectTemplates = objects.map((objectDefinition) => ({
    complianceType: compliance,
    ...(recreate === undefined ? {} : { recreateOption: recreate }),
    objectDefinition,
  }))
  const definition = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: template },
    spec: { remediationAction: templateAction, pruneObjectBehavior: prune, 'object-templates': objectTemplates },
  }
  const spec = {
    disabled,
    ...(action === '' ? {} : { remediationAction: action }),
    'policy-templates': [{ objectDefinition: definition }],
  }
  const object = { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'Policy', metadata: { name }, spec }
  return { name, component: 'c', stateful: false, clusters, object, file: `rendered/env/${name}.yaml` }
}

function state(...policies: readonly RenderedPolicy[]): Rendered {
  const clusters = [...new Set(policies.flatMap((each) => each.clusters))].map((name) => ({
    name,
    cloud: 'aws',
    region: name,
  }))
  return { environment: 'env', version: '1', clusters, policies, others: [] }
}

function anObject(apiVersion: string, kind: string, content: JsonObject = {}, name = 'x'): JsonObject {
  return { apiVersion, kind, metadata: { name, namespace: 'n' }, ...content }
}

const aMap = (data: string, name = 'x') => anObject('v1', 'ConfigMap', { data: { key: data } }, name)

const risks = (before: Rendered, after: Rendered) =>
  diff(before, after).policies.flatMap((each) => each.risks.map((risk) => `${risk.kind}: ${risk.message}`))

describe('what cannot be changed in place', () => {
  const cases: readonly (readonly [string, string, JsonObject, JsonObject, boolean])[] = [
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, true],
    [
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      { subjects: [{ name: 'a' }] },
      { subjects: [{ name: 'b' }] },
      false,
    ],
    ['v1', 'Service', { spec: { clusterIP: 'None' } }, { spec: { clusterIP: '1.2.3.4' } }, true],
    ['serving.knative.dev/v1', 'Service', { spec: { clusterIP: 'None' } }, { spec: { clusterIP: '1' } }, false],
    ['v1', 'ConfigMap', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }, true],
    ['v1', 'ConfigMap', { data: { a: '1' } }, { data: { a: '2' } }, false],
    ['v1', 'PersistentVolumeClaim', { spec: { storageClassName: 'a' } }, { spec: { storageClassName: 'b' } }, true],
    [
      'hive.openshift.io/v1',
      'MachinePool',
      { spec: { platform: { aws: { type: 'm5' } } } },
      { spec: { platform: { aws: { type: 'm6' } } } },
      true,
    ],
    ['hive.openshift.io/v1', 'MachinePool', { spec: { replicas: 3 } }, { spec: { replicas: 4 } }, false],
    [
      'hive.openshift.io/v1',
      'ClusterDeployment',
      { spec: { pullSecretRef: { name: 'a' } } },
      { spec: { pullSecretRef: { name: 'b' } } },
      true,
    ],
    [
      'hive.openshift.io/v1',
      'ClusterDeployment',
      { spec: { powerState: 'Running' } },
      { spec: { powerState: 'Hibernating' } },
      false,
    ],
  ]
  test.each(cases)('%s %s: %j → %j', (apiVersion, kind, was, is, isRefused) => {
    const before = state(aPolicy([anObject(apiVersion, kind, was)]))
    const after = state(aPolicy([anObject(apiVersion, kind, is)]))
    expect(risks(before, after).filter((each) => each.startsWith('immutable: ')).length > 0).toBe(isRefused)
  })

  test('is replaced where the policy says so', () => {
    const role = (name: string) => anObject('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { name } })
    const wish = { recreate: 'IfRequired' }
    expect(risks(state(aPolicy([role('a')], wish)), state(aPolicy([role('b')], wish)))).toEqual([
      'immutable: RoleBinding n/x /roleRef/name cannot be changed in place on c1: RHACM deletes the object and creates it again',
    ])
    const always = { recreate: 'Always' }
    expect(risks(state(aPolicy([aMap('1')], always)), state(aPolicy([aMap('2')], always)))).toEqual([
      'deletes: ConfigMap n/x is deleted and created again on c1: recreateOption is Always, and fields that the policy does not list are lost',
    ])
  })
})

describe('what RHACM begins to write', () => {
  const enforced = (where: string) =>
    `newly-enforced: p turns from inform to enforce: RHACM will overwrite what differs on ${where}`
  test.each<[string, Wish, Wish, readonly string[]]>([
    ['by the policy', { action: 'inform' }, { action: 'enforce' }, [enforced('c1')]],
    ['in capitals', { action: 'Inform' }, { action: 'Enforce' }, [enforced('c1')]],
    ['by a template', { action: '', templateAction: 'inform' }, { action: '' }, [enforced('c1')]],
    [
      'where it was disabled',
      { disabled: true },
      {},
      ['newly-enforced: p comes enforced: RHACM will overwrite what differs on c1'],
    ],
    [
      'not what is only looked at',
      { action: 'inform', templateAction: 'InformOnly' },
      { templateAction: 'InformOnly' },
      [],
    ],
    ['not what a policy holds back', { action: 'inform', templateAction: 'inform' }, { action: 'inform' }, []],
    ['not what stays enforced', { action: 'enforce' }, { action: '' }, []],
  ])('%s', (_, was, is, wanted) => {
    const other = aPolicy([aMap('1', 'y')], { name: 'other' })
    expect(risks(state(aPolicy([aMap('1')], was), other), state(aPolicy([aMap('1')], is), other))).toEqual(wanted)
  })

  test('where it was not before, but not on a cluster that is new itself', () => {
    const old = aPolicy([aMap('1', 'y')], { name: 'old', clusters: ['c1', 'c2'] })
    const one = aPolicy([aMap('1')], { clusters: ['c1'] })
    const all = aPolicy([aMap('1')], { clusters: ['c1', 'c2', 'c3'] })
    expect(risks(state(old, one), state(old, all))).toEqual([
      'newly-enforced: p comes enforced: RHACM will overwrite what differs on c2',
    ])
    expect(risks(state(), state(old, all))).toEqual([])
  })

  test('not what another policy enforced there before', () => {
    const split = (name: string, cluster: string) => aPolicy([aMap('1')], { name, clusters: [cluster] })
    const both = aPolicy([aMap('1')], { clusters: ['c1', 'c2'] })
    const after = risks(state(both), state(split('p-c1', 'c1'), split('p-c2', 'c2')))
    expect(after.filter((each) => each.startsWith('newly-enforced'))).toEqual([])
  })
})

describe('what RHACM deletes', () => {
  test('objects that must not be there from now on', () => {
    const gone: Wish = { compliance: 'mustnothave' }
    const deleted = 'deletes: RHACM deletes ConfigMap n/x wherever it finds it on c1'
    expect(risks(state(aPolicy([aMap('1')])), state(aPolicy([aMap('1')], gone)))).toEqual([deleted])
    expect(risks(state(aPolicy([aMap('1')], gone)), state(aPolicy([aMap('2')], gone)))).toEqual([])
    const looks = { ...gone, action: 'inform' }
    expect(risks(state(aPolicy([aMap('1')], looks)), state(aPolicy([aMap('1')], looks)))).toEqual([])
    expect(risks(state(aPolicy([aMap('1')], looks)), state(aPolicy([aMap('1')], gone)))).toContain(deleted)
    expect(diff(state(aPolicy([aMap('1')])), state(aPolicy([aMap('1')], gone))).removals).toEqual([
      { object: 'ConfigMap n/x', fate: 'pruned', clusters: ['c1'] },
    ])
    expect(diff(state(aPolicy([aMap('1')])), state(aPolicy([aMap('1')], looks))).removals).toEqual([])
  })

  test('nothing that has no name', () => {
    const nameless: JsonObject = { apiVersion: 'v1', kind: 'Pod', status: { phase: 'Failed' } }
    const other = aPolicy([aMap('1')], { name: 'other' })
    const wish: Wish = { compliance: 'mustnothave' }
    expect(
      risks(state(other), state(other, aPolicy([nameless], wish))).filter((each) => each.startsWith('deletes')),
    ).toEqual([])
  })

  test('fields that are not listed', () => {
    expect(risks(state(aPolicy([aMap('1')])), state(aPolicy([aMap('1')], { compliance: 'mustonlyhave' })))).toEqual([
      'deletes: RHACM removes from ConfigMap n/x on c1 all that p does not list',
    ])
  })
})

describe('what a policy leaves behind', () => {
  test('is nobody’s, deleted, or another policy’s', () => {
    const other = aPolicy([aMap('1')], { name: 'q', template: 'u' })
    expect(risks(state(aPolicy([aMap('1')])), state())).toEqual([
      'leaves-cluster: p leaves c1: what it made there stays, no longer watched',
    ])
    expect(risks(state(aPolicy([aMap('1')], { prune: 'DeleteIfCreated' })), state())).toEqual([
      'leaves-cluster: p leaves c1: what it made there is deleted where RHACM enforces it',
    ])
    expect(risks(state(aPolicy([aMap('1')]), other), state(other))).toEqual([
      'leaves-cluster: p leaves c1: other policies ask for what it made there',
    ])
  })

  test('is said of each object once, with what becomes of it', () => {
    const three = [aMap('1', 'a'), aMap('1', 'b'), aMap('1', 'c')]
    const other = aPolicy([aMap('1', 'c')], { name: 'q' })
    expect(risks(state(aPolicy(three), other), state(aPolicy([]), other))).toEqual([
      'pruned: p no longer asks for ConfigMap n/a, ConfigMap n/b on c1: they stay, watched by nobody',
    ])
    const pruning: Wish = { prune: 'DeleteAll' }
    expect(risks(state(aPolicy(three, pruning)), state(aPolicy(three.slice(1), pruning)))).toEqual([
      'pruned: p no longer asks for ConfigMap n/a on c1: RHACM deletes it',
    ])
  })

  test('a policy that is disabled leaves its clusters, and all of it is unasked', () => {
    const [before, after] = [state(aPolicy([aMap('1')])), state(aPolicy([aMap('1')], { disabled: true }))]
    expect(risks(before, after)).toEqual([
      'leaves-cluster: p is disabled: RHACM takes it from c1, and nothing of it is watched there',
    ])
    expect(diff(before, after).removals).toEqual([{ object: 'ConfigMap n/x', fate: 'kept', clusters: ['c1'] }])
  })
})

describe('what stops and restarts', () => {
  const set = (replicas: number) => anObject('apps/v1', 'StatefulSet', { spec: { replicas } })
  const pool = (replicas: number) => anObject('hive.openshift.io/v1', 'MachinePool', { spec: { replicas } })
  const config = (kernel: string) =>
    anObject('machineconfiguration.openshift.io/v1', 'MachineConfig', { spec: { kernelType: kernel } })
  const version = (wanted: string) =>
    anObject('config.openshift.io/v1', 'ClusterVersion', { spec: { desiredUpdate: { version: wanted } } })
  const subscription = (channel: string, group = 'operators.coreos.com/v1alpha1') =>
    anObject(group, 'Subscription', { spec: { channel } })
  const deployment = (spec: JsonObject) => anObject('apps/v1', 'Deployment', { spec })
  const operator = (channel: string) =>
    anObject('policy.open-cluster-management.io/v1beta1', 'OperatorPolicy', { spec: { subscription: { channel } } })
  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['fewer pods of a StatefulSet', set(5), set(3), ['scales-down']],
    ['more pods', set(3), set(5), []],
    ['fewer machines', pool(6), pool(3), ['scales-down']],
    ['a MachineConfig', config('default'), config('realtime'), ['restarts-nodes']],
    ['an upgrade', version('4.19.1'), version('4.20.1'), ['restarts-nodes']],
    ['a channel', subscription('stable-1'), subscription('stable-2'), ['restarts-pods']],
    [
      'a channel of an application',
      subscription('a', 'apps.open-cluster-management.io/v1'),
      subscription('b', 'apps.open-cluster-management.io/v1'),
      [],
    ],
    ['a channel of an OperatorPolicy', operator('stable-1'), operator('stable-2'), ['restarts-pods']],
    ['no pods of a Deployment any more', deployment({ replicas: 2 }), deployment({ replicas: 0 }), ['scales-down']],
    ['fewer pods of a Deployment', deployment({ replicas: 3 }), deployment({ replicas: 1 }), []],
    ['a number of pods where nothing was said', deployment({}), deployment({ replicas: 0 }), []],
    [
      'one of several fields of a pod template',
      deployment({ paused: false, template: { spec: { hostname: 'a' } } }),
      deployment({ paused: true, template: { spec: { hostname: 'b' } } }),
      ['restarts-pods'],
    ],
    [
      'one of several fields of a ClusterVersion',
      anObject('config.openshift.io/v1', 'ClusterVersion', { spec: { channel: 'a', desiredUpdate: { version: '1' } } }),
      anObject('config.openshift.io/v1', 'ClusterVersion', { spec: { channel: 'b', desiredUpdate: { version: '2' } } }),
      ['restarts-nodes'],
    ],
    [
      'one of several fields of a Subscription',
      anObject('operators.coreos.com/v1alpha1', 'Subscription', { spec: { channel: 'a', config: { x: 1 } } }),
      anObject('operators.coreos.com/v1alpha1', 'Subscription', { spec: { channel: 'b', config: { x: 2 } } }),
      ['restarts-pods'],
    ],
  ])('%s', (_, was, is, kinds) => {
    const found = risks(state(aPolicy([was])), state(aPolicy([is])))
    expect(found.map((each) => each.split(':')[0])).toEqual(kinds)
    const looks: Wish = { templateAction: 'InformOnly' }
    expect(risks(state(aPolicy([was], looks)), state(aPolicy([is], looks)))).toEqual([])
  })

  test.each<[string, JsonObject, string]>([
    ['at once', {}, ''],
    ['at once, where no partition holds all', { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }, ''],
    [
      'not before the partition is lowered',
      { replicas: 3, updateStrategy: { rollingUpdate: { partition: 3 } } },
      ': its partition of 3 holds it back from every pod',
    ],
    ['at once, where nobody says how many there are', { updateStrategy: { rollingUpdate: { partition: 3 } } }, ''],
    [
      'at once, where a partition is no number',
      { replicas: 3, updateStrategy: { rollingUpdate: { partition: '5' } } },
      '',
    ],
    ['one by one, by hand', { updateStrategy: { type: 'OnDelete' } }, ': each pod takes it when it is deleted'],
  ])('pods take a new template %s', (_, spec, pace) => {
    const at = (hostname: string) =>
      state(aPolicy([anObject('apps/v1', 'StatefulSet', { spec: { ...spec, template: { spec: { hostname } } } })]))
    expect(risks(at('a'), at('b'))).toEqual([`restarts-pods: StatefulSet n/x gets a new pod template on c1${pace}`])
  })

  test('a partition that is lowered lets in the template that waits behind it, but not where it falls with the pods', () => {
    const at = (partition: number, replicas = 3) => {
      const spec = { replicas, updateStrategy: { rollingUpdate: { partition } } }
      return state(aPolicy([anObject('apps/v1', 'StatefulSet', { spec })]))
    }
    expect(risks(at(3), at(0))).toEqual([
      'restarts-pods: StatefulSet n/x lets a pod template in on c1: its partition goes from 3 to 0',
    ])
    expect(risks(at(0), at(3))).toEqual([])
    expect(risks(at(5, 5), at(3, 3)).map((each) => each.split(':')[0])).toEqual(['scales-down'])
  })

  test('a MachineConfig that comes to clusters that run, or is deleted there', () => {
    const other = aPolicy([aMap('1')], { name: 'other', clusters: ['c1'] })
    const comes = aPolicy([config('default')], { clusters: ['c1', 'c2'], action: 'inform' })
    expect(risks(state(other), state(other, comes))).toEqual([
      'restarts-nodes: MachineConfig n/x is new on c1: nodes are drained, and most reboot, one after the other',
    ])
    expect(risks(state(), state(comes))).toEqual([])
    const off = aPolicy([config('default')], { disabled: true })
    expect(risks(state(other), state(other, off))).toEqual([])
    const pruning: Wish = { prune: 'DeleteAll' }
    const kinds = risks(state(aPolicy([config('default')], pruning)), state(aPolicy([], pruning))).map(
      (each) => each.split(':')[0],
    )
    expect(kinds).toEqual(['pruned', 'restarts-nodes'])
  })
})

describe('objects that share a name', () => {
  const operator = (type: string, status: string): JsonObject => ({
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterOperator',
    status: { conditions: [{ type, status }] },
  })
  const change = (before: readonly JsonObject[], after: readonly JsonObject[]) => {
    const [found] = diff(state(aPolicy(before)), state(aPolicy(after))).policies
    return found && { fields: found.fields, added: found.objectsAdded, removed: found.objectsRemoved }
  }

  test('are each compared with themselves, however they are ordered', () => {
    const [degraded, missing] = [operator('Degraded', 'True'), operator('Available', 'False')]
    const field = { object: 'ClusterOperator ', path: '/status/conditions/0/status' } as const
    expect(change([degraded, missing], [operator('Degraded', 'Unknown'), missing])?.fields).toEqual([
      { ...field, before: 'True', after: 'Unknown' },
    ])
    expect(change([degraded, missing], [missing, degraded])?.fields).toEqual([])
    expect(change([degraded], [missing, degraded])).toEqual({ fields: [], added: ['ClusterOperator '], removed: [] })
  })

  test('a template of another kind and a label of an object are told once', () => {
    const labelled = (value: Json): JsonObject => ({
      ...aMap('1'),
      metadata: { name: 'x', namespace: 'n', labels: { a: value } },
    })
    expect(change([labelled('1')], [labelled('2')])?.fields).toEqual([
      { object: 'ConfigMap n/x', path: '/metadata/labels/a', before: '1', after: '2' },
    ])
  })
})

test('a template without a name only looks: nothing of it is left behind', () => {
  const nameless: JsonObject = { apiVersion: 'v1', kind: 'Node', metadata: { labels: { zone: 'a' } } }
  const gone = diff(state(aPolicy([nameless, aMap('a')]), aPolicy([aMap('b', 'y')], { name: 'q' })), state())
  expect(gone.removals.map((each) => each.object)).toEqual(['ConfigMap n/x', 'ConfigMap n/y'])
})
