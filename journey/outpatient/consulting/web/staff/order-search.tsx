import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { useFormat, useHotkey } from '#ui/index.ts'
import { Combobox } from '#ui/parts/combobox.tsx'
import type { Price } from '#journey/throughout/directory/contract.ts'
import type { Desk } from '../../contract.ts'
import { OrderForm } from './order-form.tsx'

const ORDERABLE = new Set(['examination', 'laboratory', 'drug', 'procedure'])

/** One field over the whole price list: a name or its pinyin initials, Enter, and how much. F4 comes here from anywhere. */
export function OrderSearch({ desk }: { desk: Desk }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  const [input, setInput] = useState('')
  const [chosen, setChosen] = useState<Price>()
  const focus = () => place.current?.querySelector('input')?.focus()
  useHotkey('F4', focus)
  const q = useDeferredValue(input.trim())
  const found = useQuery({
    queryKey: ['directory', 'prices', desk.visit.institutionId, q],
    queryFn: ({ signal }) => api.get<Price[]>(`/api/directory/institutions/${desk.visit.institutionId}/prices`, { query: { q }, signal }),
    enabled: q !== '',
    staleTime: 300_000,
    placeholderData: (earlier) => earlier,
  })
  const offered = q === '' ? [] : (found.data ?? []).filter(({ kind }) => ORDERABLE.has(kind))
  const close = () => {
    setChosen(undefined)
    requestAnimationFrame(focus)
  }
  return (
    <div ref={place} className="consulting-order-search">
      <Combobox
        label={t('orders.find')} hideLabel placeholder={t('orders.find-placeholder')} input={input} onInput={setInput} settled={found.isSuccess && !found.isPlaceholderData && q === input.trim()} empty={q === '' || found.isFetching ? '' : t('orders.nothing-found')}
        items={offered.map((price) => ({ id: price.code, name: i18n.language === 'en' && price.nameEn ? price.nameEn : price.name, note: format.money(price.priceCents) }))}
        onPick={(code) => {
          setChosen(offered.find((price) => price.code === code))
          setInput('')
        }}
      />
      {chosen && <OrderForm key={chosen.code} visitId={desk.visit.visitId} price={chosen} onDone={close} />}
    </div>
  )
}
