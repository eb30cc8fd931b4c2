import type { CheckResult, ComponentInput } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { pointerOf } from '../../engine/model/pointer.ts'
import { RESERVED_LABELS } from '../../engine/model/selection.ts'
import { checkHive } from './hive-checks.ts'
import type { ClustersSettings } from './settings.ts'

export function checkClusters(input: ComponentInput<ClustersSettings>): readonly CheckResult[] {
  return [
    ...input.clusters.flatMap((cluster, index) => [
      ...labels(cluster, index),
      ...region(cluster, index),
      ...zones(cluster, index),
    ]),
    ...(input.settings.provision === 'hive' ? checkHive(input) : []),
  ]
}

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/

function isLabelValue(value: string): boolean {
  return value.length <= 63 && LABEL_VALUE.test(value)
}

function isLabelKey(key: string): boolean {
  const name = key.slice(key.indexOf('/') + 1)
  return name.length <= 63 && key.length <= 317 && LABEL_KEY.test(key)
}

function labels(cluster: Cluster, index: number): readonly CheckResult[] {
  return Object.entries(cluster.labels).flatMap(([key, value]): readonly CheckResult[] => {
    const pointer = pointerOf(['spec', 'clusters', index, 'labels', key])
    if (RESERVED_LABELS.includes(key)) {
      return [
        {
          rule: 'clusters/reserved-label',
          severity: 'error',
          pointer,
          message: `label ${key} of ${cluster.name} is written from the environment itself`,
          hint: `remove it; the labels ${RESERVED_LABELS.join(', ')} follow from the other fields`,
        },
      ]
    }
    if (isLabelKey(key) && isLabelValue(value)) return []
    return [
      {
        rule: 'clusters/invalid-label',
        severity: 'error',
        pointer,
        message: `label ${key} of ${cluster.name} is not a Kubernetes label (key ${key.length}, value ${value.length} characters)`,
        hint: 'at most 63 letters, digits, hyphens, dots and underscores, with a letter or digit at both ends',
      },
    ]
  })
}

/** The region becomes a label, by which placements select. */
function region(cluster: Cluster, index: number): readonly CheckResult[] {
  if (isLabelValue(cluster.region)) return []
  return [
    {
      rule: 'clusters/invalid-region',
      severity: 'error',
      pointer: `/spec/clusters/${index}/region`,
      message: `region ${cluster.region} of ${cluster.name} cannot be a label value (${cluster.region.length} characters)`,
      hint: 'write the region as its cloud names it, such as us-east-1',
    },
  ]
}

/** Zones of AWS and Google begin with the region's name; Azure numbers its zones. */
function zones(cluster: Cluster, index: number): readonly CheckResult[] {
  return cluster.zones.flatMap((zone, i): readonly CheckResult[] => {
    const isForeign =
      ((cluster.cloud === 'aws' || cluster.cloud === 'gcp') && !zone.startsWith(cluster.region)) ||
      (cluster.cloud === 'azure' && !/^[1-9]$/.test(zone))
    if (!isForeign) return []
    return [
      {
        rule: 'clusters/foreign-zone',
        severity: 'error',
        pointer: `/spec/clusters/${index}/zones/${i}`,
        message: `zone ${zone} of ${cluster.name} is not a zone of ${cluster.cloud} region ${cluster.region}`,
        hint:
          cluster.cloud === 'azure'
            ? 'Azure zones are written 1, 2, 3.'
            : `Zones of this region begin with ${cluster.region}.`,
      },
    ]
  })
}
