import { practitionerById, serviceById } from '#journey/throughout/directory/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Reaction, StoredEvent } from '#platform/events/index.ts'
import { findDraw, type StoredDraw } from './stored.ts'

interface Told {
  readonly institutionId: number
  readonly drawId: string
  readonly applicationId: string
  readonly personId: string
  readonly confirmBy: string | null
}

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

async function tell(tx: Tx, context: Context, event: StoredEvent, template: 'draw-offered' | 'draw-next' | 'draw-lost'): Promise<void> {
  const { institutionId, drawId, applicationId, personId, confirmBy } = event.payload as unknown as Told
  const draw = await findDraw(tx, institutionId, drawId)
  if (!draw) return
  const params = [(await personSummary(tx, context, personId)).nameMasked, await doctorOf(tx, draw), ...(confirmBy && template === 'draw-offered' ? [clock.format(new Date(confirmBy))] : [])]
  await tellPerson(tx, context, {
    personId, key: `lottery/${applicationId}/${template}`, template, params, ...(confirmBy && template === 'draw-offered' ? { notAfter: new Date(confirmBy) } : {}),
  })
}

async function doctorOf(tx: Tx, { institutionId, serviceId, drawsAt }: StoredDraw): Promise<string> {
  const service = await serviceById(tx, institutionId, serviceId, drawsAt)
  const doctor = service?.practitionerId == null ? undefined : await practitionerById(tx, institutionId, service.practitionerId)
  return doctor?.name ?? service?.name ?? ''
}

export const reactions: readonly Reaction[] = [
  { name: 'lottery.tell-offered', on: ['lottery.application-offered.v1'], run: (tx, context, event) => tell(tx, context, event, 'draw-offered') },
  { name: 'lottery.tell-next', on: ['lottery.application-next.v1'], run: (tx, context, event) => tell(tx, context, event, 'draw-next') },
  { name: 'lottery.tell-lost', on: ['lottery.application-lost.v1'], run: (tx, context, event) => tell(tx, context, event, 'draw-lost') },
]
