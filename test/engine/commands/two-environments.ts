/** Environments that two hubs manage, one each. */
export const ENVIRONMENTS: readonly string[] = ['east', 'west']

/** One cluster of its own, and a policy on it. */
export function environmentOf(name: string): string {
  const octet = ENVIRONMENTS.indexOf(name) + 1
  const network = {
    pods: `10.${octet * 64}.0.0/16`,
    services: `172.${20 + octet}.0.0/16`,
    machines: `10.${octet}.0.0/16`,
  }
  const clusters = [{ name: `${name}-1`, cloud: 'aws', region: name, zones: ['a', 'b', 'c'], network }]
  const hub = { namespace: `isthmus-${name}`, clusterSet: name }
  const spec = { hub, domain: { base: `${name}.example.com` }, clusters, components: { certs: {} } }
  const placed = { environment: name, policies: ['certs'], clusters: { all: true } }
  return [
    { kind: 'Environment', metadata: { name }, spec },
    { kind: 'PolicyPlacement', metadata: { name }, spec: placed },
  ]
    .map((each) => JSON.stringify({ apiVersion: 'isthmus.dev/v1alpha1', ...each }))
    .join('\n---\n')
}
