import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clustersOf } from '../../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../../engine/adapters/files/read-given.ts'
import type { Json } from '../../../../engine/model/json.ts'
import type { ClusterViews } from '../../../../engine/model/kube-api.ts'
import type { KubeServer } from './a-kube-server.ts'
import { aKubeconfig, aKubeServer, send, statusOf } from './a-kube-server.ts'

const KEY = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' }
const SHOWN = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'vault' } }
const FOLDER = '/apis/view.open-cluster-management.io/v1beta1/namespaces/c1/managedclusterviews'
const answered = (status: string, message: string, result?: Json): Json => ({
  status: { conditions: [{ type: 'Processing', status, message }], ...(result === undefined ? {} : { result }) },
})

let server: KubeServer
let views: ClusterViews
let existing: Set<string>
let waits: number

/** A hub that keeps views by name; each GET takes the next of these answers, and the last one again and again. */
function viewing(...answers: readonly Json[]): void {
  let next = 0
  server.misbehave = ({ path }, response) => {
    const method = response.req.method
    if (method === 'POST') create(response)
    else if (method === 'DELETE') send(response, existing.delete(path) ? 200 : 404, {})
    else if (!existing.has(path)) send(response, 404, statusOf(404, 'no such view'))
    else send(response, 200, answers[Math.min(next++, answers.length - 1)] ?? null)
    return true
  }
}

function create(response: ServerResponse): void {
  let text = ''
  response.req.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  response.req.on('end', () => {
    const path = `${FOLDER}/${(JSON.parse(text) as { metadata: { name: string } }).metadata.name}`
    send(response, existing.has(path) ? 409 : 201, existing.has(path) ? statusOf(409, 'already exists') : {})
    existing.add(path)
  })
}

beforeEach(async () => {
  server = await aKubeServer()
  existing = new Set()
  waits = 0
  const sleep = async () => void waits++
  const clusters = await clustersOf(
    { read: readGiven, files: [aKubeconfig({ hub: server.url })] },
    { timeoutMs: 2000, sleep },
  )
  views = await clusters.openViews('hub')
})
afterEach(async () => await server.close())

describe('a view', () => {
  test('is created, read until the cluster answers, and removed', async () => {
    viewing({}, {}, answered('True', 'Watching resources successfully', SHOWN))
    expect(await views.read('c1', KEY)).toEqual(SHOWN)
    expect(server.requests.map((each) => each.split(' ')[0])).toEqual(['POST', 'GET', 'GET', 'GET', 'DELETE'])
    expect([waits, existing.size]).toEqual([2, 0])
  })

  test('says that an object is not there', async () => {
    viewing(answered('False', 'failed to get resource with err: statefulsets.apps "vault" not found'))
    expect(await views.read('c1', KEY)).toBeNull()
    expect(existing.size).toBe(0)
  })

  test.each<[string, Json, string]>([
    ['a cluster that never answers', {}, 'cluster/timeout'],
    ['an agent without the right', answered('False', 'statefulsets is forbidden'), 'cluster/view-failed'],
    ['a success without an object', answered('True', ''), 'cluster/timeout'],
  ])('%s: removed all the same', async (_, answer, code) => {
    viewing(answer)
    await expect(views.read('c1', KEY)).rejects.toMatchObject({ code })
    expect(existing.size).toBe(0)
  })

  test('that a killed run left behind is used and removed', async () => {
    viewing(answered('True', '', SHOWN))
    await views.read('c1', KEY)
    const name = server.requests.at(-1)?.split(' ')[1] ?? ''
    existing.add(name)
    expect(await views.read('c1', KEY)).toEqual(SHOWN)
    expect(existing.size).toBe(0)
  })

  test('of a Secret is never asked for', async () => {
    viewing(answered('True', '', SHOWN))
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'vault', name: 'root-token' }
    await expect(views.read('c1', secret)).rejects.toMatchObject({ code: 'cluster/view-refused' })
    expect(server.requests).toEqual([])
  })

  test('an answer that is no JSON is a failure, as of every other request', async () => {
    server.misbehave = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>')
      return true
    }
    await expect(views.read('c1', KEY)).rejects.toMatchObject({ code: 'cluster/bad-answer', retry: true })
  })

  test('that may not be created is a failure, and nothing is left', async () => {
    server.misbehave = (_request, response) => {
      send(response, 403, statusOf(403, 'managedclusterviews is forbidden'))
      return true
    }
    await expect(views.read('c1', KEY)).rejects.toMatchObject({ code: 'cluster/forbidden' })
  })
})
