import type { ClusterFacts, ClusterProbe, ClusterQuestion, RightAnswer } from '../../model/checkup.ts'
import { Failure } from '../../model/failure.ts'
import type { GrantedRule } from '../../model/granted-rights.ts'
import { inPool } from '../../model/in-pool.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { NeededRight } from '../../model/needed-rights.ts'
import type { Context } from './context.ts'
import { connectionTo, readJson } from './request.ts'

export interface ProbeOptions {
  readonly timeoutMs: number
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
}

const AUTHORIZATION = 'authorization.k8s.io/v1'
const AT_ONCE = 8

/** Asks an API server about our own identity with self-subject reviews, which it answers and does not keep. */
export function probeOf(context: Context, { timeoutMs, now }: ProbeOptions): ClusterProbe {
  const connection = connectionTo(context)
  const send = async (
    path: string,
    body?: Json,
  ): Promise<{ readonly answer: Json; readonly date: string | undefined }> => {
    const write = body === undefined ? {} : { write: { method: 'POST' as const, body } }
    const response = await connection.get({ path, query: {}, timeoutMs, ...write })
    const answer = await readJson(response, connection.host, path, timeoutMs)
    return { answer, date: response.headers.date }
  }
  const review = async (kind: string, spec: Json) => {
    const body = { apiVersion: AUTHORIZATION, kind, metadata: {}, spec }
    return (await send(`/apis/${AUTHORIZATION}/${kind.toLowerCase()}s`, body)).answer
  }
  return {
    async look(question: ClusterQuestion): Promise<ClusterFacts> {
      const { answer, date } = await send('/version')
      const theirs = Date.parse(date ?? '')
      const clock = {
        theirs: new Date(Number.isNaN(theirs) ? 0 : theirs).toISOString().replace(/\.\d+Z$/, 'Z'),
        ours: now(),
      }
      const reviews = await inPool(question.namespaces, AT_ONCE, (namespace) =>
        review('SelfSubjectRulesReview', { namespace }),
      )
      return {
        version: textAt(answer, 'gitVersion') ?? 'of an unknown version',
        user: await whoAmI(send),
        rights: await inPool(question.rights, AT_ONCE, (right) => askRight(review, right)),
        granted: reviews.flatMap(rulesOf),
        served: await inPool(question.kinds, AT_ONCE, async (each) => ({
          ...each,
          isServed: await isServed(send, each),
        })),
        clock: Number.isNaN(theirs) ? undefined : clock,
      }
    },
  }
}

async function askRight(review: (kind: string, spec: Json) => Promise<Json>, right: NeededRight): Promise<RightAnswer> {
  const { group, resource, namespace } = right
  const names = right.names.length === 0 ? [''] : right.names
  const refused: string[] = []
  for (const verb of right.verbs) {
    for (const name of names) {
      const resourceAttributes = { group, resource, namespace, verb, ...(name === '' ? {} : { name }) }
      const answer = await review('SelfSubjectAccessReview', { resourceAttributes })
      if (at(answer, 'status', 'allowed') !== true && !refused.includes(verb)) refused.push(verb)
    }
  }
  return { right, refused }
}

function rulesOf(review: Json): readonly GrantedRule[] {
  return listAt(review, 'status', 'resourceRules').map((each) => ({
    verbs: listAt(each, 'verbs').map(String),
    groups: listAt(each, 'apiGroups').map(String),
    resources: listAt(each, 'resources').map(String),
    names: listAt(each, 'resourceNames').map(String),
  }))
}

type Send = (path: string, body?: Json) => Promise<{ readonly answer: Json }>

/** SelfSubjectReview is there from Kubernetes 1.28 on. */
async function whoAmI(send: Send): Promise<string | undefined> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} }
  try {
    const { answer } = await send('/apis/authentication.k8s.io/v1/selfsubjectreviews', body)
    return textAt(answer, 'status', 'userInfo', 'username')
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

async function isServed(send: Send, { apiVersion, kind }: { apiVersion: string; kind: string }): Promise<boolean> {
  try {
    const { answer } = await send(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`)
    return listAt(answer, 'resources').some((each) => textAt(each, 'kind') === kind)
  } catch (error) {
    if (error instanceof Failure && error.code === 'cluster/not-served') return false
    throw error
  }
}
