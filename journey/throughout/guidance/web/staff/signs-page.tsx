import { useQuery } from '@tanstack/react-query'
import { toDataURL } from 'qrcode'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Bones, Button, Desk, EmptyState, ErrorState, Pane } from '#ui/index.ts'
import type { Sign } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { useMakeSigns, useSigns, useStaff } from './plan-data.ts'
import './plans.css'

/** The codes for the doors, to be printed and cut: whoever scans one is there on the plan. */
export function Component() {
  const { t } = useTranslation('guidance')
  const { campusId = '' } = useParams()
  const { mayDraw } = useStaff()
  const read = useSigns(campusId)
  const make = useMakeSigns(campusId)
  return (
    <Desk title={t('signs.title')} context={read.data && t('signs.count', { count: read.data.length })} actions={<>{mayDraw && <Button icon="plus" busy={make.isPending} onPress={() => make.mutate(undefined)}>{t('signs.make')}</Button>}<Button kind="primary" icon="print" onPress={() => window.print()}>{t('signs.print')}</Button></>}>
      <Pane label={t('signs.title')}>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('signs.none')}>{t('signs.none-body')}</EmptyState>}
        {read.data && read.data.length > 0 && <ul className="guide-signs">{read.data.map((sign) => <SignCard key={sign.code} sign={sign} />)}</ul>}
      </Pane>
    </Desk>
  )
}

function SignCard({ sign }: { sign: Sign }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const { institutionId } = useStaff()
  const address = institutionId === undefined ? '' : `${location.origin}/guide/${institutionId}?at=${sign.code}`
  const picture = useQuery({ enabled: address !== '', queryKey: ['guidance', 'picture', address], staleTime: Infinity, queryFn: () => toDataURL(address, { margin: 1, width: 220 }) })
  return (
    <li className="guide-sign">
      {picture.data ? <img src={picture.data} alt={t('signs.code-of', { name: name(sign) })} width={110} height={110} /> : <span className="guide-sign__wait" />}
      <div><b>{name(sign)}</b><p className="small muted">{sign.building} {sign.floor}</p><p className="guide-sign__code">{sign.code}</p></div>
    </li>
  )
}
