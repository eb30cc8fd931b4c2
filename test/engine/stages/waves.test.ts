import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import type { Plan } from '../../../engine/model/plan.ts'
import { quorumOf } from '../../../engine/model/quorum.ts'
import type { Rendered } from '../../../engine/model/rendered.ts'
import { emptyRendered } from '../../../engine/model/rendered.ts'
import { diff } from '../../../engine/stages/diff.ts'
import { readRendered, renderedOf } from '../../../engine/stages/read-rendered.ts'
import { isOtherVersion, openWave, outputDigest, render } from '../../../engine/stages/render.ts'
import { nextWave, rolloutOf } from '../../../engine/stages/waves.ts'
import { components } from '../../../policies/index.ts'

const ENVIRONMENT = readFileSync('environments/gdw.yaml', 'utf8')
const PLACEMENTS = readFileSync('placements/gdw.yaml', 'utf8')
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2']

function planOf(environment: string, placements = PLACEMENTS): Plan {
  const files = [
    { path: 'environments/gdw.yaml', text: environment },
    { path: 'placements/gdw.yaml', text: placements },
  ]
  const { environments, findings } = expandAll({ files, findings: [] }, components)
  const [only] = environments
  if (!only) throw new Error(findings.map((each) => each.message).join('; '))
  return only.plan
}

function change(from: string | RegExp, to: string, environment = ENVIRONMENT): string {
  const changed = environment.replace(from, to)
  if (changed === environment) throw new Error(`nothing to replace: ${from}`)
  return changed
}

/** What one merge leaves: read back as it was written. */
function merge(plan: Plan): Rendered {
  const files = new Map([...render(plan, '1')].map(([file, text]) => [`rendered/gdw/${file}`, text]))
  return readRendered('gdw', files).rendered
}

/** A policy of health, facts and actions alone changes nothing on a cluster. */
function holdsSomething({ object }: { readonly object: JsonObject }): boolean {
  const roles = listAt(object, 'spec', 'policy-templates').map((each) =>
    textAt(each, 'objectDefinition', 'metadata', 'annotations', 'isthmus.dev/role'),
  )
  return roles.includes('desired')
}

/** Regions in which running stateful components change between two states. */
function regionsChanged(before: Rendered, after: Rendered): readonly string[] {
  const running = new Set(before.policies.filter((each) => each.stateful).map((each) => each.component))
  const stateful = new Set(
    [...before.policies, ...after.policies]
      .filter((each) => each.stateful && running.has(each.component) && holdsSomething(each))
      .map((each) => each.name),
  )
  const region = (cluster: string) =>
    [...before.clusters, ...after.clusters].find((each) => each.name === cluster)?.region ?? cluster
  const touched = diff(before, after).policies.filter((each) => stateful.has(each.policy))
  return [...new Set(touched.flatMap((each) => [...each.clusters, ...each.lost].map(region)))]
}

const complete = planOf(ENVIRONMENT)
const installed = merge(complete)
const FOURTH = `      network: { pods: 10.136.0.0/14, services: 172.30.0.0/16, machines: 10.2.0.0/16 }
    - name: cluster4
      cloud: aws
      region: eu-west-1
      zones: [eu-west-1a, eu-west-1b, eu-west-1c]
      network: { pods: 10.140.0.0/14, services: 172.31.0.0/16, machines: 10.3.0.0/16 }`
const fourRegions = change(
  '      network: { pods: 10.136.0.0/14, services: 172.30.0.0/16, machines: 10.2.0.0/16 }',
  FOURTH,
)

