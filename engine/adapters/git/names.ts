import { Failure } from '../../model/failure.ts'
import type { Author } from '../../model/git.ts'
import { BAD_REF } from '../../model/git.ts'

const COMMIT_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/

export function isCommitId(text: string): boolean {
  return COMMIT_ID.test(text)
}

/** As forges keep them. */
const LONGEST = 255

/** The rules of `git check-ref-format`, and nothing that a command could take for an option. */
export function isRefName(name: string): boolean {
  if (name === '' || name.length > LONGEST || name === '@' || /^[-./]|[./]$/.test(name)) return false
  if (/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\/\./u.test(name)) return false
  return !name.split('/').some((part) => part.endsWith('.lock'))
}

/** Throws `git/bad-ref` unless the name can be a branch. */
export function checkBranch(name: string): void {
  if (isRefName(name) && name !== 'HEAD') return
  throw new Failure(BAD_REF, `${JSON.stringify(name)} cannot be the name of a branch`, {
    hint: 'Use letters, digits, `-`, `_`, `.` and `/`, and no `-` in front.',
  })
}

/** Throws `git/bad-ref` where no branch could be called so; anything but a full ref is a bug. */
export function checkedRef(ref: string): string {
  checkBranch(ref)
  if (ref.startsWith('refs/')) return ref
  throw new Error(`not a full ref: ${JSON.stringify(ref)}`)
}

/** A ref with Git's `~N` and `^N` behind it, apart; throws `git/bad-ref` for anything else. */
export function parseRevision(text: string): { readonly name: string; readonly steps: string } {
  const match = text.length > 300 ? null : /^(.+?)((?:[~^]\d{0,4})*)$/s.exec(text)
  const name = match?.[1] ?? ''
  if (isRefName(name)) return { name, steps: match?.[2] ?? '' }
  throw new Failure(BAD_REF, `${JSON.stringify(text)} is no branch, tag or commit`, {
    hint: 'Name a branch, a tag or a commit id, with ~N or ^N behind it if need be.',
  })
}

/** Throws `git/bad-path` for a path that would leave the repository or reach into Git's own folder. */
export function checkPath(path: string): void {
  const parts = path.split('/')
  const isBad = (part: string) => part === '' || part === '.' || part === '..' || /^\.git$|^git~1$/i.test(part)
  if (!path.includes('\0') && !parts.some(isBad)) return
  throw new Failure('git/bad-path', `${JSON.stringify(path)} is no path inside the repository`, {
    hint: 'Write paths from the repository root, without `..`.',
  })
}

/** The identity as Git will store it: no line breaks, no angle brackets. */
export function cleanAuthor(author: Author): Author {
  const clean = (text: string) => text.replaceAll(/[\p{Cc}<>]/gu, ' ').trim()
  const name = clean(author.name)
  const email = clean(author.email)
  if (name !== '' && email !== '') return { name, email }
  throw new Failure('git/bad-author', 'a commit needs a name and an address', {
    hint: 'Set author.name and author.email in isthmus.yaml.',
  })
}
