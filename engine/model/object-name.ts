/** A name that Kubernetes takes for most objects, such as a StorageClass (DNS subdomain, RFC 1123). */
export const objectName = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  maxLength: 253,
} as const
