type Verb = (...args: never[]) => Promise<unknown>

/** The port with a check before each of these verbs: it throws where writing is no longer ours. Other verbs are as they were. */
export function fenced<Port extends object>(
  port: Port,
  verbs: readonly (keyof Port & string)[],
  check: () => Promise<void>,
): Port {
  const guarded = verbs.map((name) => {
    const verb = port[name] as Verb
    const checked = async (...args: never[]) => {
      await check()
      return await verb(...args)
    }
    return [name, checked] as const
  })
  return { ...port, ...Object.fromEntries(guarded) }
}
