import type { BoardView, CallPayload } from '../../contract.ts'

/** The board with this call on it, before it is read again: the room calls this number. A room of another institution or zone is another room. */
export function withCall(view: BoardView, call: CallPayload): BoardView {
  if (call.institutionId !== view.layout.institutionId) return view
  const points = view.points.map((point) => {
    if (point.pointId !== call.pointId || point.zoneId !== call.zoneId) return point
    if (point.calledAt && Date.parse(point.calledAt) > Date.parse(call.calledAt)) return point
    const next = point.next.filter(({ label }) => label !== call.label)
    return {
      ...point, next, state: 'calling' as const, current: { label: call.label, displayName: call.displayName }, calledAt: call.calledAt, callCount: call.callCount,
      waitingCount: Math.max(next.length, point.waitingCount - (call.callCount === 1 ? 1 : 0)),
    }
  })
  return { ...view, points }
}
