import type { ComponentInput, PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import { inputOr } from '../../engine/model/input.ts'
import { existsFact, mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { OnCloud } from './cloud.ts'
import { cloudInputs, installable, RELEASE_INPUT } from './cloud.ts'
import { installConfig } from './install-config.ts'
import { machinePool, poolsOf } from './machine-pools.ts'
import { copiedSecrets, secretIdentity } from './secrets.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** Installation of the clusters by Hive: namespace, copied Secrets, then the ClusterDeployment with its machine pools. */
export function hivePolicy(input: Input): readonly PolicyDraft[] {
  const targets = installable(input.clusters)
  if (input.settings.provision !== 'hive' || targets.length === 0) return []
  return [
    {
      name: 'clusters-hive',
      description:
        'The hub installs the clusters and keeps their machine pools; nothing here is ever deleted by a policy.',
      target: 'hub',
      severity: 'critical',
      templates: [
        servedFact('hive-served', 'clusterdeployments.hive.openshift.io'),
        mustHave('release', 'desired', [imageSet(input)], { after: ['hive-served'] }),
        ...targets.flatMap((target) => clusterTemplates(input, target)),
      ],
    },
  ]
}

function clusterTemplates(input: Input, target: OnCloud): readonly TemplateDraft[] {
  const { name } = target.cluster
  const secrets = copiedSecrets(input, target.cluster)
  const pools = poolsOf(input, target).map((pool) => machinePool(input, target, pool))
  return [
    mustHave(`namespace-${name}`, 'desired', [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: input.from.cluster(name).name } },
    ]),
    { kind: 'configuration', name: `secrets-${name}`, role: 'desired', objects: secrets.map((each) => each.copy) },
    existsFact(`copied-${name}`, ...secrets.map((each) => each.identity)),
    {
      kind: 'configuration',
      name: `config-${name}`,
      role: 'desired',
      objects: [{ complianceType: 'musthave', recordDiff: 'None', object: installConfigSecret(input, target) }],
    },
    mustHave(`deployment-${name}`, 'desired', [clusterDeployment(input, target), ...pools], {
      after: ['hive-served', `copied-${name}`],
      severity: 'critical',
    }),
  ]
}

function imageSetName({ environment, settings }: Input): string {
  return settings.release.version === undefined ? `img-${environment.metadata.name}` : `img${settings.release.version}`
}

/** Shared by all clusters, so that every region runs the same release. */
export function imageSet(input: Input): Tree {
  const { environment, settings, from } = input
  return {
    apiVersion: 'hive.openshift.io/v1',
    kind: 'ClusterImageSet',
    metadata: { name: derived(imageSetName(input), from.settings.release.version) },
    spec: { releaseImage: inputOr(environment, RELEASE_INPUT, settings.release.image, from.settings.release.image) },
  }
}

function installConfigSecret(input: Input, { cluster, cloud }: OnCloud): Tree {
  return {
    ...secretIdentity(input, cluster, 'install-config'),
    type: 'Opaque',
    stringData: { 'install-config.yaml': installConfig(input, cluster, cloud) },
  }
}

/** Never `spec.installed`: Hive owns it, and writing it back is refused once a cluster is installed. */
function clusterDeployment(input: Input, target: OnCloud): Tree {
  const { environment, settings, from } = input
  const { cluster, cloud } = target
  const traced = from.cluster(cluster.name)
  const named = (suffix: string) => ({ name: derived(`${cluster.name}-${suffix}`, traced.name) })
  const isShortLived = settings.credentials === 'short-lived'
  const preserve = settings.preserveOnDelete ?? environment.spec.production
  return {
    apiVersion: 'hive.openshift.io/v1',
    kind: 'ClusterDeployment',
    metadata: {
      name: traced.name,
      namespace: traced.name,
      annotations: { 'hive.openshift.io/protected-delete': 'true' },
      labels: { cloud: traced.cloud, region: traced.region, vendor: 'OpenShift' },
    },
    spec: {
      baseDomain: from.spec.domain.base,
      clusterName: traced.name,
      platform: { [cloud]: platform(input, target) },
      provisioning: {
        imageSetRef: { name: derived(imageSetName(input), from.settings.release.version) },
        installConfigSecretRef: named('install-config'),
        sshPrivateKeySecretRef: named('ssh-private-key'),
        manifestsSecretRef: isShortLived ? named('manifests') : undefined,
      },
      boundServiceAccountSigningKeySecretRef: isShortLived ? named('bound-sa-key') : undefined,
      pullSecretRef: named('pull-secret'),
      preserveOnDelete: derived(preserve, from.settings.preserveOnDelete, from.spec.production),
      installAttemptsLimit: from.settings.installAttempts,
    },
  }
}

function platform(input: Input, { cluster, cloud }: OnCloud): Tree {
  const { environment, settings, from } = input
  const { name, region } = from.cluster(cluster.name)
  const common = { region, credentialsSecretRef: { name: derived(`${cluster.name}-creds`, name) } }
  if (cloud !== 'azure') return common
  return {
    ...common,
    baseDomainResourceGroupName: cloudInputs(environment, settings).dnsResourceGroup,
    cloudName: 'AzurePublicCloud',
  }
}
