/** Somebody with a bearer token. */
export interface Identity {
  readonly user: string
  readonly token: string
}

export interface Context extends Identity {
  /** Of the context and of the cluster. */
  readonly name: string
  readonly url: string
  /** PEM. */
  readonly ca: string
}

/** A kubeconfig with a context for each; the first is the current one. JSON is YAML. */
export function kubeconfig(contexts: readonly Context[]): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0]?.name ?? '',
    clusters: contexts.map(({ name, url, ca }) => ({
      name,
      cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
    })),
    users: contexts.map(({ name, user, token }) => ({ name: `${user}@${name}`, user: { token } })),
    contexts: contexts.map(({ name, user }) => ({ name, context: { cluster: name, user: `${user}@${name}` } })),
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
