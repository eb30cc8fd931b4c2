import { join, resolve, sep } from 'node:path'
import fc from 'fast-check'
import { withoutCredentials } from '../../../engine/adapters/git/failures.ts'
import { checkBranch, checkPath, cleanAuthor, isRefName, parseRevision } from '../../../engine/adapters/git/names.ts'
import { endsWell } from '../attempt.ts'
import { FRAGMENTS, hostileText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const CASES = [
  '--upload-pack=touch x',
  '-c',
  '../../x',
  '/etc/passwd',
  'C:\\x',
  'a/../b',
  '.git/hooks/x',
  '.GIT/config',
  'git~1/x',
  'a\u0000b',
  'refs/../x',
  'a..b',
  '@{-1}',
  ':/x',
  'x:y',
  '^{/x}',
  'HEAD~9999999',
  `^${'^0000'.repeat(25_000)}\u0000`,
]

export const names = target({
  name: 'names',
  holds: 'what passes for a ref, a path or an author is no option of Git and leads nowhere else',
  input: fc.oneof(
    hostileText,
    fc
      .array(fc.constantFrom('..', '.', '', 'a', '.git', '.GIT', 'git~1', '-x', ...FRAGMENTS), { maxLength: 5 })
      .map((each) => each.join('/')),
  ),
  cases: CASES,
  few: 100,
  check: async (text) => {
    if (isRefName(text)) hold(!text.startsWith('-') && !/\.\.|[ :?*[\\^~]/.test(text), 'no ref', text)
    await endsWell(() => checkBranch(text))
    await endsWell(() => hold(!parseRevision(text).name.startsWith('-'), 'an option', text))
    await endsWell(() => {
      checkPath(text)
      hold(
        resolve('/r', text) === join('/r', text) && join('/r', text).startsWith(`/r${sep}`),
        'a path that leaves',
        text,
      )
      hold(!/(^|\/)\.git(\/|$)/i.test(text), "Git's own folder", text)
    })
    await endsWell(() =>
      hold(!/[<>\n\0]/.test(Object.values(cleanAuthor({ name: text, email: text })).join('')), 'no author', text),
    )
    const address = `https://bot:p@zQ7secret@git.example.com/`
    hold(!withoutCredentials(`fatal: ${address}${text}`).includes('zQ7secret'), 'a credential', text)
  },
})
