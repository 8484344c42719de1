import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Buttons, Card, Checkbox, Chip, Chips, IconButton, RadioGroup, SearchField, Section, Segmented, Select, TextField } from '#ui/index.ts'
import type { ButtonKind } from '#ui/index.ts'
import { Combobox } from '#ui/parts/combobox.tsx'

const kinds: ButtonKind[] = ['soft', 'outline', 'quiet', 'danger', 'danger-line', 'now']

export function FieldSample() {
  const { t } = useTranslation('gallery')
  const [text, setText] = useState('')
  const [choice, setChoice] = useState('a')
  const [agreed, setAgreed] = useState(true)
  const options = ['a', 'b', 'c'].map((value) => ({ value, label: t(`option.${value}`) }))
  return (
    <Section title={t('forms')}>
      <SearchField label={t('search')} placeholder={t('search')} value={text} onChange={setText} />
      <Chips label={t('filters')}><Chip pressed onPress={() => undefined}>{t('option.a')}</Chip><Chip pressed={false} icon="filter" onPress={() => undefined}>{t('option.b')}</Chip></Chips>
      <Segmented label={t('view')} options={options} value={choice} onChange={setChoice} />
      <Card>
        <div className="stack">
          <TextField label={t('phone')} hint={t('phone-hint')} type="tel" value={text} onChange={setText} />
          <TextField label={t('phone')} error={t('phone-error')} value="138" onChange={() => undefined} />
          <TextField label={t('note')} rows={3} value={text} onChange={setText} />
          <Select label={t('relation')} options={options} value={choice} onChange={setChoice} />
          <Combobox label={t('diagnosis')} input={text} onInput={setText} items={options.map((option) => ({ id: option.value, name: option.label }))} onPick={setChoice} empty={t('empty')} />
          <RadioGroup label={t('relation')} options={options.map((option) => ({ ...option, note: t('option-note') }))} value={choice} onChange={setChoice} />
          <Checkbox label={t('agree')} checked={agreed} onChange={setAgreed} />
        </div>
      </Card>
      <Buttons>{kinds.map((kind) => <Button key={kind} kind={kind}>{t(`kind.${kind}`)}</Button>)}</Buttons>
      <Buttons><Button disabled>{t('kind.disabled')}</Button><Button busy>{t('kind.busy')}</Button><Button small icon="print">{t('kind.small')}</Button><IconButton icon="share" label={t('share')} /></Buttons>
    </Section>
  )
}
