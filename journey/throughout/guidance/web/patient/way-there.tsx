import type { PlaceRef, RoomWords } from '../../contract.ts'

interface WayThereProps {
  readonly institutionId: number
  readonly to: PlaceRef | RoomWords
}

/** A link to the way, with its minutes; nothing where there is no plan. */
export function WayThere(_props: WayThereProps) {
  return null
}
