import type { LoadedDocument, SourceFile } from '../../model/document.ts'
import type { Place } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Spots } from './locate.ts'
import { indexDocuments, offsetOf } from './locate.ts'
import { placesOf } from './place.ts'
import type { Parsed } from './syntax.ts'
import { parseFile, parseStrictly } from './syntax.ts'

/** A file whose places are worked out on first use: most files are never asked, and events are let go of meanwhile. */
export interface Source extends SourceFile {
  place(offset: number): Place
  /** `position` counts every document of the file, empty ones too. */
  offset(position: number, pointer: string, part: 'key' | 'value'): number
}

export function sourceOf(file: SourceFile, { isLoose = false }: Pick<Parsed, 'isLoose'>): Source {
  let spots: readonly Spots[] | undefined
  return {
    ...file,
    place: placesOf(file.path, file.text),
    offset(position, pointer, part) {
      spots ??= indexDocuments(file.text, (isLoose ? parseFile : parseStrictly)(file.text).events)
      const document = spots[position]
      return document ? offsetOf(document, pointer, part) : 0
    },
  }
}

type Spot =
  | { readonly index: number; readonly value: Json; readonly position: number }
  | { readonly index: number; readonly value: Json; readonly brokenAt: number }

export function documentOf(source: Source, spot: Spot): LoadedDocument {
  return {
    file: source.path,
    index: spot.index,
    apiVersion: textAt(spot.value, 'apiVersion') ?? '',
    kind: textAt(spot.value, 'kind') ?? '',
    value: spot.value,
    text: source.text,
    isBroken: 'brokenAt' in spot,
    locate: (pointer, part = 'value') =>
      source.place('brokenAt' in spot ? spot.brokenAt : source.offset(spot.position, pointer, part)),
  }
}

/** True for what Isthmus itself reads: its kinds, and every file outside policies/. */
export function isOurs(document: LoadedDocument): boolean {
  return document.apiVersion.startsWith('isthmus.dev/') || !document.file.startsWith('policies/')
}
