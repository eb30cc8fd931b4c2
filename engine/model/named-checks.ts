import type { Forge } from './forge.ts'

/** First part of the names of checks where isthmus.yaml says nothing. */
export const CHECKS = 'isthmus'

/** A check of ours, or of another engine's in the same repository. */
export function isOurCheck(name: string): boolean {
  return /^isthmus(-[a-z0-9]+)*\//.test(name)
}

/**
 * A forge on which our checks, and the comments that are found again, go by another first name: those of another folder's engine
 * stay beside them.
 */
export function withNamedChecks(forge: Forge, checks: string): Forge {
  if (checks === CHECKS) return forge
  return {
    ...forge,
    ownChecks: checks,
    setCheck: (check) => forge.setCheck({ ...check, name: check.name.replace(`${CHECKS}/`, `${checks}/`) }),
    ensureComment: (pull, marker, text) => forge.ensureComment(pull, `${marker}/${checks}`, text),
  }
}
