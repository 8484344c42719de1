import { useTranslation } from 'react-i18next'
import { FamilySwitch, initialOf } from '#ui/index.ts'
import type { useOwners } from './wallet-data.ts'

const tones = ['plain', 'warm', 'blue', 'plum'] as const

/** Whose balance this is, where there is more than one to see. */
export function WhoseBalance({ owners, owner, choose }: ReturnType<typeof useOwners>) {
  const { t } = useTranslation('wallet')
  if (owners.length < 2 || !owner) return null
  const people = owners.map((member, at) => ({ id: member.personId, name: member.kind === 'self' ? t('self') : member.name, initial: initialOf(member.name), tone: tones[at % tones.length] }))
  return <FamilySwitch label={t('whose')} people={people} selected={owner.personId} onSelect={choose} />
}