describe('a wave', () => {
  test('a first installation goes everywhere at once', () => {
    expect(nextWave(emptyRendered('gdw'), complete)).toEqual({ wave: { region: undefined, next: [] }, plan: complete })
  })

  test('what is not stateful goes everywhere at once', () => {
    const { wave } = nextWave(installed, planOf(change('tunnel: {}', 'tunnel: { gateways: 3 }')))
    expect(wave.region).toBeUndefined()
  })

  test.each([
    ['replicas', change('replicasPerCluster: 3', 'replicasPerCluster: 5'), REGIONS],
    ['a fourth region: those that run learn of it before it joins', fourRegions, [...REGIONS, 'eu-west-1']],
  ])('%s goes one region at a time', (_, environment, order) => {
    const { wave } = nextWave(installed, planOf(environment))
    expect([wave.region, ...wave.next]).toEqual(order)
  })

  test('a region that leaves comes last', () => {
    const four = merge(planOf(fourRegions))
    const { wave } = nextWave(four, complete)
    expect([wave.region, ...wave.next]).toEqual([...REGIONS, 'eu-west-1'])
  })

  test('health that wants the platform as it will be comes with the last region, so no gate on the way is red for it', () => {
    const health = (policies: readonly { readonly name: string; readonly object: JsonObject }[]) =>
      JSON.stringify(policies.filter((each) => each.name.startsWith('vault-health')).map((each) => each.object))
    let state = installed
    const wanted = planOf(change('replicasPerCluster: 3', 'replicasPerCluster: 5'))
    expect(health(wanted.policies)).not.toBe(health(installed.policies))
    const seen = REGIONS.map(() => {
      const { plan } = nextWave(state, wanted)
      const isMoved = health(plan.policies) !== health(state.policies)
      state = merge(plan)
      return isMoved ? 'health' : 'none'
    })
    expect(seen).toEqual(['none', 'none', 'health'])
  })

  test('a region that is leaving keeps its name to the end', () => {
    let state = merge(planOf(fourRegions))
    for (const region of [...REGIONS, undefined]) {
      const { wave, plan } = nextWave(state, complete)
      expect(wave.region).toBe(region)
      expect((plan.leaving ?? []).map((each) => each.name)).toEqual(region === undefined ? [] : ['cluster4'])
      state = merge(plan)
      if (region !== undefined) expect(state.clusters.map((each) => each.region)).toContain('eu-west-1')
    }
    expect(state.clusters.map((each) => each.region)).toEqual(REGIONS)
  })

  test('its topology has the members that are merged where a region still waits', () => {
    const nodes = (rendered: Rendered) =>
      rendered.topology?.services.map(({ name, members, voters, quorum, afterRegion }) => ({
        name,
        nodes: members.map((each) => each.nodes).join(),
        votes: `${voters} ${quorum} ${afterRegion}`,
      }))
    const grown = planOf(change(/replicasPerCluster: 3/, 'replicasPerCluster: 5'))
    const first = merge(nextWave(installed, grown).plan)
    expect(nodes(first)).toEqual([
      { name: 'vault', nodes: '5,3,3', votes: '11 6 0' },
      { name: 'database', nodes: '3,3,3', votes: '9 5 1' },
    ])
    const second = merge(nextWave(first, grown).plan)
    expect(nodes(second)?.[0]).toMatchObject({ nodes: '5,5,3', votes: '13 7 1' })
    expect(nodes(merge(nextWave(second, grown).plan))?.[0]).toMatchObject({ nodes: '5,5,5', votes: '15 8 2' })
    const joining = nextWave(installed, planOf(fourRegions))
    expect(joining.wave.region).toBe('us-east-1')
    expect(nodes(merge(joining.plan))?.[0]).toMatchObject({ nodes: '3,3,3', votes: '9 5 1' })
  })

  test('all-at-once is obeyed where the placement asks for it', () => {
    const placements = PLACEMENTS.replace('clusters: { all: true }', 'clusters: { all: true }\n  rollout: all-at-once')
    const { wave } = nextWave(installed, planOf(change('replicasPerCluster: 3', 'replicasPerCluster: 5'), placements))
    expect(wave.region).toBeUndefined()
  })

  test('what a placement rolls out all at once is told apart from what goes a region at a time', () => {
    const grown = change('replicasPerCluster: 3', 'replicasPerCluster: 5')
    const atOnce = PLACEMENTS.replace('clusters: { all: true }', 'clusters: { all: true }\n  rollout: all-at-once')
    const after = renderedOf(planOf(grown))
    expect(rolloutOf(installed, after, planOf(grown, atOnce))).toEqual({
      regions: [],
      together: [{ component: 'vault', regions: REGIONS }],
    })
    for (const plan of [planOf(grown), undefined]) {
      expect(rolloutOf(installed, after, plan)).toEqual({ regions: REGIONS, together: [] })
    }
  })

  test('what goes all at once names the regions of each component, also one that is leaving', () => {
    const environment = change('replicasPerCluster: 3', 'replicasPerCluster: 5').replace(
      /database:\n\s+replicasPerCluster: 3/,
      'database: { replicasPerCluster: 5 }',
    )
    const plan = planOf(
      environment,
      PLACEMENTS.replaceAll('clusters: { all: true }', 'clusters: { all: true }\n  rollout: all-at-once'),
    )
    const after = renderedOf(plan)
    const isLate = (each: Rendered['policies'][number]) =>
      each.component === 'database' && !each.clusters.includes('cluster1')
    const policies = [...after.policies.filter((each) => !isLate(each)), ...installed.policies.filter(isLate)]
    const rollout = rolloutOf(installed, { ...after, policies }, plan)
    expect(rollout.together).toEqual([
      { component: 'database', regions: ['us-east-1'] },
      { component: 'vault', regions: REGIONS },
    ])
    const { regions } = rolloutOf(merge(planOf(fourRegions)), installed, undefined)
    expect([...regions].sort()).toEqual(['eu-west-1', ...REGIONS])
  })

  test('every policy of a wave is bound, and every bound policy is there', () => {
    let state = installed
    const wanted = planOf(fourRegions)
    for (let step = 0; step < 6; step++) {
      const { plan } = nextWave(state, wanted)
      const names = new Set(plan.policies.map((each) => each.name))
      const bound = plan.bindings
        .filter((each) => each.object.kind === 'PlacementBinding')
        .flatMap((each) => listAt(each.object, 'subjects').map((subject) => textAt(subject, 'name')))
      expect(new Set(bound)).toEqual(names)
      const rules = new Set(
        plan.bindings
          .filter((each) => each.object.kind === 'PlacementRule')
          .map((each) => textAt(each.object, 'metadata', 'name')),
      )
      for (const each of plan.bindings)
        if (each.object.kind === 'PlacementBinding')
          expect(rules).toContain(textAt(each.object, 'placementRef', 'name'))
      state = merge(plan)
    }
    expect(diff(state, renderedOf(wanted)).policies).toEqual([])
  })
})

