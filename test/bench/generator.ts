import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Spent } from './child.ts'
import { runToEnd } from './child.ts'
import type { Row } from './measure.ts'
import { rowOf } from './measure.ts'

const SIZES = [
  { policies: 10, manifests: 2, runs: 7, aim: undefined },
  { policies: 200, manifests: 10, runs: 5, aim: 'below 600 ms' },
  { policies: 500, manifests: 20, runs: 3, aim: 'below 1,800 ms, 300 MB' },
] as const

/** A PolicyGenerator file of each size, and Kustomize passing the same manifests through, turn about. */
export async function measureGenerator(cli: readonly string[], folder: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) rows.push(...(await measureSize(cli, folder, size)))
  return rows
}

async function measureSize(
  cli: readonly string[],
  folder: string,
  size: (typeof SIZES)[number],
): Promise<readonly Row[]> {
  const { policies, manifests, runs, aim } = size
  const place = join(folder, `generator-${policies}x${manifests}`)
  writeGenerator(place, policies, manifests)
  const own = { command: process.execPath, args: [...cli, 'expand', '--generator', join(place, 'generator.yaml')] }
  const peer = { command: 'kubectl', args: ['kustomize', place], mostSeconds: PATIENCE_SECONDS }
  const mine: Spent[] = []
  const theirs: Spent[] = []
  // One that does not count, for the caches of the system and the compile cache.
  await runToEnd(own)
  for (let i = 0; i < runs; i++) {
    mine.push(await runToEnd(own))
    // Its time grows with the square of the files: one that does not end in time is not waited for again.
    if (theirs.every((each) => each.code === 0)) theirs.push(await runToEnd(peer).catch(() => ABSENT))
  }
  const isCut = theirs.some((each) => each.code === null)
  const name = isCut ? `kubectl kustomize, ended unfinished after ${PATIENCE_SECONDS} s` : 'kubectl kustomize'
  const told = theirs.filter((each) => (isCut ? each.code === null : each.code === 0))
  const row = (what: string, unit: string, pick: (each: Spent) => number | undefined, wanted?: string) =>
    rowOf({
      group: 'expand',
      what: `PolicyGenerator ${policies} x ${manifests}, ${what}`,
      unit,
      values: mine.flatMap((each) => pick(each) ?? []),
      ...(wanted ? { aim: wanted } : {}),
      peer: { name, values: told.flatMap((each) => pick(each) ?? []) },
    })
  return [
    row('wall', 'ms', (each) => each.seconds * 1000, aim),
    row('processor', 'ms', (each) => each.cpu && each.cpu * 1000),
    row('memory', 'MB', (each) => each.peakMb),
  ]
}

const PATIENCE_SECONDS = 60

const ABSENT: Spent = { seconds: 0, cpu: undefined, peakMb: undefined, code: 1, out: '' }

/** Deployments of about 1 KB, and a kustomization that lists the same files. */
function writeGenerator(place: string, policies: number, manifests: number): void {
  mkdirSync(join(place, 'manifests'), { recursive: true })
  const files = Array.from({ length: policies }, (_, i) =>
    Array.from({ length: manifests }, (_, j) => {
      const file = `manifests/m-${i}-${j}.yaml`
      writeFileSync(join(place, file), deployment(i, j))
      return file
    }),
  )
  const entries = files.map((own, i) => {
    return `  - name: policy-${i}\n    manifests:\n${own.map((each) => `      - path: ${each}`).join('\n')}`
  })
  writeFileSync(join(place, 'generator.yaml'), `${GENERATOR}${entries.join('\n')}\n`)
  writeFileSync(
    join(place, 'kustomization.yaml'),
    `resources:\n${files
      .flat()
      .map((each) => `  - ${each}`)
      .join('\n')}\n`,
  )
}

const GENERATOR = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: bench }
policyDefaults:
  namespace: bench-policies
  placement: { labelSelector: { matchLabels: { vendor: OpenShift } } }
policies:
`

function deployment(i: number, j: number): string {
  const name = `app-${i}-${j}`
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: team-${i % 7}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: fleet
spec:
  replicas: ${1 + ((i + j) % 5)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: app-${i}
      securityContext:
        runAsNonRoot: true
      containers:
        - name: main
          image: registry.example.com/team-${i % 7}/app:${1 + j}.${i}.0
          args: ["--listen=:8080", "--log-level=info"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: REGION
              value: us-east-1
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /ready
              port: http
`
}
