import { useTranslation } from 'react-i18next'
import { Chip, Chips } from '#ui/index.ts'

export function SetChooser(props: { sets: string[]; chosen: string; onChoose: (set: string) => void }) {
  const { t } = useTranslation('gallery')
  return <Chips label={t('sets')}>{props.sets.map((set) => <Chip key={set} pressed={set === props.chosen} onPress={() => props.onChoose(set)}>{t(`set.${set}`)}</Chip>)}</Chips>
}
