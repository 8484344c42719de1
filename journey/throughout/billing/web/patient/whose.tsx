import { useTranslation } from 'react-i18next'
import { FamilySwitch, initialOf } from '#ui/index.ts'
import { useFamily, useSelf } from './bill-data.ts'

const tones = ['plain', 'warm', 'blue', 'plum'] as const

/** Whose bills: one's own first, then everybody one may pay for. */
export function Whose({ selected, onSelect }: { selected: string; onSelect: (personId: string) => void }) {
  const { t } = useTranslation('billing')
  const family = useFamily()
  const members = (family.data?.members ?? []).filter((member) => member.kind === 'self' || member.scope.includes('pay'))
  if (members.length < 2) return null
  const people = members.map((member, at) => ({
    id: member.personId, name: member.kind === 'self' ? t('me.self') : member.name, initial: initialOf(member.name), tone: tones[at % tones.length],
  }))
  return <FamilySwitch label={t('whose')} people={people} selected={selected} onSelect={onSelect} />
}

export function useOwnId(): string | undefined {
  return useSelf().data?.person?.personId
}
