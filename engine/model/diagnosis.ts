/** `skipped`: could not be asked, or does not apply; says why. */
export type DiagnosisState = 'ok' | 'warn' | 'fail' | 'skipped'

/** One thing that `isthmus doctor` looked at. */
export interface Diagnosis {
  /** Stable, `thing/question`, such as `forge/branch-protection`. */
  readonly id: string
  /** Which of the configured things: a repository's address, a context, a chat's name. */
  readonly subject: string
  readonly state: DiagnosisState
  readonly sentence: string
  /** What to do; always there with `warn` and `fail`. */
  readonly remedy?: string
}

/** Makes the diagnoses of one subject. */
export interface Examiner {
  ok(id: string, sentence: string): Diagnosis
  skipped(id: string, sentence: string): Diagnosis
  warn(id: string, sentence: string, remedy: string): Diagnosis
  fail(id: string, sentence: string, remedy: string): Diagnosis
}

export function examinerOf(subject: string): Examiner {
  const plain = (state: DiagnosisState) => (id: string, sentence: string) => ({ id, subject, state, sentence })
  const ill = (state: DiagnosisState) => (id: string, sentence: string, remedy: string) => ({
    ...{ id, subject, state, sentence, remedy },
  })
  return { ok: plain('ok'), skipped: plain('skipped'), warn: ill('warn'), fail: ill('fail') }
}

/** What was looked at, and how it ended, for people and programs. */
export interface Checkup {
  readonly checks: readonly Diagnosis[]
  readonly summary: Readonly<Record<DiagnosisState, number>>
}

export function checkupOf(checks: readonly Diagnosis[]): Checkup {
  const count = (state: DiagnosisState) => checks.filter((each) => each.state === state).length
  return { checks, summary: { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') } }
}
