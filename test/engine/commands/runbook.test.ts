import { beforeAll, describe, expect, test } from 'vitest'
import { aRepository, fingerprint, git, isthmus, pushAll, read, write } from './a-shell.ts'

const FILE = 'environments/gdw.yaml'
const CATALOG = `apiVersion: isthmus.dev/v1alpha1
kind: Catalog
images: { vault: 'docker.io/hashicorp/vault:1.19.9' }
operators: {}
`
const made = { work: '' }
const runbook = (...args: readonly string[]) => isthmus(made.work, 'runbook', ...args)

beforeAll(async () => {
  made.work = (await aRepository()).work
  await isthmus(made.work, 'expand', '--quiet')
  pushAll(made.work, 'Rendered')
})

describe('runbook', () => {
  test('a dead region is rebuilt under its own name: no wave, peers stay in the list, nothing is written', async () => {
    const before = fingerprint(made.work)
    const { code, out } = await runbook('replace', 'us-east-2', '-o', 'json')
    const { steps, isSafe, joining, leaving } = JSON.parse(out)
    expect({ code, isSafe, joining, leaving }).toEqual({
      code: 0,
      isSafe: true,
      joining: ['cluster2'],
      leaving: ['cluster2'],
    })
    expect(steps.some((each: { wave?: unknown }) => each.wave !== undefined)).toBe(false)
    expect(out).not.toContain('remove-peer')
    expect(steps.at(0).quorums).toMatchObject([
      { service: 'vault', voters: 9, away: 3, tolerance: 1 },
      { service: 'database', voters: 9, away: 3, tolerance: 1 },
    ])
    expect(fingerprint(made.work)).toBe(before)
  })

  test('retiring one of three regions is refused by the checks of what would be left', async () => {
    const { code, err } = await runbook('retire', 'us-east-1')
    expect(code).toBe(2)
    expect(err).toContain('losing the largest region stops vault')
  })

  test('who votes may not change while a region is dead', async () => {
    const text = read(made.work, FILE)
    write(made.work, FILE, text.replaceAll('replicasPerCluster: 3', 'replicasPerCluster: 5'))
    const { code, out } = await runbook('replace', 'us-east-2')
    write(made.work, FILE, text)
    expect(code).toBe(2)
    expect(out).toContain('do not begin')
    expect(out).toContain('who votes may not change while a region is dead')
  })

  test('a change that leaves the votes as they are waits for the region, and holds up no rebuilding', async () => {
    const { work } = await aRepository()
    await isthmus(work, 'expand', '--quiet')
    pushAll(work, 'Rendered')
    write(work, 'catalog.yaml', CATALOG)
    pushAll(work, 'Another Vault')
    await isthmus(work, 'propose', '--quiet')
    await isthmus(work, 'pulls', 'merge', '1')
    git(work, 'pull', '--quiet')
    const { code, out } = await isthmus(work, 'runbook', 'replace', 'us-west-2', '-o', 'json')
    const { steps, isSafe, notes } = JSON.parse(out)
    expect({ code, isSafe, notes }).toEqual({
      code: 0,
      isSafe: true,
      notes: [expect.stringContaining('waits until the region is well again')],
    })
    expect(steps.some((each: { wave?: unknown }) => each.wave !== undefined)).toBe(false)
    expect(steps[0].stops).toEqual([])
  })

  test('as a page with a box for each step', async () => {
    const { out } = await runbook('replace', 'us-west-2', '--output', 'markdown')
    expect(out).toContain('# us\\-west\\-2'.replaceAll('\\-', '-'))
    expect(out.match(/^- \[ \] by /gm)?.length).toBe(out.match(/^## \d+\. /gm)?.length)
  })

  test.each([
    [['join', 'eu-west-1'], 'add its cluster to spec.clusters'],
    [['replace', 'us-east-9'], 'did you mean'],
    [['retire', 'us-east-9'], 'name the commit before them with --since'],
    [['leave', 'us-east-1'], 'use join, replace or retire'],
    [['retire', 'us-east-1', '-e', 'gwd'], 'did you mean gdw?'],
  ])('%j ends with 1 and says what to do', async (args, hint) => {
    const { code, err } = await runbook(...args)
    expect([code, err]).toEqual([1, expect.stringContaining(hint)])
  })
})
