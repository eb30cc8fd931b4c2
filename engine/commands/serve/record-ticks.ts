import type { Ticked } from '../../flows/serve/intake.ts'
import type { Forge } from '../../model/forge.ts'

/** Keeps on the forge who ticked what, once for each person and item; what is no proposal of ours is nobody's business. */
export async function recordTicks({ number, by, items }: Ticked, forge: Forge, at: string): Promise<void> {
  for (const item of items) await forge.conversation.recordTick(number, { by, at, item })
}
