/** `--name 12` as a number. */
export function numberAfter(flags: readonly string[], name: string, otherwise: number): number {
  const at = flags.indexOf(name)
  return at < 0 ? otherwise : Number(flags[at + 1])
}
