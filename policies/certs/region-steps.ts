import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { BOOTSTRAP_ISSUER, CA_SECRET, CERT_MANAGER_NAMESPACE, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { RegionChange, RunbookStep } from '../../engine/model/runbook.ts'
import { isRebuilt } from '../../engine/model/runbook.ts'
import type { CertsInput } from './input.ts'
import { INTERMEDIATE_SECRET } from './issuers.ts'
import { intermediateName } from './root.ts'

/** A region brings an intermediate of its own and leaves one behind, with its key. */
export function regionSteps(input: CertsInput, change: RegionChange): readonly RunbookStep[] {
  return [
    ...(change.joining.length > 0 ? [issued(input, change)] : []),
    ...(change.leaving.length > 0 && !isRebuilt(change) ? [removed(input, change)] : []),
  ]
}

/** What is there before the wave of a new cluster: namespaces of Vault and the database are not, so evidence in them would be late. */
function issued({ settings, uses }: CertsInput, { joining, staying }: RegionChange): RunbookStep {
  const names = joining.map((each) => each.name)
  const secret = uses('vault') ? CA_SECRET : INTERMEDIATE_SECRET
  return {
    phase: 'arrive',
    title: `Certificates: see ${names.join(', ')} trust and be trusted`,
    by: 'rhacm',
    why: 'the root on the hub signs one intermediate for it; hosts of the new peers are in every certificate by now',
    commands: names.map(
      (name) => `oc --context ${HUB_CLUSTER} -n ${settings.pkiNamespace} get certificate ${intermediateName(name)}`,
    ),
    evidence: [
      ...names.map((name) => ({
        object: `Certificate ${settings.pkiNamespace}/${intermediateName(name)}`,
        says: 'Ready=True',
        on: [HUB_CLUSTER],
      })),
      {
        object: `Secret ${CERT_MANAGER_NAMESPACE}/${secret}`,
        key: 'ca.crt',
        says: 'one value everywhere',
        on: [...staying, ...joining].map((each) => each.name),
      },
    ],
    stops: ['the request is not approved on the hub'],
  }
}

/** Nothing is pruned: certificate and key stay where they are until somebody deletes them. */
function removed({ settings, uses }: CertsInput, { leaving }: RegionChange): RunbookStep {
  const names = leaving.map((each) => each.name)
  const [namespace, secret] = uses('vault')
    ? [VAULT_NAMESPACE, `${BOOTSTRAP_ISSUER}-ca`]
    : [CERT_MANAGER_NAMESPACE, INTERMEDIATE_SECRET]
  const secrets = names.map((name) => ({
    object: `Secret ${settings.pkiNamespace}/${intermediateName(name)}`,
    says: 'gone',
    on: [HUB_CLUSTER],
  }))
  return {
    phase: 'clean',
    title: `Certificates: delete the intermediate of ${names.join(', ')}`,
    by: 'person',
    why: 'whoever has its key can sign for names of the platform until it runs out; the certificate goes first, or cert-manager makes the Secret again',
    commands: [
      ...names.map(
        (name) =>
          `oc --context ${HUB_CLUSTER} -n ${settings.pkiNamespace} delete certificate/${intermediateName(name)} secret/${intermediateName(name)}`,
      ),
      ...names.map((name) => `oc --context ${name} -n ${namespace} delete secret ${secret}   # where it still answers`),
    ],
    evidence: secrets,
    stops: ['a workload of that cluster still serves a certificate of it that others check'],
  }
}
