import type { ComponentInput } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import type { Traced } from '../../engine/model/traced.ts'
import { derived, escapeBraces, Template } from '../../engine/model/traced.ts'
import type { Cloud } from './cloud.ts'
import { cloudInputs } from './cloud.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>
/** What stands in install-config.yaml: JSON, with templates where an input is still to be looked up. */
type Node = string | number | boolean | Template | undefined | readonly Node[] | { readonly [key: string]: Node }

/**
 * The text of install-config.yaml. It holds no secret: Hive adds the pull secret itself, and the SSH key is the public one.
 * Hive reads it once; what can be compared with reality afterwards is in `clusters-topology`.
 */
export function installConfig(input: Input, cluster: Cluster, cloud: Cloud): Traced | Template {
  const { from } = input
  const traced = from.cluster(cluster.name)
  const origins = [traced, from.spec.domain.base, from.settings.workers.replicas] as const
  const node = configNode(input, cluster, cloud)
  const isTemplated = hasTemplate(node)
  const text = `${lines(node, '', isTemplated ? escapeBraces : (plain) => plain).join('\n')}\n`
  return isTemplated ? new Template(text, ...origins) : derived(text, ...origins)
}

function configNode(
  { environment, settings }: Input,
  cluster: Cluster,
  cloud: Cloud,
): { readonly [key: string]: Node } {
  const { network, zones } = cluster
  const machines = (type: string): Node => ({ [cloud]: { type, zones: zones.length > 0 ? zones : undefined } })
  return {
    apiVersion: 'v1',
    metadata: { name: cluster.name },
    baseDomain: environment.spec.domain.base,
    credentialsMode: settings.credentials === 'short-lived' ? 'Manual' : undefined,
    controlPlane: { name: 'master', replicas: 3, platform: machines(settings.controlPlane.instanceTypes[cloud]) },
    compute: [
      {
        name: 'worker',
        replicas: settings.workers.replicas,
        platform: machines(settings.workers.instanceTypes[cloud]),
      },
    ],
    networking: {
      networkType: 'OVNKubernetes',
      clusterNetwork: [{ cidr: network.pods, hostPrefix: network.hostPrefix }],
      serviceNetwork: [network.services],
      machineNetwork: [{ cidr: network.machines }],
    },
    platform: { [cloud]: platformNode(environment, settings, cluster, cloud) },
    publish: 'External',
    sshKey: settings.sshPublicKey,
  }
}

function platformNode(
  environment: Input['environment'],
  settings: ClustersSettings,
  cluster: Cluster,
  cloud: Cloud,
): Node {
  const inputs = cloudInputs(environment, settings)
  if (cloud === 'aws') return { region: cluster.region }
  if (cloud === 'gcp') return { region: cluster.region, projectID: inputs.project }
  return { region: cluster.region, baseDomainResourceGroupName: inputs.dnsResourceGroup, cloudName: 'AzurePublicCloud' }
}

function hasTemplate(node: Node): boolean {
  if (node instanceof Template) return true
  return typeof node === 'object' && Object.values(node).some(hasTemplate)
}

function isMap(node: Node): node is { readonly [key: string]: Node } {
  return typeof node === 'object' && !Array.isArray(node) && !(node instanceof Template)
}

/** YAML by lines, every string quoted as JSON does, which YAML reads the same. */
function lines(node: Node, indent: string, quote: (plain: string) => string): readonly string[] {
  if (Array.isArray(node)) {
    return (node as readonly Node[]).flatMap((item) => {
      const [first = '', ...rest] = lines(item, `${indent}  `, quote)
      return [`${indent}- ${first.trimStart()}`, ...rest]
    })
  }
  if (!isMap(node)) return [`${indent}${scalar(node, quote)}`]
  return Object.entries(node).flatMap(([key, child]) => {
    if (child === undefined) return []
    const isBlock = Array.isArray(child) || isMap(child)
    return isBlock
      ? [`${indent}${key}:`, ...lines(child, `${indent}  `, quote)]
      : [`${indent}${key}: ${scalar(child, quote)}`]
  })
}

function scalar(node: Node, quote: (plain: string) => string): string {
  return node instanceof Template ? `"${node.text}"` : quote(JSON.stringify(node))
}
