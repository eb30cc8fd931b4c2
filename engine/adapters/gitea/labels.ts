import { isEqual } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { Desk } from './place.ts'
import { labelsIn } from './pulls.ts'

const COLOUR = '#70757d'

/** Makes these its labels, and answers what they are now. Gitea leaves out those that nobody made yet, so these are made. */
export async function setLabels(
  { connection, path }: Desk,
  { number, labels }: Pull,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const names = [...new Set(wanted)].sort()
  if (isEqual(labels, names)) return labels
  const place = `${path}/issues/${number}/labels`
  if (names.length === 0) {
    await connection.request({ method: 'DELETE', path: place })
    return []
  }
  const set = async () =>
    labelsIn((await connection.request({ method: 'PUT', path: place, body: { labels: names } })).data)
  const present = await set()
  const missing = names.filter((each) => !present.includes(each))
  if (missing.length === 0) return present
  for (const name of missing) {
    await connection.request({ method: 'POST', path: `${path}/labels`, body: { name, color: COLOUR } })
  }
  return await set()
}