test('--check knows an open wave from a folder that is stale or was edited', () => {
  const wanted = planOf(change('replicasPerCluster: 3', 'replicasPerCluster: 5'))
  const whole = render(wanted, '1')
  const { wave, plan } = nextWave(installed, wanted)
  const part = render(plan, '1', { ...wave, of: outputDigest(whole) })
  expect(openWave(part, whole)).toMatchObject({ region: 'us-east-1', next: ['us-east-2', 'us-west-2'] })
  expect(openWave(part, render(complete, '1'))).toBeUndefined()
  expect(openWave(new Map([...part, ['namespace.yaml', 'mine']]), whole)).toBeUndefined()
  expect(openWave(render(complete, '1'), whole)).toBeUndefined()
})

test.each([
  ['is null', null],
  ['is no map', ['us-east-1']],
  ['is of something else', { of: 7 }],
])('an index whose wave %s, which anybody may write, records none', (_, wave) => {
  const whole = render(complete, '1')
  const index = { ...JSON.parse(whole.get('.isthmus.json') ?? ''), wave }
  expect(openWave(new Map([...whole, ['.isthmus.json', JSON.stringify(index)]]), whole)).toBeUndefined()
})

test('a wave that says no regions has none to come', () => {
  const whole = render(complete, '1')
  const index = {
    ...JSON.parse(whole.get('.isthmus.json') ?? ''),
    wave: { of: outputDigest(whole), next: 'us-east-2' },
  }
  const present = new Map([...whole, ['.isthmus.json', JSON.stringify(index)]])
  expect(openWave(present, whole)).toMatchObject({ region: undefined, next: [] })
})

test('an index with files nested a hundred thousand deep is of no other version', () => {
  const whole = render(complete, '1')
  const deep = `{"version":"0","environment":"gdw","files":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`
  expect(isOtherVersion(new Map([['.isthmus.json', deep]]), whole)).toBe(false)
})

