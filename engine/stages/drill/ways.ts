import type { DrillWay } from '../../model/drill.ts'
import type { Cluster } from '../../model/environment.ts'
import type { StretchedService } from '../../model/stretched.ts'

/** How a region can be cut for real, nearest to a true loss first. */
export function waysToCut(clusters: readonly Cluster[], services: readonly StretchedService[]): readonly DrillWay[] {
  return [...clusters.map(isolation), tunnelOnly(clusters), switchedOff(clusters, services)]
}

function isolation(cluster: Cluster): DrillWay {
  const why =
    'nearest to a true loss: users, peers and the hub lose the region at once, and its nodes go on running alone'
  return {
    title: `Isolate the network of ${cluster.name} (${cluster.cloud})`,
    why,
    ...COMMANDS[cluster.cloud](cluster),
  }
}

type Commands = (cluster: Cluster) => Pick<DrillWay, 'cut' | 'back'>

const COMMANDS: Readonly<Record<Cluster['cloud'], Commands>> = {
  // A network ACL that was just made denies everything in both directions, also on connections that are open.
  aws: ({ region }) => ({
    cut: [
      `aws ec2 describe-network-acls --region ${region} --filters Name=vpc-id,Values=<vpc>   # keep the output: it is the way back`,
      `aws ec2 create-network-acl --region ${region} --vpc-id <vpc>`,
      `aws ec2 replace-network-acl-association --region ${region} --association-id <of each subnet> --network-acl-id <the new one>`,
    ],
    back: [
      `aws ec2 replace-network-acl-association --region ${region} --association-id <of each subnet> --network-acl-id <the old one>`,
      `aws ec2 delete-network-acl --region ${region} --network-acl-id <the new one>`,
    ],
  }),
  azure: ({ name }) => ({
    cut: ['Inbound', 'Outbound'].map(
      (direction) =>
        `az network nsg rule create --resource-group <of ${name}> --nsg-name <of each subnet> --name isthmus-drill-${direction} --priority 100 --direction ${direction} --access Deny --protocol '*' --source-address-prefixes '*' --destination-address-prefixes '*' --destination-port-ranges '*'   # open connections live on`,
    ),
    back: ['Inbound', 'Outbound'].map(
      (direction) =>
        `az network nsg rule delete --resource-group <of ${name}> --nsg-name <of each subnet> --name isthmus-drill-${direction}`,
    ),
  }),
  gcp: ({ name }) => ({
    cut: ['INGRESS', 'EGRESS'].map(
      (direction) =>
        `gcloud compute firewall-rules create isthmus-drill-${direction.toLowerCase()} --network <of ${name}> --direction ${direction} --action DENY --rules all --priority 0`,
    ),
    back: ['ingress', 'egress'].map((direction) => `gcloud compute firewall-rules delete isthmus-drill-${direction}`),
  }),
  other: ({ name }) => ({
    cut: [`# on the routers in front of ${name}: drop everything from and to its networks`],
    back: [`# take that rule away again`],
  }),
}

function tunnelOnly(clusters: readonly Cluster[]): DrillWay {
  const gateways = 'submariner.io/gateway=true'
  return {
    title: 'Stop the gateways of the tunnel only',
    why: 'peers lose the region while users still reach it: what a fault between regions looks like, and less than a loss',
    cut: clusters.map(
      ({ name }) =>
        `oc --context ${name} -n submariner-operator patch daemonset submariner-gateway --type merge -p '{"spec":{"template":{"spec":{"nodeSelector":{"isthmus-drill":"true"}}}}}'   # pods of nodes labelled ${gateways} end`,
    ),
    back: clusters.map(
      ({ name }) =>
        `oc --context ${name} -n submariner-operator patch daemonset submariner-gateway --type json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector/isthmus-drill"}]'`,
    ),
  }
}

function switchedOff(clusters: readonly Cluster[], services: readonly StretchedService[]): DrillWay {
  const sets = clusters.flatMap(({ name }) =>
    services.flatMap((service) => {
      const pods = service.members.find((each) => each.cluster === name)?.pods ?? []
      const set = pods[0]?.replace(/-\d+$/, '')
      const namespace = service.probe?.namespace
      return set === undefined || namespace === undefined ? [] : [{ name, set, namespace, count: pods.length }]
    }),
  )
  const scale = (replicas: (count: number) => number) =>
    sets.map(
      ({ name, set, namespace, count }) =>
        `oc --context ${name} -n ${namespace} scale statefulset ${set} --replicas=${replicas(count)}`,
    )
  return {
    title: 'Cordon the workers and scale the members to nothing',
    why: 'gentle: members stop in order and hand over first, so that it shows less than a loss; an enforced policy puts replicas back',
    cut: [
      ...clusters.map(({ name }) => `oc --context ${name} adm cordon -l node-role.kubernetes.io/worker`),
      ...scale(() => 0),
    ],
    back: [
      ...clusters.map(({ name }) => `oc --context ${name} adm uncordon -l node-role.kubernetes.io/worker`),
      ...scale((count) => count),
    ],
  }
}
