import { Failure } from '../../model/failure.ts'

interface Kind {
  readonly code: string
  readonly says: RegExp
  readonly hint: string
  readonly retry?: boolean
}

/** What Git says in the C locale, and what to do about it; the first that fits counts. */
const KINDS: readonly Kind[] = [
  {
    code: 'git/timeout',
    says: /timed out/i,
    hint: 'See whether the remote can be reached, then run the command again.',
    retry: true,
  },
  {
    code: 'git/no-space',
    says: /no space left on device|disk quota exceeded/i,
    hint: 'Make room on the disk of this repository or of its remote; nothing was lost, and it is tried again.',
    retry: true,
  },
  {
    code: 'git/unsafe-directory',
    says: /dubious ownership/,
    hint: 'The folder belongs to another user: add it with `git config --global --add safe.directory DIR` if you trust it.',
  },
  {
    code: 'git/name-taken',
    says: /' exists; cannot create '|refname conflict|directory.?file conflict/i,
    hint: 'Git cannot hold both `a` and `a/b` as branches: delete or rename the one in the way, such as a branch called isthmus.',
  },
  {
    code: 'git/push-refused',
    says: /stale info|non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value|reference already exists|but expected/,
    hint: 'Somebody moved the branch at the same moment; run the command again.',
    retry: true,
  },
  {
    code: 'git/push-declined',
    says: /hook declined|protected branch|GH0\d\d|deny updating|refusing to update/,
    hint: 'The remote’s own rules refuse this push: allow the account to push branches named isthmus/*.',
  },
  {
    code: 'git/archived',
    says: /(repository|project) (is|was|has been) archived|archived so (it )?is read-only/i,
    hint: 'The repository is archived: take it out of the archive on its forge, or end this server.',
  },
  {
    code: 'git/permission-denied',
    says: /permission denied|authentication failed|could not read (username|password)|insufficient permission|unable to create|access denied|not allowed|error: 40[13]|read-only file system|terminal prompts disabled/i,
    hint: 'Give the account read and write access to the repository, and Git a credential for it.',
  },
  {
    code: 'git/moved',
    says: /returned error: 30\d|unable to update url base from redirection/,
    hint: 'The repository has another address now: git remote set-url origin ADDRESS. A token is not carried to another place.',
  },
  {
    code: 'git/unreachable',
    says: /could not resolve host|unable to access|connection (refused|reset|closed|timed)|does not appear to be a git repository|could not read from remote|remote end hung up|repository .{0,500} not found/i,
    hint: 'See whether `git ls-remote origin` works from here: the address, the network, the rights.',
    retry: true,
  },
  {
    code: 'git/no-work-tree',
    says: /must be run in a work tree/,
    hint: 'This is a bare repository: clone it, and name the clone with -C DIR.',
  },
  {
    code: 'git/not-a-repository',
    says: /not a git repository/i,
    hint: 'Run it inside a desired-state repository, name one with -C DIR, or make one: `git init`, then `isthmus init`.',
  },
  {
    code: 'git/broken-repository',
    says: /bad object|corrupt|unable to read|missing (blob|tree|commit)|invalid object/i,
    hint: 'Run `git fsck` in the repository, or clone it afresh.',
  },
]

/** The Failure for what Git printed. Credentials in addresses do not pass. */
export function failureOf(args: readonly string[], said: string, cause: unknown): Failure {
  const verb = args.find((each) => /^[a-z]/.test(each)) ?? 'git'
  const kind = KINDS.find((each) => each.says.test(said))
  const text = withoutCredentials(said)
  const options = cause === undefined ? {} : { cause: new Error(text) }
  return new Failure(kind?.code ?? 'git/failed', `git ${verb}: ${essence(text)}`, {
    hint: kind?.hint ?? 'Run the same in a shell to see more, and report it if it is not your repository.',
    retry: kind?.retry ?? false,
    ...options,
  })
}

/** `https://name:token@host` without what stands before the last `@` of the host. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/\/\/[^/\s]*@/g, '//***@')
}

/** The lines that say what went wrong; Git's advice and progress are dropped. */
function essence(said: string): string {
  const lines = said.split('\n').map((each) => each.trim())
  const telling = lines.filter((each) => /^(fatal|error|remote|!)/.test(each) && !/^hint:/.test(each))
  const shown = telling.length > 0 ? telling : lines.filter((each) => each !== '' && !each.startsWith('hint:'))
  return shown.slice(0, 3).join(' ').slice(0, 400) || 'it failed without a message'
}