describe('fifty random changes', () => {
  /** Small and seeded: the same story on every machine. */
  function random(seed: number): () => number {
    let state = seed
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state / 2 ** 32
    }
  }

  interface World {
    readonly vault: number
    readonly database: number
    readonly fourth: boolean
    readonly base: string
    readonly image: number
    readonly multiplier: number
    readonly gateways: number
  }

  function textOf({ vault, database, fourth, base, image, multiplier, gateways }: World): {
    environment: string
    catalog: string
  } {
    const environment = (fourth ? fourRegions : ENVIRONMENT)
      .replace('base: example.com', `base: ${base}.example.com`)
      .replace(
        /vault:\n\s+replicasPerCluster: 3/,
        `vault: { replicasPerCluster: ${vault}, performanceMultiplier: ${multiplier} }`,
      )
      .replace(/database:\n\s+replicasPerCluster: 3/, `database: { replicasPerCluster: ${database} }`)
      .replace('tunnel: {}', `tunnel: { gateways: ${gateways} }`)
      .replace('survive: region+node', 'survive: region')
    const catalog = `apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\nimages: { vault: "registry.example.com/vault:1.19.${image}" }\n`
    return { environment, catalog }
  }

  function worldPlan(world: World): Plan {
    const { environment, catalog } = textOf(world)
    const files = [
      { path: 'environments/gdw.yaml', text: environment },
      { path: 'placements/gdw.yaml', text: PLACEMENTS },
      { path: 'catalog.yaml', text: catalog },
    ]
    const { environments, findings } = expandAll({ files, findings: [] }, components)
    const [only] = environments
    if (!only) throw new Error(findings.map((each) => each.message).join('; '))
    return only.plan
  }

  /** Members beyond a majority of what is merged, while every pod of the changing regions restarts at once. */
  function leftWithout(state: Rendered, regions: readonly string[], service: string): number {
    const members = state.policies.flatMap((policy) =>
      listAt(policy.object, 'spec', 'policy-templates').flatMap((each) =>
        listAt(at(each, 'objectDefinition'), 'spec', 'object-templates').flatMap((item) => {
          const object = at(item, 'objectDefinition')
          const isSet = textAt(object, 'kind') === 'StatefulSet' && textAt(object, 'metadata', 'name') === service
          const region = state.clusters.find((cluster) => cluster.name === policy.clusters[0])?.region ?? ''
          const count = at(object, 'spec', 'replicas')
          return isSet && typeof count === 'number' && holdsSomething(policy) ? [{ region, count }] : []
        }),
      ),
    )
    const sum = (all: typeof members) => all.reduce((total, each) => total + each.count, 0)
    expect(sum(members)).toBeGreaterThanOrEqual(9)
    return sum(members.filter((each) => !regions.includes(each.region))) - quorumOf(sum(members))
  }

  test('never change two regions of what runs at once, and every one arrives', { timeout: 60_000 }, () => {
    const next = random(20261122)
    const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T
    let world: World = { vault: 3, database: 3, fourth: false, base: 'a', image: 0, multiplier: 2, gateways: 2 }
    let state = merge(worldPlan(world))
    for (let i = 0; i < 50; i++) {
      const edits: readonly Partial<World>[] = [
        { vault: pick([3, 5]) },
        { database: pick([3, 5]) },
        { fourth: !world.fourth },
        { base: pick(['a', 'b', 'c']) },
        { image: i },
        { multiplier: pick([2, 3, 4]) },
        { gateways: pick([2, 3]) },
      ]
      world = { ...world, ...pick(edits) }
      const wanted = worldPlan(world)
      // Sometimes the next change comes while the last one is still on its way.
      const patience = pick([1, 2, 5])
      for (let step = 0; step < patience; step++) {
        const { plan } = nextWave(state, wanted)
        const after = renderedOf(plan)
        const changed = regionsChanged(state, after)
        expect(changed.length).toBeLessThanOrEqual(1)
        for (const service of ['vault', 'cockroachdb'])
          expect(leftWithout(state, changed, service)).toBeGreaterThanOrEqual(0)
        state = { ...after, clusters: after.clusters }
      }
    }
    const wanted = worldPlan(world)
    for (let step = 0; step < 5; step++) state = renderedOf(nextWave(state, wanted).plan)
    expect(diff(state, renderedOf(wanted)).policies).toEqual([])
    expect(diff(state, renderedOf(wanted)).others).toEqual([])
  })
})
