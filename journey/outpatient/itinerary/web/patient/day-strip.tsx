import { Strip } from '../strip.tsx'
import { useDay } from '../use-day.ts'

/** The next steps of somebody's day, wherever they are of use. Shows nothing while nothing is known. */
export default function DayStrip({ personId }: { personId: string }) {
  const { data } = useDay(personId)
  return data ? <Strip day={data} /> : null
}
