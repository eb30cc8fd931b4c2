import type { ComponentInput, ObjectDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** A Secret of one cluster, and the Secret of the hub namespace that it is copied from. */
export interface CopiedSecret {
  readonly source: string
  readonly content: string
  readonly identity: { readonly [key: string]: Tree }
  readonly copy: ObjectDraft
}

export function secretIdentity({ from }: Input, cluster: Cluster, suffix: string): { readonly [key: string]: Tree } {
  const { name } = from.cluster(cluster.name)
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: derived(`${cluster.name}-${suffix}`, name), namespace: name },
  }
}

/** Written exactly so, RHACM encrypts what it looks up; other spellings would leave the values readable (policy-api 6.3). */
function copyOf(source: string): Template {
  return new Template(`{{hub copySecretData "" "${source}" hub}}`)
}

/** Secrets that Hive needs beside install-config. They are copied by reference; no value is ever in Git or in a policy. */
export function copiedSecrets(input: Input, cluster: Cluster): readonly CopiedSecret[] {
  const { name } = cluster
  const kinds = [
    {
      suffix: 'creds',
      source: `${name}-creds`,
      type: 'Opaque',
      content: `${cluster.cloud} credentials of ${name} alone`,
    },
    {
      suffix: 'pull-secret',
      source: input.settings.pullSecret,
      type: 'kubernetes.io/dockerconfigjson',
      content: 'the pull secret, type kubernetes.io/dockerconfigjson',
    },
    {
      suffix: 'ssh-private-key',
      source: `${name}-ssh-private-key`,
      type: 'Opaque',
      content: `key ssh-privatekey for the nodes of ${name}`,
    },
    ...(input.settings.credentials === 'short-lived'
      ? [
          {
            suffix: 'bound-sa-key',
            source: `${name}-bound-sa-key`,
            type: 'Opaque',
            content: 'the key that signs bound service account tokens',
          },
          {
            suffix: 'manifests',
            source: `${name}-manifests`,
            type: 'Opaque',
            content: 'manifests with the role of each operator',
          },
        ]
      : []),
  ]
  return kinds.map(({ suffix, source, type, content }) => {
    const identity = secretIdentity(input, cluster, suffix)
    const object = { ...identity, type, data: copyOf(source) }
    return { source, content, identity, copy: { complianceType: 'musthave', recordDiff: 'None', object } }
  })
}
