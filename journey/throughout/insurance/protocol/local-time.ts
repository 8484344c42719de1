/** A moment as the interface writes it: local, yyyy-MM-dd HH:mm:ss. */
export function localTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
