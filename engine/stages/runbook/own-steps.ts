import type { RegionChange, RunbookStep, RunbookWave } from '../../model/runbook.ts'
import { isRebuilt } from '../../model/runbook.ts'

const HUB = 'local-cluster'

/** Before anything else: is this the time? */
export function firstSteps(change: RegionChange): readonly RunbookStep[] {
  const { kind, region, staying } = change
  const on = staying.map((each) => each.name)
  const isDead = kind === 'replace'
  const look: RunbookStep = {
    phase: 'prepare',
    title: isDead ? `See that ${region} is dead, and everything else well` : 'See that the platform is well',
    by: 'person',
    ...(isDead
      ? {
          why: `a region that is only cut off comes back by itself and must not be replaced: no change is merged meanwhile`,
        }
      : {}),
    commands: ['isthmus drift --from hub', isDead ? `isthmus simulate --lose ${region}` : 'isthmus simulate'],
    evidence: [{ object: 'isthmus drift', says: 'in sync, no health check unmet', on }],
    stops: [
      ...(isDead ? [] : ['a region is dark, or a pause holds: everything is frozen until it ends']),
      // Nothing changes in Git while one is rebuilt, and what is open there cannot land before it is back.
      ...(isRebuilt(change) ? [] : ['another wave is open']),
    ],
  }
  return [look]
}

/** A dead region is rebuilt under its own names: the policies on the hub ask for the same clusters still. */
export function rebuildSteps(change: RegionChange): readonly RunbookStep[] {
  if (!isRebuilt(change)) return []
  const names = change.leaving.map((each) => each.name)
  const hub = `oc --context ${HUB}`
  return [
    {
      phase: 'drain',
      title: `Rebuild ${names.join(', ')} under the same name`,
      by: 'person',
      why: 'the policies bring it back as it was: name, networks and placement stay, so that nothing changes in Git and no wave is needed',
      commands: names.flatMap((name) => [
        `${hub} delete managedcluster ${name} --wait=false`,
        `${hub} -n ${name} annotate clusterdeployment ${name} hive.openshift.io/protected-delete-   # where Hive installed it`,
        `${hub} -n ${name} delete clusterdeployment ${name}   # with preserveOnDelete the old machines stay: remove them in the cloud`,
        `# install ${name} again with the same networks, or let Hive do it from the same policies, and import it as ${name}`,
      ]),
      evidence: names.map((name) => ({
        object: `ManagedCluster ${name}`,
        says: 'ManagedClusterConditionAvailable=True',
        on: [HUB],
      })),
      stops: [
        'volumes of the old region come back: wipe them, a member must never start with an old copy of the data',
        `the networks of the new cluster are not those of spec.clusters`,
      ],
    },
  ]
}

export function waveStep(wave: RunbookWave, index: number, count: number, clusters: readonly string[]): RunbookStep {
  const { regions, policies, expectations, moves } = wave
  const gone = moves.filter((each) => each.path === '' && each.change === 'removed').length
  const alerting = moves.filter((each) => each.change === 'changed' && each.object.startsWith('PrometheusRule '))
  const unmet = expectations.filter((each) => each.change === 'changed').map((each) => each.object)
  return {
    phase: 'drain',
    title: `Wave ${index} of ${count}${regions.length === 0 ? '' : `: ${regions.join(' and ')}`}`,
    by: 'isthmus',
    commands: ['isthmus propose', 'isthmus gate --from hub', '# merge the proposal'],
    evidence: [
      { object: `the ${policies} Policies of this wave`, says: 'Compliant, health apart', on: [HUB] },
      { object: 'isthmus drift', says: 'in sync', on: clusters },
    ],
    stops: [
      'another region is not in sync or not healthy, another wave is open, or something is frozen: isthmus/gate is red',
      ...(alerting.length > 0
        ? [
            `alerts of ${[...new Set(alerting.map((each) => each.object.split(' ')[1]))].join(', ')} on ${[...new Set(alerting.flatMap((each) => each.clusters))].join(', ')} want the members of before until this wave and those of the end from then on: silence them while they are wrong`,
          ]
        : []),
      ...(gone > 0
        ? [
            `${gone} objects are no longer asked for: above the limit, the box on the proposal has to be ticked for them`,
          ]
        : []),
      ...(unmet.length > 0
        ? [
            `${[...new Set(unmet)].slice(0, 4).join(', ')} must then show the counts of the end: health that is unmet for that reason alone is a person's to pass`,
          ]
        : []),
    ],
  }
}

/** The hub lets a cluster go only when nothing of the platform needs it. */
export function lastSteps({ kind, leaving, staying }: RegionChange, isLeft: boolean): readonly RunbookStep[] {
  if (kind !== 'retire') return []
  const names = leaving.map((each) => each.name)
  const remove: RunbookStep = {
    phase: 'clean',
    title: `Remove what stays behind on ${names.join(', ')} and on the hub`,
    by: 'person',
    why: 'nothing stateful is pruned: RHACM forgets objects that no policy asks for any more, and leaves them; the list is below',
    commands: [
      ...names.map(
        (name) => `oc --context ${name} delete namespace <those of the list>   # volumes with Retain stay in the cloud`,
      ),
      `isthmus runbook retire ${names[0] ?? ''} --since <commit before the first wave> --from contexts`,
    ],
    evidence: [{ object: 'the list of what stays behind', says: 'every object gone', on: [...names, HUB] }],
    stops: ['data is needed once more: take a last backup first, and keep it for as long as your rules say'],
  }
  const detach: RunbookStep = {
    phase: 'last',
    title: `Detach ${names.join(', ')} from the hub`,
    by: 'person',
    why: 'after the label, since the tunnel needs the hub to be torn down',
    commands: names.map((name) => `oc --context ${HUB} delete managedcluster ${name}`),
    evidence: names.map((name) => ({ object: `ManagedCluster ${name}`, says: 'gone', on: [HUB] })),
    stops: [`a policy is still placed on it: isthmus drift --from hub names it (${staying.length} clusters stay)`],
  }
  return isLeft ? [remove, detach] : [detach]
}
