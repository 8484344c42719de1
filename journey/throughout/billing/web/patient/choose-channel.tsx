import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Card, RadioGroup } from '#ui/index.ts'
import type { ChannelsHere, PaymentChannel } from '../../contract.ts'

/** What a phone can pay with. */
export type PhoneChannel = 'wechatpay' | 'alipay'

const kept = 'pay-with'
const onPhones: readonly PhoneChannel[] = ['wechatpay', 'alipay']

const read = (): PhoneChannel => (localStorage.getItem(kept) === 'alipay' ? 'alipay' : 'wechatpay')

/** What this phone pays with: what was begun, else as last time; and only what there is here. */
export function usePhoneChannel(open?: PaymentChannel): { channel: PhoneChannel; choose: (channel: PhoneChannel) => void; offered: readonly PhoneChannel[] } {
  const here = useQuery({ queryKey: ['billing', 'channels'], queryFn: () => api.get<ChannelsHere>('/api/billing/channels'), staleTime: 300_000 })
  const [chosen, setWanted] = useState<PhoneChannel>()
  const wanted = chosen ?? onPhones.find((one) => one === open) ?? read()
  const offered = onPhones.filter((one) => here.data === undefined || here.data.channels.includes(one))
  return {
    offered, channel: offered.includes(wanted) ? wanted : (offered[0] ?? wanted),
    choose: (channel) => {
      localStorage.setItem(kept, channel)
      setWanted(channel)
    },
  }
}

export function ChooseChannel({ channel, choose, offered }: ReturnType<typeof usePhoneChannel>) {
  const { t } = useTranslation('billing')
  if (offered.length < 2) return null
  return (
    <Card label={t('pay.with')}>
      <div className="billing-channels"><RadioGroup label={t('pay.with')} value={channel} options={offered.map((value) => ({ value, label: t(`receipt.channel-${value}`) }))} onChange={(value) => choose(value === 'alipay' ? 'alipay' : 'wechatpay')} /></div>
    </Card>
  )
}
