import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Combobox } from '#ui/parts/combobox.tsx'
import type { ChosenDiagnosis } from '../../contract.ts'

interface Found extends ChosenDiagnosis {
  readonly nameEn: string
}

/** Finds a diagnosis in the code list by name, code or pinyin initials; Enter takes the first that fits. */
export function DiagnosisField({ taken, onPick }: { taken: readonly ChosenDiagnosis[]; onPick: (diagnosis: ChosenDiagnosis) => void }) {
  const { t, i18n } = useTranslation('consulting')
  const [input, setInput] = useState('')
  const q = useDeferredValue(input.trim())
  const found = useQuery({
    queryKey: ['terminology', 'diagnoses', q],
    queryFn: ({ signal }) => api.get<Found[]>('/api/terminology/diagnoses', { query: { q }, signal }),
    enabled: q !== '',
    staleTime: 300_000,
    placeholderData: (earlier) => earlier,
  })
  const isTaken = (one: ChosenDiagnosis) => taken.some(({ code, name }) => code === one.code && name === one.name)
  const offered = q === '' ? [] : (found.data ?? []).filter((one) => !isTaken(one))
  const idOf = (one: ChosenDiagnosis) => `${one.code} ${one.name}`
  return (
    <Combobox
      label={t('note.diagnosis')} hideLabel placeholder={t('note.diagnosis-placeholder')} input={input} onInput={setInput} settled={found.isSuccess && !found.isPlaceholderData && q === input.trim()} empty={q === '' || found.isFetching ? '' : t('note.diagnosis-empty')}
      items={offered.map((one) => ({ id: idOf(one), name: i18n.language === 'en' && one.nameEn ? `${one.name} ${one.nameEn}` : one.name, note: one.code }))}
      onPick={(id) => {
        const picked = offered.find((one) => idOf(one) === id)
        if (picked) onPick({ code: picked.code, name: picked.name })
        setInput('')
      }}
    />
  )
}
