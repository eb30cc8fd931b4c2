import type { Cluster, Environment } from '../../engine/model/environment.ts'
import { inputTemplate } from '../../engine/model/input.ts'
import { Template } from '../../engine/model/traced.ts'
import type { ClustersSettings } from './settings.ts'

/** Clouds that Hive installs on here. */
export type Cloud = Exclude<Cluster['cloud'], 'other'>

export interface OnCloud {
  readonly cluster: Cluster
  readonly cloud: Cloud
}

/** The clusters that Hive can install; a check names the others. */
export function installable(clusters: readonly Cluster[]): readonly OnCloud[] {
  return clusters.flatMap((cluster) => (cluster.cloud === 'other' ? [] : [{ cluster, cloud: cluster.cloud }]))
}

export const RELEASE_INPUT = 'release-image'
export const PROJECT_INPUT = 'gcp-project'
export const DNS_GROUP_INPUT = 'azure-dns-resource-group'

/** What only a person knows of a cloud: from the settings, else looked up on the hub. */
export function cloudInputs(environment: Environment, settings: ClustersSettings) {
  return {
    project: settings.gcp.project ?? new Template(inputTemplate(environment, PROJECT_INPUT)),
    dnsResourceGroup: settings.azure.dnsResourceGroup ?? new Template(inputTemplate(environment, DNS_GROUP_INPUT)),
  }
}
