import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, listAt, textAt } from '../../../model/json.ts'
import { HUB_CLUSTER } from '../../../model/plan.ts'
import { isInstalledFrom, labelOf, nameOf, ofKind } from '../find.ts'
import type { Platform } from '../platform.ts'
import { hubOf, regionIn } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

const HIVE = 'hive.openshift.io'
const CLUSTERS = 'cluster.open-cluster-management.io'
/** The oldest OpenShift minor version that is still delivered fixes for when this was written. */
const OLDEST_MINOR = 14

/** Rows 4, 5, 6, 25 (machine pools) and 31: what only the hub shows. */
export const hubRules: Rule = (platform) => {
  const hub = hubOf(platform)
  if (!hub) return []
  return [
    ...ofKind(hub, 'ClusterDeployment', HIVE).flatMap(deployment),
    ...ofKind(hub, 'ManagedClusterSet', CLUSTERS).flatMap(clusterSet),
    ...ofKind(hub, 'ClusterImageSet', HIVE)
      .filter((each) => isInstalledFrom(each, hub))
      .flatMap(imageSet),
    ...ofKind(hub, 'Subscription', 'operators.coreos.com').flatMap(productChannel),
    ...ofKind(hub, 'MachinePool', HIVE).flatMap(machinePool),
    ...missingBroker(hub),
    ...hubRegion(platform, hub),
  ]
}

function deployment(object: JsonObject): readonly Mistake[] {
  const isAzure = at(object, 'spec', 'platform', 'azure') !== undefined
  const provisioned = conditionOf(object, 'Provisioned')
  // Hive itself has it so until the installation is done.
  const isInstalledFalse = at(object, 'spec', 'installed') === false && provisioned !== 'False'
  return [
    ...(isInstalledFalse
      ? [
          mistake(HUB_CLUSTER, {
            rule: 'installed-false',
            severity: 'error',
            blueprint: 4,
            object,
            pointer: '/spec/installed',
            evidence:
              'spec.installed: false is written beside a running cluster; the admission webhook refuses it after installation',
            remedy: 'leave spec.installed out: Hive writes it',
          }),
        ]
      : []),
    ...(isAzure && labelOf(object, 'cloud') !== 'Azure'
      ? [
          mistake(HUB_CLUSTER, {
            rule: 'azure-label',
            severity: 'warning',
            blueprint: 4,
            object,
            pointer: '/metadata/labels/cloud',
            evidence: `runs on Azure and is labelled cloud ${labelOf(object, 'cloud') ?? '(none)'}: selectors on the cloud pass it by`,
            remedy: 'label it cloud: Azure',
          }),
        ]
      : []),
  ]
}

function conditionOf(object: JsonObject, type: string): string | undefined {
  return textAt(
    listAt(object, 'status', 'conditions').find((each) => textAt(each, 'type') === type),
    'status',
  )
}

function clusterSet(object: JsonObject): readonly Mistake[] {
  if (object.apiVersion === 'cluster.open-cluster-management.io/v1beta2') return []
  return [
    mistake(HUB_CLUSTER, {
      rule: 'cluster-set-version',
      severity: 'error',
      blueprint: 5,
      object,
      pointer: '/apiVersion',
      evidence: `${textAt(object, 'apiVersion') ?? ''} is no longer served by the current CRD`,
      remedy:
        'write it as cluster.open-cluster-management.io/v1beta2 with spec.clusterSelector.selectorType: ExclusiveClusterSetLabel',
    }),
  ]
}

function imageSet(object: JsonObject): readonly Mistake[] {
  const image = textAt(object, 'spec', 'releaseImage') ?? ''
  const minor = Number(/:4\.(\d+)\./.exec(image)?.[1] ?? OLDEST_MINOR)
  if (minor >= OLDEST_MINOR) return []
  return [
    mistake(HUB_CLUSTER, {
      rule: 'release-out-of-support',
      severity: 'warning',
      blueprint: 5,
      object,
      pointer: '/spec/releaseImage',
      evidence: `${image}: OpenShift 4.${minor} is out of support${image.includes('@sha256:') ? '' : ', and the image is not pinned by digest'}`,
      remedy: 'install from a supported release, pinned by digest',
    }),
  ]
}

function productChannel(object: JsonObject): readonly Mistake[] {
  const channel = textAt(object, 'spec', 'channel') ?? ''
  const release = /^release-2\.(\d+)$/.exec(channel)?.[1]
  if (
    textAt(object, 'spec', 'name') !== 'advanced-cluster-management' ||
    release === undefined ||
    Number(release) >= 10
  )
    return []
  return [
    mistake(HUB_CLUSTER, {
      rule: 'hub-out-of-support',
      severity: 'error',
      blueprint: 5,
      object,
      pointer: '/spec/channel',
      evidence: `RHACM channel ${channel} is out of support`,
      remedy: 'move the hub to a supported channel, one release after the other',
    }),
  ]
}

function machinePool(object: JsonObject): readonly Mistake[] {
  const platform = at(object, 'spec', 'platform')
  const cloud = ['aws', 'azure', 'gcp'].find((each) => at(platform, each) !== undefined)
  if (cloud === undefined || listAt(platform, cloud, 'zones').length > 0) return []
  return [
    mistake(HUB_CLUSTER, {
      rule: 'machine-pool-zones',
      severity: 'warning',
      blueprint: 25,
      object,
      pointer: '/spec/platform',
      evidence: 'names no zones: where the machines land is left to the cloud, on Azure all of them may share one zone',
      remedy: 'list three zones under platform.<cloud>.zones, and use a multiple of three replicas',
    }),
  ]
}

/** Row 6: the add-on no longer makes a Broker of its own. */
function missingBroker(hub: readonly JsonObject[]): readonly Mistake[] {
  const addon = ofKind(hub, 'ManagedClusterAddOn', 'addon.open-cluster-management.io').find(
    (each) => nameOf(each) === 'submariner',
  )
  if (!addon || ofKind(hub, 'Broker', 'submariner.io').length > 0) return []
  return [
    mistake(HUB_CLUSTER, {
      rule: 'no-broker',
      severity: 'error',
      blueprint: 6,
      object: ofKind(hub, 'ManagedClusterSet', CLUSTERS)[0] ?? addon,
      pointer: '',
      evidence: 'the Submariner add-on is there and no submariner.io Broker: no cluster can join',
      remedy: 'make Broker submariner-broker in namespace <set>-broker before clusters join (component tunnel does)',
    }),
  ]
}

/** Row 31: the hub shares the fate of a data region. */
function hubRegion(platform: Platform, hub: readonly JsonObject[]): readonly Mistake[] {
  const own = ofKind(hub, 'Infrastructure', 'config.openshift.io')[0]
  const managed = ofKind(hub, 'ManagedCluster', CLUSTERS).find((each) => nameOf(each) === HUB_CLUSTER)
  const region =
    textAt(own, 'status', 'platformStatus', 'aws', 'region') ??
    textAt(own, 'status', 'platformStatus', 'gcp', 'region') ??
    (managed && labelOf(managed, 'region'))
  const object = own ?? managed
  const shared = platform.members.filter((each) => regionIn(platform, each) === region)
  if (region === undefined || !object || shared.length === 0) return []
  return [
    mistake(HUB_CLUSTER, {
      rule: 'hub-in-data-region',
      severity: 'warning',
      blueprint: 31,
      object,
      pointer: '',
      evidence: `the hub runs in ${region}, like ${shared.join(', ')}: losing that region takes policies, broker and DNS changes with it`,
      remedy: 'move the hub to a region of its own, and keep published DNS static during an outage',
    }),
  ]
}
