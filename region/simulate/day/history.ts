import type { History } from '#engines/queue/index.ts'
import type { Assumptions } from './assumptions.ts'
import type { Session } from './demand.ts'
import { luckOf } from './luck.ts'

const DAYS = 25
const NEW_CLINICS = 0.1

/**
 * What the queue of a clinic remembers of its past days, with the error that so many days leave. It knows the doctor, not the day.
 * One clinic in ten is new and remembers nothing.
 */
export function historyOfSession(seed: string, institutionId: number, session: Session, assume: Assumptions): History | null {
  const luck = luckOf(seed, 'history', institutionId, session.id, session.from)
  if (luck.happens(NEW_CLINICS)) return null
  const meanLog = Math.log(session.usualSeconds) + (assume.daySpread / Math.sqrt(DAYS)) * luck.normal()
  const samples = DAYS * session.unitsPerPeriod * 8
  return {
    classes: {
      booked: { samples: samples * 0.7, meanLog }, 'walk-in': { samples: samples * 0.12, meanLog },
      returning: { samples: samples * 0.18, meanLog: meanLog + Math.log(assume.secondLook) },
    },
    samples, meanLog: meanLog + 0.18 * Math.log(assume.secondLook), sdLog: assume.consultSpread,
    shows: assume.shows, absent: assume.absent, startMinutes: assume.startDelay, startSpread: assume.startSpread,
  }
}
