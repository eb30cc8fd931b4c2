import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aRepository, isthmus, pushAll, read, write } from './a-shell.ts'

const PROGRAMS = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((each) => [join(each, 'kustomize'), join(each, 'kubectl')])

const FILES = {
  'policies/quota/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n',
  'policies/quota/base/kustomization.yaml': 'resources: [quota.yaml]\n',
  'policies/quota/base/quota.yaml':
    'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: q, namespace: app }\nspec: { hard: { pods: "5" } }\n',
  'policies/quota/prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
  'placements/quota.yaml':
    'apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: quota }\nspec: { environment: gdw, policies: [quota], clusters: { all: true } }\n',
}
const leftovers = () => readdirSync(tmpdir()).filter((each) => each.startsWith('isthmus-kustomize-'))

describe.skipIf(!PROGRAMS.some((each) => existsSync(each)))(
  'kustomizations of a repository (skipped where neither kustomize nor kubectl is there)',
  () => {
    const state = { root: '', work: '' }
    beforeAll(async () => {
      const { root, work } = await aRepository()
      Object.assign(state, { root, work })
      for (const [path, text] of Object.entries(FILES)) write(work, path, text)
    }, 60_000)
    afterAll(() => rmSync(state.root, { recursive: true, force: true }))

    test('are built for the working tree, and the same for a commit', async () => {
      const before = leftovers().length
      const { code, err } = await isthmus(state.work, 'expand')
      expect({ code, err: err.includes('error') }).toEqual({ code: 0, err: false })
      const rendered = read(state.work, 'rendered/gdw/quota.yaml')
      expect(rendered).toContain('name: prod-q\n')
      pushAll(state.work, 'A quota')
      const proposed = await isthmus(state.work, 'propose')
      expect(proposed.err).not.toContain('error')
      expect((await isthmus(state.work, 'expand', '--check')).code).toBe(0)
      expect(leftovers().length).toBeLessThanOrEqual(before)
    }, 60_000)

    test.each([
      ['a remote base', 'resources: ["https://example.com/base?ref=main"]\n'],
      ['Helm', 'resources: [../base]\nhelmCharts: [{ name: x, repo: "https://example.com" }]\n'],
      ['a program', 'resources: [../base]\ntransformers: [run.yaml]\n'],
      ['a folder above the policy', 'resources: [../../../environments]\n'],
    ])('%s is refused at the kustomization', async (_, text) => {
      write(state.work, 'policies/quota/prod/kustomization.yaml', text)
      const { code, err } = await isthmus(state.work, 'validate')
      expect(code).toBe(2)
      expect(err).toContain('policies/quota/prod/kustomization.yaml:1:1 error policy/kustomization')
      expect(err).not.toContain(tmpdir())
    })
  },
)
