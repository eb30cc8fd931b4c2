import { Template } from './traced.ts'

/**
 * Audience of the API server, which a token needs that reviews itself. Where a cluster issues its tokens under another address, as with
 * short-lived cloud credentials, its API server takes those made for that address and no others. Only the cluster knows it.
 */
export const API_AUDIENCE = new Template(
  '{{ dig "spec" "serviceAccountIssuer" "" (lookup "config.openshift.io/v1" "Authentication" "" "cluster") | default "https://kubernetes.default.svc" }}',
)
