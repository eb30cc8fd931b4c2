import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { built } from './build.ts'
import { keyPair, selfSigned } from './keys.ts'
import { ask } from './kube-client.ts'
import type { Identity } from './kubeconfig.ts'
import { kubeconfig } from './kubeconfig.ts'
import { freePort } from './ports.ts'
import type { RunningProcess } from './process.ts'
import { start } from './process.ts'

export interface ApiServerOptions {
  /** Of the cluster; also its prefix in etcd. */
  readonly name: string
  readonly etcd: string
  /** A folder of its own for keys and logs. */
  readonly folder: string
  /** To start again at the address where clients know it. */
  readonly port?: number
  /** Names and addresses by which it is called besides 127.0.0.1; its serving certificate carries them. */
  readonly hosts?: readonly string[]
}

export interface ApiServer {
  readonly name: string
  readonly url: string
  readonly port: number
  /** PEM of what signed its serving certificate: itself. */
  readonly ca: string
  /** `sa.key`, `sa.pub`, `tokens.csv`, `apiserver.crt`, `admin.kubeconfig`, logs. */
  readonly folder: string
  /** Of somebody who may do everything; the file is `kubeconfig`. */
  readonly token: string
  readonly kubeconfig: string
  readonly process: RunningProcess
  /** A kubeconfig file for somebody else, by bearer token. */
  identity(who: Identity): string
}

/**
 * A real kube-apiserver on 127.0.0.1, ready to serve, with RBAC in force and every default admission plugin but
 * ServiceAccount, which would want controllers that mint tokens before any pod is created.
 */
export async function startApiServer({
  name,
  etcd,
  folder,
  port: wanted,
  hosts,
}: ApiServerOptions): Promise<ApiServer> {
  mkdirSync(folder, { recursive: true })
  const port = wanted ?? (await freePort())
  const url = `https://127.0.0.1:${port}`
  const token = tokenIn(folder)
  const { privateKey, publicKey } = keyPair(folder, 'sa')
  // Where the files are there the server makes none of its own.
  if (hosts) selfSigned(folder, 'apiserver', ['localhost', '127.0.0.1', 'kubernetes.default.svc', ...hosts])
  const running = await start({
    name: `kube-apiserver ${name}`,
    command: await built('apiServer'),
    args: [
      `--etcd-servers=${etcd}`,
      `--etcd-prefix=/${name}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--cert-dir=${folder}`,
      `--service-account-key-file=${publicKey}`,
      `--service-account-signing-key-file=${privateKey}`,
      `--service-account-issuer=${url}`,
      // The second is what OpenShift's API servers are called in tokens.
      `--api-audiences=${url},https://kubernetes.default.svc`,
      `--token-auth-file=${join(folder, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.0.0.0/16',
      '--disable-admission-plugins=ServiceAccount',
      '--allow-privileged=true',
      '--event-ttl=10m',
      '--v=1',
    ],
    env: { GOGC: '400' },
    log: join(folder, 'kube-apiserver.log'),
    isReady: () => isServing(url, token),
    readyWithinMs: 180_000,
  })
  const ca = readFileSync(join(folder, 'apiserver.crt'), 'utf8')
  const identity = (who: Identity) => {
    const file = join(folder, `${who.user.replaceAll(/[^\w.-]/g, '_')}.kubeconfig`)
    writeFileSync(file, kubeconfig([{ name, url, ca, ...who }]), { mode: 0o600 })
    return file
  }
  const admin = identity({ user: 'admin', token })
  return { name, url, port, ca, folder, token, kubeconfig: admin, process: running, identity }
}

/** The same token when a server starts again, as with a real one. */
function tokenIn(folder: string): string {
  const file = join(folder, 'tokens.csv')
  try {
    return readFileSync(file, 'utf8').split(',')[0] ?? ''
  } catch {
    const token = randomBytes(16).toString('hex')
    writeFileSync(file, `${token},admin,admin,system:masters\n`)
    chmodSync(file, 0o600)
    return token
  }
}

async function isServing(url: string, token: string): Promise<boolean> {
  return (await ask({ url, token }, { path: '/readyz' })).status === 200
}
