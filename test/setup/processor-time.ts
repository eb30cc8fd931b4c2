/** Milliseconds of processor time that this process has taken: unlike the clock on the wall it says the same beside other work. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
