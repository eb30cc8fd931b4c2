/** Made from catalog/catalog.yaml by `npm run docs`; edit that. */
export const SHIPPED = {
  images: {
    vault: 'docker.io/hashicorp/vault:1.19.0',
    cockroachdb: 'docker.io/cockroachdb/cockroach:v26.1.0',
    'openshift-cli': 'registry.redhat.io/openshift4/ose-cli-rhel9:v4.20',
    rclone: 'docker.io/rclone/rclone:1.71.0',
  },
  operators: {
    'openshift-cert-manager-operator': {
      channel: 'stable-v1',
      source: 'redhat-operators',
    },
    'global-load-balancer-operator': {
      channel: 'alpha',
      source: 'community-operators',
      versions: ['global-load-balancer-operator.v1.4.2'],
    },
    submariner: {
      channel: 'stable-0.24',
      source: 'redhat-operators',
    },
    'vault-config-operator': {
      channel: 'alpha',
      source: 'community-operators',
    },
    'cert-utils-operator': {
      channel: 'alpha',
      source: 'community-operators',
      versions: ['cert-utils-operator.v1.3.12'],
    },
  },
}
