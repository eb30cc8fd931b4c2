import { deliveredObjects } from '../../../engine/commands/demo/clusters.ts'
import { historyOn } from '../../../engine/effects/history.ts'
import type { ReconcileInput } from '../../../engine/flows/reconcile.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { Source } from '../../../engine/model/observation.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { parseYaml } from '../../../engine/stages/render/yaml.ts'
import { components } from '../../../policies/index.ts'
import { fakeChat } from '../../contracts/fake-chat.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, person } from '../../contracts/scratch-repository.ts'

const CLUSTERS = ['one', 'two']

const ENVIRONMENT = `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: small }
spec:
  hub: { namespace: isthmus-small, clusterSet: small }
  domain: { base: example.com }
  clusters:
    - { name: one, cloud: aws, region: us-east-1, zones: [us-east-1a, us-east-1b],
        network: { pods: 10.0.0.0/16, services: 172.16.0.0/16, machines: 10.10.0.0/16 } }
    - { name: two, cloud: aws, region: us-west-2, zones: [us-west-2a, us-west-2b],
        network: { pods: 10.1.0.0/16, services: 172.17.0.0/16, machines: 10.11.0.0/16 } }
  components:
    tunnel: {}
`
const PLACEMENT = `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: small }
spec: { environment: small, policies: [tunnel], clusters: { all: true } }
`

/** Another environment: a repository without any is not valid. */
export const OTHER = `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: other }
spec:
  hub: { namespace: isthmus-other, clusterSet: other }
  domain: { base: example.org }
  clusters:
    - { name: far, cloud: aws, region: eu-west-1, network: { pods: 10.8.0.0/16, services: 172.20.0.0/16, machines: 10.20.0.0/16 } }
  components: {}
`

/** A small platform in memory: its repository, forge, chat, clusters, and a clock. `more` files stand beside those that ask for it. */
export function aSite(more: Readonly<Record<string, string>> = {}) {
  const state = { minutes: 0, objects: new Map<string, readonly JsonObject[]>() }
  const now = () => new Date(Date.parse('2026-03-04T12:00:00Z') + state.minutes * 60_000).toISOString().slice(0, 19)
  const repository = fakeRepository({
    'environments/small.yaml': ENVIRONMENT,
    'placements/small.yaml': PLACEMENT,
    ...more,
  })
  const [forge, chat] = [fakeForge({ now: () => `${now()}Z` }), fakeChat('room')]
  const source: Source = {
    name: 'memory',
    observe: async (clusters, observedAt) => ({
      source: 'memory',
      observedAt,
      clusters: clusters.map((cluster) => ({
        cluster,
        state: 'seen',
        observedAt,
        objects: state.objects.get(cluster) ?? [],
        problems: [],
      })),
    }),
  }
  const input = (): ReconcileInput => ({
    repository,
    forge,
    chats: [chat],
    source,
    components,
    author: bot,
    version: '1.0.0',
    limits: { openProposals: 10, newProposalsPerHour: 2, moves: 100, removals: 25 },
    drift: { observations: 1, acknowledgementDays: 30, staleDays: 7, noise: { disable: [] } },
    memory: async () => ({ lastSeen: new Map(), flips: new Map(), firstSeen: new Map() }),
    parseYaml,
    redactionKey: undefined,
    now: `${now()}Z`,
  })
  return {
    state,
    repository,
    forge,
    chat,
    source,
    input,
    history: () => historyOn(repository, 'small', bot).read(),
    /** A person merges the open change proposal, and RHACM brings it to the clusters. */
    merge() {
      this.mergeOnly('change/small')
      this.deliver()
    },
    /** A person merges what is open, squashed; the clusters do not know yet. */
    mergeOnly(marker: string) {
      const branch = repository.branches().get(`isthmus/${marker}`) ?? new Map<string, string>()
      const gone = [...(repository.branches().get('main')?.keys() ?? [])].filter((path) => !branch.has(path))
      const deleted = Object.fromEntries(gone.map((path) => [path, undefined]))
      repository.commitAs(person, 'main', { ...deleted, ...Object.fromEntries(branch) })
      for (const each of forge.proposals.filter((one) => one.state === 'open')) {
        forge.change(each.number, (proposal) => ({ ...proposal, state: 'merged', endedAt: `${now()}Z` }))
      }
    },
    deliver() {
      const { rendered } = readRendered('small', repository.branches().get('main') ?? new Map())
      for (const each of [...CLUSTERS, 'local-cluster']) {
        state.objects.set(each, deliveredObjects(rendered, each, '2026-03-04T12:00:00Z'))
      }
    },
    /** Somebody deletes what was delivered last to a cluster. */
    drift() {
      state.objects.set('one', (state.objects.get('one') ?? []).slice(0, -1))
    },
  }
}

export type Site = ReturnType<typeof aSite>
