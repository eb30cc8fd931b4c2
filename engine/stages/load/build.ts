import type { Event, MappingEvent, SequenceEvent } from 'js-yaml'
import { EVENT_ID, SCALAR_STYLE } from 'js-yaml'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { Built } from './anchors.ts'
import { anchorsOf } from './anchors.ts'
import type { Problem, Report } from './problem.ts'
import { problem, quoted } from './problem.ts'
import { readScalar, startOf } from './scalar-event.ts'

/** A document as JSON, in the order of the file; `value` is undefined where the document is empty. */
export interface BuiltDocument {
  readonly value: Json | undefined
  readonly problems: readonly Problem[]
}

interface Frame {
  readonly list?: Json[]
  readonly map?: { [key: string]: Json }
  readonly anchor: string
  readonly at: number
  /** Of a map: the key whose value comes next; undefined where that value is to be dropped. */
  key: string | undefined
  isKeyNext: boolean
  /** Of a map: that key is a merge key. */
  isMerge: boolean
  readonly merged: Json[]
  nodes: number
  height: number
  root?: Built
}

function frameOf(container: Pick<Frame, 'list' | 'map'>, at = 0, anchor = ''): Frame {
  return {
    ...container,
    anchor,
    at,
    key: undefined,
    isKeyNext: container.map !== undefined,
    isMerge: false,
    merged: [],
    nodes: 1,
    height: 0,
  }
}

/** Other readers of manifests know merge keys, so there they are carried out and only said. */
function mergeKey(at: number): Problem {
  const message = 'merge keys (`<<`) are not part of YAML 1.2'
  return problem(at, 'yaml/merge-key', message, 'write the keys out here; a plain alias is fine', 'mild')
}

/** Adds what merge keys brought: what is written out wins, then what was merged first. */
function carryOutMerges({ map, merged }: Frame): void {
  for (const each of map ? merged : [])
    if (isObject(each))
      for (const key of Object.keys(each)) if (map && !Object.hasOwn(map, key)) map[key] = each[key] ?? null
}

/** The key to store a value under; undefined, with a problem, where there is no such key in JSON. */
function keyFor(
  map: Readonly<Record<string, Json>>,
  key: Built,
  at: number,
  isPlain: boolean,
  report: Report,
): string | undefined {
  const refuse = (rule: string, message: string, hint: string): undefined =>
    void report(problem(at, rule, message, hint))
  if (key.text === undefined)
    return refuse(
      'yaml/complex-key',
      'a list or map cannot be a key',
      'use plain text as the key; quote a value that begins with `{` or `[`, such as a template',
    )
  if (key.text === '<<' && isPlain) return void report(mergeKey(at))
  if (key.text === '__proto__')
    return refuse('yaml/forbidden-key', 'the key `__proto__` is refused', 'use another name')
  if (Object.hasOwn(map, key.text))
    return refuse(
      'yaml/duplicate-key',
      `the key ${quoted(key.text)} is there twice in one map`,
      'remove one; readers keep either the first or the last',
    )
  return key.text
}

function put(frame: Frame, built: Built, at: number, isPlain: boolean, report: Report): void {
  frame.nodes += built.nodes
  if (built.height >= frame.height) frame.height = built.height + 1
  if (frame.list) frame.list.push(built.value)
  else if (!frame.map) frame.root = built
  else if (frame.isKeyNext) {
    frame.isMerge = isPlain && built.text === '<<'
    frame.key = keyFor(frame.map, built, at, isPlain, report)
    frame.isKeyNext = false
  } else {
    if (frame.isMerge) frame.merged.push(...(Array.isArray(built.value) ? built.value : [built.value]))
    if (frame.key !== undefined) frame.map[frame.key] = built.value
    frame.isKeyNext = true
  }
}

function reportTag(text: string, event: MappingEvent | SequenceEvent, report: Report): void {
  if (event.tagStart < 0) return
  const tag = text.slice(event.tagStart, event.tagEnd)
  const own = event.type === EVENT_ID.MAPPING ? '!!map' : '!!seq'
  if (tag === own || tag === '!') return
  report(
    problem(
      event.tagStart,
      'yaml/tag',
      `tag ${quoted(tag)} is not supported`,
      'remove the tag; write the value as plain YAML',
    ),
  )
}

/** Builds the documents of a parsed file without recursion, so that no input can exhaust the stack. */
export function buildDocuments(text: string, events: readonly Event[]): readonly BuiltDocument[] {
  const documents: BuiltDocument[] = []
  const frames: Frame[] = []
  let problems: Problem[] = []
  let isEmpty = true
  const report: Report = (each) => void problems.push(each)
  const anchors = anchorsOf(report)
  const add = (built: Built, at: number, isPlain = false) => {
    const frame = frames.at(-1)
    if (frame) put(frame, built, at, isPlain, report)
  }
  const close = (frame: Frame) => {
    carryOutMerges(frame)
    const value = frame.list ?? frame.map
    if (value === undefined) {
      documents.push({ value: isEmpty ? undefined : frame.root?.value, problems })
      problems = []
      return
    }
    const built: Built = { value, nodes: frame.nodes, height: frame.height }
    if (frame.anchor !== '') anchors.close(frame.anchor, built)
    add(built, frame.at)
  }
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      anchors.clear()
      isEmpty = true
      frames.push(frameOf({}))
    } else if (event.type === EVENT_ID.POP) {
      const frame = frames.pop()
      if (frame) close(frame)
    } else if (event.type === EVENT_ID.ALIAS) {
      const name = text.slice(event.anchorStart, event.anchorEnd)
      add(anchors.resolve(name, event.anchorStart - 1, frames.length), event.anchorStart - 1)
    } else {
      const anchor = event.anchorStart < 0 ? '' : text.slice(event.anchorStart, event.anchorEnd)
      if (anchor !== '') anchors.open(anchor)
      if (event.type === EVENT_ID.SCALAR) {
        if (event.valueStart >= 0) isEmpty = false
        const built = readScalar(text, event, frames.at(-1)?.isKeyNext === true, report)
        if (anchor !== '') anchors.close(anchor, built)
        add(built, startOf(text, event), event.style === SCALAR_STYLE.PLAIN)
      } else {
        isEmpty = false
        reportTag(text, event, report)
        frames.push(frameOf(event.type === EVENT_ID.MAPPING ? { map: {} } : { list: [] }, event.start, anchor))
      }
    }
  }
  return documents
}
