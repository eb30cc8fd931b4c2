import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Check } from '../../../../engine/model/review.ts'
import { draft } from '../../../contracts/forge.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import { APP } from './app-deeds.ts'
import { githubSubject } from './github-subject.ts'
import { COMMIT, keptAs } from './kept.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
// The form in which GitHub hands it out.
const KEY = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()

async function asApp(key = KEY, now = () => noon) {
  const subject = await githubSubject({ credentials: { app: { ...APP, key: async () => key } }, now })
  subject.github.appKey = KEY
  return subject
}

const annotation = (i: number) => ({
  file: 'environments/gdw.yaml',
  line: i,
  severity: 'error' as const,
  title: 'vault/quorum',
  message: `Fault ${i}`,
})
const check: Check = {
  name: 'isthmus/plan',
  commit: COMMIT,
  state: 'failure',
  summary: '120 findings',
  text: '# Findings',
  annotations: Array.from({ length: 120 }, (_, i) => annotation(i)),
}

test('an App works with tokens of its installation, for this repository alone, each until shortly before its end', async () => {
  const times = { now: noon }
  const { forge, github } = await asApp(KEY, () => times.now)
  expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'created' })
  expect(await forge.conversation.read(draft.marker)).toMatchObject({ number: 1 })
  expect(github.issued).toEqual(['ghs_installation1'])
  expect(github.log).toContain('POST graphql')
  times.now = '2026-01-31T12:56:00Z'
  expect(await forge.findProposal(draft.marker)).toMatchObject({ number: 1 })
  expect(github.issued).toHaveLength(2)
})

test('a token that is revoked under way is made anew, a refused App is a failure', async () => {
  const { forge, github, waits } = await asApp()
  await forge.ensureProposal(draft)
  github.issued.push('another')
  expect(await forge.findProposal(draft.marker)).toMatchObject({ number: 1 })
  expect(waits).toEqual([500])
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const stranger = await asApp(other.export({ type: 'pkcs8', format: 'pem' }).toString())
  await expect(stranger.forge.findProposal(draft.marker)).rejects.toMatchObject({ code: 'github/unauthorized' })
  expect(stranger.github.issued).toEqual([])
})

test.each(['', 'no key at all', '-----BEGIN RSA PRIVATE KEY-----\nS3cret\n-----END RSA PRIVATE KEY-----'])(
  'a key that is none (%j) is not repeated',
  async (key) => {
    const { forge, github } = await asApp(key)
    const failure: unknown = await forge.findProposal(draft.marker).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'github/bad-key', retry: false })
    expect(failure).not.toHaveProperty('cause')
    expect(String(failure)).not.toContain('S3cret')
    expect(github.log).toEqual([])
  },
)

test('a check is a run with annotations in batches, finished with the last; the same again writes nothing', async () => {
  const { forge, github } = await asApp()
  github.pulls.push(keptAs(1))
  for (let i = 0; i < 2; i++) await forge.setCheck(check)
  expect(github.checkRuns).toHaveLength(1)
  const [run] = github.checkRuns
  expect(run).toMatchObject({
    status: 'completed',
    conclusion: 'failure',
    summary: '    120 findings',
    text: '# Findings',
  })
  expect(run?.annotations).toHaveLength(120)
  expect(run?.annotations[7]).toEqual({
    path: 'environments/gdw.yaml',
    start_line: 7,
    end_line: 7,
    annotation_level: 'failure',
    title: 'vault/quorum',
    message: 'Fault 7',
  })
  expect(run?.annotations[0]).toMatchObject({ start_line: 1 })
  expect(github.log.filter((each) => /checks\/(create|update)/.test(each))).toHaveLength(3)
  expect(github.statuses).toEqual([])
})

test('a run that was killed between its batches is said anew by the next', async () => {
  const { forge, github } = await asApp()
  github.pulls.push(keptAs(1))
  github.mishap({ on: 'PATCH checks/update', status: 403 })
  await expect(forge.setCheck(check)).rejects.toMatchObject({ code: 'github/forbidden' })
  expect(github.checkRuns.map((each) => each.status)).toEqual(['in_progress'])
  await forge.setCheck(check)
  expect(github.checkRuns.at(-1)).toMatchObject({ status: 'completed', conclusion: 'failure' })
})

test('a pending check waits, more findings than anybody reads are counted', async () => {
  const { forge, github } = await asApp()
  github.pulls.push(keptAs(1))
  await forge.setCheck({ ...check, state: 'pending', annotations: [] })
  const many = Array.from({ length: 510 }, (_, i) => annotation(i))
  await forge.setCheck({ ...check, text: 'x'.repeat(70_000), annotations: many })
  expect(github.checkRuns.map((each) => [each.status, each.annotations.length])).toEqual([
    ['in_progress', 0],
    ['completed', 500],
  ])
  expect(github.checkRuns[1]?.text).toMatch(/x\n\n10 more are not shown at their lines\.$/)
})
