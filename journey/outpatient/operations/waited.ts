/** Minutes from check-in to being seen, or until now. */
export function minutesWaited({ checkedInAt, startedAt }: { readonly checkedInAt: Date; readonly startedAt: Date | null }, now: Date): number {
  return Math.max(0, ((startedAt ?? now).getTime() - checkedInAt.getTime()) / 60_000)
}
