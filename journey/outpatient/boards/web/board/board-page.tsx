import { useParams } from 'react-router'
import { LiveBoard } from './live-board.tsx'

/** A board at its address: for whoever hangs it up, and for everybody in the hall. */
export function Component() {
  const { institutionId = '', layoutId = '' } = useParams()
  return <LiveBoard institutionId={institutionId} layoutId={layoutId} />
}
