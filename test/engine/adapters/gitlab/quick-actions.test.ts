import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guarded, unguarded } from '../../../../engine/adapters/gitlab/quick-actions.ts'
import { draft } from '../../../contracts/forge.ts'
import { pullAt } from '../../model/rest/a-repository.ts'
import { gitlabSubject } from './gitlab-subject.ts'

const text = fc
  .array(fc.constantFrom('/', '/close', ' ', '\n', 'a', '```', '> ', '\t', '\r\n'))
  .map((each) => each.join(''))

test('no line begins with a command, and nothing is lost', () => {
  fc.assert(
    fc.property(text, (each) => {
      expect(guarded(each)).not.toMatch(/^\//m)
      expect(unguarded(guarded(each))).toBe(each)
    }),
  )
})

// The server on loopback throws where a command reaches it.
test('a quoted command is not done by GitLab, and is no reason to write again', async () => {
  const { forge, repository } = await gitlabSubject()
  const hostile = { ...draft, body: 'observed:\n/merge\n```\n/approve\n```\n' }
  const { proposal } = await forge.ensureProposal(hostile)
  expect(proposal.body).toContain('observed:\n/merge\n')
  expect((await forge.ensureProposal(hostile)).outcome).toBe('unchanged')
  expect(await forge.ensureComment(1, 'plan/gdw', 'x\n/close')).toBe('created')
  expect(await forge.ensureComment(1, 'plan/gdw', 'x\n/close')).toBe('unchanged')
  expect(await forge.ensureComment(1, 'plan/gdw', 'y\n/close')).toBe('updated')
  await forge.conversation.answer('drift/gdw', '/title gone')
  expect(pullAt(repository, 1)).toMatchObject({ state: 'open', title: draft.title })
})
