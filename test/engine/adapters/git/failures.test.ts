import { expect, test } from 'vitest'
import { failureOf } from '../../../../engine/adapters/git/failures.ts'

const cases: readonly (readonly [said: string, code: string, retry: boolean])[] = [
  ['!\trefs/heads/x:refs/heads/x\t[rejected] (stale info)', 'git/push-refused', true],
  [
    "fatal: update_ref failed for ref 'refs/heads/x': cannot lock ref 'refs/heads/x': is at 1 but expected 2",
    'git/push-refused',
    true,
  ],
  [
    "! [remote rejected] (failed to update ref)\nremote: error: cannot lock ref 'refs/heads/isthmus/x': 'refs/heads/isthmus' exists; cannot create 'refs/heads/isthmus/x'",
    'git/name-taken',
    false,
  ],
  ["fatal: unable to access 'https://host/x.git/': The requested URL returned error: 301", 'git/moved', false],
  ['! [remote rejected] x -> x (pre-receive hook declined)', 'git/push-declined', false],
  ['remote: error: GH006: Protected branch update failed', 'git/push-declined', false],
  [
    'git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'git/permission-denied',
    false,
  ],
  [
    "remote: This repository was archived so it is read-only.\nfatal: unable to access 'https://host/x.git/': The requested URL returned error: 403",
    'git/archived',
    false,
  ],
  [
    'ERROR: This repository was archived so it is read-only.\nfatal: Could not read from remote repository.',
    'git/archived',
    false,
  ],
  ["fatal: unable to access 'https://host/archived/x.git/': Could not resolve host: host", 'git/unreachable', true],
  ["fatal: could not read Username for 'https://host': terminal prompts disabled", 'git/permission-denied', false],
  ['error: remote unpack failed: unable to create temporary object directory', 'git/permission-denied', false],
  ["fatal: unable to access 'https://host/x.git/': Could not resolve host: host", 'git/unreachable', true],
  ["fatal: '/x.git' does not appear to be a git repository", 'git/unreachable', true],
  ['fatal: not a git repository (or any of the parent directories): .git', 'git/not-a-repository', false],
  ["fatal: detected dubious ownership in repository at '/x'", 'git/unsafe-directory', false],
  ['fatal: sha1 file: write error: No space left on device', 'git/no-space', true],
  ['fatal: bad object HEAD', 'git/broken-repository', false],
  ['error: something else', 'git/failed', false],
  ['', 'git/failed', false],
]

test.each(cases)('%s', (said, code, retry) => {
  const failure = failureOf(['push', 'origin'], said, undefined)
  expect(failure).toMatchObject({ code, retry, hint: expect.stringMatching(/\w/) })
  expect(failure.message).toMatch(/^git push: \S/)
})

test('credentials in an address do not reach a message or its cause', () => {
  const said = "fatal: unable to access 'https://bot:t0ken@host/x.git/': The requested URL returned error: 403"
  const failure = failureOf(['fetch'], said, new Error(said))
  expect(failure.code).toBe('git/permission-denied')
  expect(`${failure.message} ${failure.hint} ${failure.stack} ${(failure.cause as Error).stack}`).not.toContain('t0ken')
})
