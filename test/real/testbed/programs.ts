/** A program that the test bed builds from public Go modules: name, version, and how. */
export interface Program {
  readonly name: string
  readonly version: string
  /** Folder of a Go module below `go/`, or a module path with its version that is built where Go unpacks it. */
  readonly from: { readonly folder: string } | { readonly module: string }
  /** Package to build, from that folder. */
  readonly package: string
  readonly ldflags?: string
  readonly tags?: string
  /** Minutes on two cores with nothing cached, for the message that says how long to wait. */
  readonly minutes: number
}

const KUBERNETES = '1.36.3'
const stamp = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`
/** Clients misbehave towards a server without a version. */
const kubernetesVersion = [
  stamp('gitVersion', `v${KUBERNETES}`),
  stamp('gitMajor', '1'),
  stamp('gitMinor', '36'),
  stamp('gitTreeState', 'clean'),
].join(' ')

const kubernetes = (name: string, minutes: number): Program => ({
  name,
  version: KUBERNETES,
  from: { folder: 'kubernetes' },
  package: `k8s.io/kubernetes/cmd/${name}`,
  ldflags: kubernetesVersion,
  minutes,
})

/** Every program, in the order in which they are built. Versions and checksums stand in `go/*` and in Go's checksum database. */
export const programs = {
  apiServer: kubernetes('kube-apiserver', 6),
  controllers: kubernetes('kube-controller-manager', 1),
  kubectl: kubernetes('kubectl', 1),
  templates: { name: 'templates', version: '1', from: { folder: 'templates' }, package: '.', minutes: 1 },
  etcd: { name: 'etcd', version: '3.6.8', from: { folder: 'etcd' }, package: '.', minutes: 1 },
  certManager: { name: 'cert-manager', version: '1.21.2', from: { folder: 'cert-manager' }, package: '.', minutes: 2 },
  vault: { name: 'vault', version: '1.19.0', from: { folder: 'vault' }, package: '.', minutes: 10 },
  wan: { name: 'wan', version: '1', from: { folder: 'wan' }, package: '.', minutes: 1 },
  gitea: {
    name: 'gitea',
    version: '1.26.0',
    from: { module: 'code.gitea.io/gitea@v1.26.0' },
    package: '.',
    tags: 'sqlite,sqlite_unlock_notify',
    ldflags: '-X main.Version=1.26.0',
    minutes: 5,
  },
  alertmanager: {
    name: 'alertmanager',
    version: '0.27.0',
    from: { module: 'github.com/prometheus/alertmanager@v0.27.0' },
    package: './cmd/alertmanager',
    minutes: 3,
  },
  kustomize: {
    name: 'kustomize',
    version: '5.8.1',
    from: { module: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1' },
    package: '.',
    minutes: 1,
  },
} as const satisfies Readonly<Record<string, Program>>

export type ProgramName = keyof typeof programs
