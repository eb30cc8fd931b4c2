const port = '([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])'
const text = { type: 'string', minLength: 1, maxLength: 512 } as const

/** What the seal needs and nobody can default; what is absent is read from the inputs of the environment on the hub. */
export const sealSettings = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Auto-unseal. Every node must use the same key; what is not set here is read from the inputs ConfigMap.',
  properties: {
    type: {
      enum: ['auto', 'awskms', 'azurekeyvault', 'gcpckms', 'transit'],
      default: 'auto',
      description: 'auto: the KMS of the first cluster’s cloud; transit where that cloud has none.',
    },
    keyId: {
      ...text,
      description: 'awskms: multi-Region key (mrk-…), with a replica in every region.',
      examples: ['mrk-1234abcd12ab34cd56ef1234567890ab'],
    },
    keyRegion: {
      ...text,
      description: 'awskms: region of the key for clusters that do not run in AWS.',
      examples: ['eu-west-1'],
    },
    account: {
      type: 'string',
      pattern: '^[0-9]{12}$',
      description: 'awskms: account of the key, for the rights that are asked for.',
      examples: ['123456789012'],
    },
    roleArn: {
      ...text,
      description: 'awskms on clusters with STS: role that the pods assume.',
      examples: ['arn:aws:iam::123456789012:role/vault-unseal'],
    },
    vaultName: { ...text, description: 'azurekeyvault: name of the key vault.', examples: ['platform-unseal'] },
    keyName: { ...text, description: 'azurekeyvault, transit: name of the key.', examples: ['vault-unseal'] },
    tenantId: {
      ...text,
      description: 'azurekeyvault: tenant.',
      examples: ['00000000-0000-0000-0000-000000000000'],
    },
    project: { ...text, description: 'gcpckms: project of the key ring.', examples: ['platform-prod'] },
    location: {
      ...text,
      default: 'global',
      description: 'gcpckms: location of the key ring; global or multi-region, never one data region.',
    },
    keyRing: { ...text, description: 'gcpckms: key ring.', examples: ['vault'] },
    cryptoKey: { ...text, description: 'gcpckms: crypto key.', examples: ['unseal'] },
    address: {
      ...text,
      pattern: `^https://[A-Za-z0-9.-]+(:${port})?$`,
      description: 'transit: address of the other Vault; its port is let out of the nodes’ namespace.',
      examples: ['https://unseal.example.com:8200'],
    },
    mount: { ...text, default: 'transit', description: 'transit: mount of the engine.' },
  },
} as const
