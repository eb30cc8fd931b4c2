import type { ComponentInput, PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import { conditions, confirmAction, inputAction, mustHave, secretAction } from '../../engine/model/template-drafts.ts'
import { DNS_GROUP_INPUT, installable, PROJECT_INPUT, RELEASE_INPUT } from './cloud.ts'
import { poolsOf } from './machine-pools.ts'
import { copiedSecrets } from './secrets.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** Steps that only a person can take before a cluster is there. */
export function actionsPolicy(input: Input): PolicyDraft {
  const steps =
    input.settings.provision === 'hive'
      ? [...missingInputs(input), ...missingSecrets(input), accounts(input)]
      : joins(input)
  return {
    name: 'clusters-actions',
    description: 'One-time steps before the clusters are managed: inputs, Secrets, joining.',
    target: 'hub',
    severity: 'medium',
    templates: steps,
  }
}

function joins({ clusters, from }: Input): readonly TemplateDraft[] {
  return clusters.map(({ name }) => {
    const object = {
      apiVersion: 'cluster.open-cluster-management.io/v1',
      kind: 'ManagedCluster',
      metadata: { name: from.cluster(name).name },
      status: conditions({ HubAcceptedManagedCluster: 'True', ManagedClusterJoined: 'True' }),
    }
    const noncompliant = `Action needed: join ${name}: apply both keys of Secret ${name}/${name}-import (crds.yaml, import.yaml) on the cluster.`
    return mustHave(`join-${name}`, 'action', [object], { customMessage: { noncompliant } })
  })
}

function missingInputs({ environment, settings, clusters }: Input): readonly TemplateDraft[] {
  const clouds = new Set(clusters.map((each) => each.cloud))
  return [
    ...(settings.release.image === undefined
      ? [inputAction(environment, RELEASE_INPUT, 'the OpenShift release image by digest.')]
      : []),
    ...(clouds.has('gcp') && settings.gcp.project === undefined
      ? [inputAction(environment, PROJECT_INPUT, 'the project that the clusters are installed in.')]
      : []),
    ...(clouds.has('azure') && settings.azure.dnsResourceGroup === undefined
      ? [inputAction(environment, DNS_GROUP_INPUT, 'the resource group of the base domain’s DNS zone.')]
      : []),
  ]
}

function missingSecrets(input: Input): readonly TemplateDraft[] {
  const { namespace } = input.environment.spec.hub
  const secrets = installable(input.clusters).flatMap(({ cluster }) => copiedSecrets(input, cluster))
  const first = secrets.filter((each, i) => secrets.findIndex((other) => other.source === each.source) === i)
  return first.map(({ source, content }) => secretAction(`secret-${source}`, namespace, source, `${content}.`))
}

/** Accounts, zones and quotas live outside Kubernetes; half as many machines again are needed to replace and to update. */
function accounts(input: Input): TemplateDraft {
  const needs = installable(input.clusters).map((target) => {
    const machines = 3 + poolsOf(input, target).reduce((sum, pool) => sum + pool.replicas, 0)
    return `${target.cluster.name}: ${Math.ceil(machines * 1.5)} machines in ${target.cluster.region}`
  })
  const todo = `make the public zone ${input.environment.spec.domain.base} and quotas (machines, addresses, balancers) in the cloud accounts: ${needs.join('; ')}.`
  return confirmAction(input.environment, 'cloud-accounts', 'cloud-accounts-ready', todo)
}
