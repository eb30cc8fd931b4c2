import type { CheckResult } from '../../engine/model/component.ts'
import { leastRenewal } from '../../engine/model/renewal.ts'
import type { CertsInput } from './input.ts'
import type { CertsSettings } from './settings.ts'
import { hoursOf } from './settings.ts'

const POINTER = '/spec/components/certs'

/** Rule G7: CAs outlive what they sign, leaves are renewed early enough for three attempts and an outage of the issuer. */
export function checkCerts(input: CertsInput): readonly CheckResult[] {
  const { settings } = input
  return [
    ...outlives(settings, 'rootRenewBefore', 'intermediateDuration', 'the intermediates'),
    ...outlives(settings, 'intermediateRenewBefore', 'leafDuration', 'the leaves'),
    ...renewsInTime(input),
    ...shorterThan(settings, 'rootRenewBefore', 'rootDuration'),
    ...shorterThan(settings, 'intermediateRenewBefore', 'intermediateDuration'),
    ...shorterThan(settings, 'leafRenewBefore', 'leafDuration'),
    ...namespaces(input),
  ]
}

type Duration = Exclude<
  { [K in keyof CertsSettings]: CertsSettings[K] extends string ? K : never }[keyof CertsSettings],
  'pkiNamespace'
>

function outlives(settings: CertsSettings, ca: Duration, child: Duration, what: string): readonly CheckResult[] {
  if (hoursOf(settings[ca]) >= hoursOf(settings[child])) return []
  return [
    {
      rule: 'certs/ca-outlived',
      severity: 'error',
      message: `${ca} ${settings[ca]} is shorter than ${child} ${settings[child]}: a CA near its end would sign ${what} that outlive it`,
      hint: `set ${ca} to at least ${settings[child]}, or shorten ${child}`,
      pointer: `${POINTER}/${ca}`,
    },
  ]
}

function renewsInTime({ environment, settings }: CertsInput): readonly CheckResult[] {
  const { hours: least, retryHours } = leastRenewal(environment, hoursOf(settings.leafDuration))
  if (hoursOf(settings.leafRenewBefore) >= least) return []
  return [
    {
      rule: 'certs/renews-too-late',
      severity: 'error',
      message: `leafRenewBefore ${settings.leafRenewBefore} is less than ${least}h: a third of ${settings.leafDuration}, and ${retryHours}h of retries after an outage of ${settings.toleratedIssuerOutage} plus an hour to reload`,
      hint: `set leafRenewBefore to ${least}h or more`,
      pointer: `${POINTER}/leafRenewBefore`,
    },
  ]
}

function shorterThan(settings: CertsSettings, renewBefore: Duration, duration: Duration): readonly CheckResult[] {
  if (hoursOf(settings[renewBefore]) < hoursOf(settings[duration])) return []
  return [
    {
      rule: 'certs/renews-at-once',
      severity: 'error',
      message: `${renewBefore} ${settings[renewBefore]} is not shorter than ${duration} ${settings[duration]}: the certificate would be renewed without end`,
      hint: `set ${renewBefore} below ${settings[duration]}`,
      pointer: `${POINTER}/${renewBefore}`,
    },
  ]
}

function namespaces(input: CertsInput): readonly CheckResult[] {
  const { pkiNamespace } = input.settings
  const taken = [
    'cert-manager',
    'cert-manager-operator',
    input.environment.spec.hub.namespace,
    ...input.clusters.map((each) => each.name),
  ]
  if (!taken.includes(pkiNamespace)) return []
  return [
    {
      rule: 'certs/pki-namespace',
      severity: 'error',
      message: `pkiNamespace ${pkiNamespace} is used for something else: who copies intermediates from it could read every Secret there`,
      hint: 'use a namespace of its own, such as pki-intermediates',
      pointer: `${POINTER}/pkiNamespace`,
    },
  ]
}
