import type { FromSchema } from 'json-schema-to-ts'
import { TOLERATED_OUTAGE } from '../../engine/model/renewal.ts'
import { schemaOf } from '../../engine/model/schema.ts'

const hours = { type: 'string', pattern: '^[1-9][0-9]*h$' } as const

const literal = {
  $id: 'https://isthmus.dev/schemas/components/certs.json',
  title: 'certs',
  description:
    'Trust of the platform: one root on the hub, an intermediate and cert-manager per cluster, Vault as issuer.',
  type: 'object',
  additionalProperties: false,
  properties: {
    rootDuration: { ...hours, default: '87600h', description: 'Life of the root certificate, in hours.' },
    rootRenewBefore: {
      ...hours,
      default: '26280h',
      description: 'When the root is renewed before its end; longer than the longest certificate below it.',
    },
    intermediateDuration: { ...hours, default: '17520h', description: 'Life of each cluster’s intermediate.' },
    intermediateRenewBefore: {
      ...hours,
      default: '4380h',
      description: 'When an intermediate is renewed before its end; longer than the longest leaf below it.',
    },
    leafDuration: {
      ...hours,
      default: '2160h',
      description: 'Longest life of a certificate that an intermediate or Vault signs; bounds the renewal of the CAs.',
    },
    leafRenewBefore: {
      ...hours,
      default: '720h',
      description:
        'Renewal time of a leaf; certificates closer to their end than half of it are reported, those of Vault and the database by what their own settings say.',
    },
    toleratedIssuerOutage: {
      ...hours,
      default: TOLERATED_OUTAGE,
      description:
        'Longest outage of an issuer that no certificate may notice; those of Vault and the database are held to it as well.',
    },
    pkiNamespace: {
      type: 'string',
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 63,
      default: 'pki-intermediates',
      description: 'Hub namespace of the intermediates; never the one that holds the root key.',
    },
    nameConstraints: {
      type: 'boolean',
      default: true,
      description: 'Limit each intermediate to the platform’s own names (cert-manager feature gate NameConstraints).',
    },
    approverPolicy: {
      type: 'boolean',
      default: false,
      description:
        'Render the CertificateRequestPolicy that lets only the PKI namespace use the root; needs approver-policy on the hub and its built-in approver off.',
    },
    certUtils: {
      type: 'boolean',
      default: false,
      description: 'Install cert-utils-operator, which copies certificates into Routes.',
    },
  },
} as const

export type CertsSettings = FromSchema<typeof literal>
export const certsSchema = schemaOf<CertsSettings>(literal)

/** Hours of a duration such as `720h`. */
export function hoursOf(duration: string): number {
  return Number(duration.slice(0, -1))
}
