import type { CheckResult } from '../../engine/model/component.ts'
import { textAt } from '../../engine/model/json.ts'
import { settingsOf } from '../../engine/model/settings-of.ts'
import type { VaultInput } from './input.ts'
import type { SealType } from './seal.ts'
import { SEAL_CLOUD, sealType } from './seal.ts'
import { sealAccess } from './seal-credentials.ts'

const POINTER = '/spec/components/vault'

/** What can be wrong with the unsealing of nodes. */
export function checkSeal(input: VaultInput): readonly CheckResult[] {
  return [...sharedFate(input), ...neverMinted(input), ...withoutEffect(input)]
}

/** Rule G14: where the key is somebody else's, that somebody is a single point of failure for restarts. */
function sharedFate(input: VaultInput): readonly CheckResult[] {
  const type = sealType(input)
  const cloud = SEAL_CLOUD[type]
  const away = input.clusters.filter((each) => each.cloud !== cloud)
  const results: CheckResult[] = []
  if (away.length > 0) {
    results.push({
      rule: 'vault/seal-shared-fate',
      severity: 'warning',
      message: `${type} unseals nodes of ${away.map((each) => each.name).join(', ')} from outside: while it is out, running nodes go on and restarted ones stay sealed`,
      hint: 'accept it and test a restart per region monthly; several seals need Vault Enterprise',
      pointer: `${POINTER}/seal`,
    })
  }
  const { keyId, location } = input.settings.seal
  if (type === 'awskms' && keyId !== undefined && input.clusters.length > 1 && !keyId.startsWith('mrk-')) {
    results.push({
      rule: 'vault/seal-single-region',
      severity: 'error',
      message: 'seal.keyId is no multi-Region key (mrk-…): losing its region leaves every restarted node sealed',
      hint: 'create a multi-Region key with a replica in each region and use its id',
      pointer: `${POINTER}/seal/keyId`,
    })
  }
  if (type === 'gcpckms' && input.clusters.some((each) => each.region === location)) {
    results.push({
      rule: 'vault/seal-single-region',
      severity: 'error',
      message: `the key ring lies in ${location}, a data region: losing it leaves every restarted node sealed`,
      hint: 'use a key ring in global or in a multi-region location',
      pointer: `${POINTER}/seal/location`,
    })
  }
  return results
}

/** With short-lived credentials OpenShift mints no identity that is asked for without a role: the Secret of the nodes never comes. */
function neverMinted(input: VaultInput): readonly CheckResult[] {
  if (textAt(settingsOf(input.environment, 'clusters'), 'credentials') !== 'short-lived') return []
  const waiting = input.clusters.filter((each) => sealAccess(input, each) === 'request').map((each) => each.name)
  if (waiting.length === 0) return []
  return [
    {
      rule: 'vault/seal-short-lived',
      severity: 'error',
      message: `the nodes of ${waiting.join(', ')} would wait for credentials that clusters with short-lived credentials do not mint`,
      hint: 'set seal.roleArn to a role that may use the key, and that ServiceAccount vault/vault of each cluster may assume',
      pointer: `${POINTER}/seal`,
    },
  ]
}

/** Settings that a seal reads; `location` and `mount` have defaults, so that nobody need have written them. */
const READ: { readonly [type in SealType]: readonly string[] } = {
  awskms: ['keyId', 'keyRegion', 'account', 'roleArn'],
  azurekeyvault: ['vaultName', 'keyName', 'tenantId'],
  gcpckms: ['project', 'keyRing', 'cryptoKey'],
  transit: ['address', 'keyName'],
}
const SETTINGS = [...new Set(Object.values(READ).flat())]

/** The key of another kind of seal: whoever wrote it believes that it unseals. */
function withoutEffect(input: VaultInput): readonly CheckResult[] {
  const type = sealType(input)
  const given: Readonly<Record<string, unknown>> = input.settings.seal
  return SETTINGS.filter((each) => given[each] !== undefined && !READ[type].includes(each)).map((setting) => {
    const readers = Object.entries(READ).flatMap(([name, settings]) => (settings.includes(setting) ? [name] : []))
    return {
      rule: 'vault/seal-without-effect',
      severity: 'warning',
      message: `the seal is ${type}, which does not read ${setting}: ${readers.join(' and ')} would`,
      hint: `remove it, or set seal.type to ${readers.join(' or ')}`,
      pointer: `${POINTER}/seal/${setting}`,
    }
  })
}
