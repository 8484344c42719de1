import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, List, ListItem, SearchField, Sheet, TextField } from '#ui/index.ts'
import { type Guide, type PlaceRef, readSignCode } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { Camera, canScan } from './camera.tsx'

/** Which end of the way is asked for; `scanned` is the start, by a code that came with the address. */
export type End = 'from' | 'to' | 'scanned'

interface PlaceSheetProps {
  readonly guide: Guide
  readonly end: End
  readonly code: string | undefined
  onClose(): void
  onChoose(end: 'from' | 'to', place: { campusId: number; unitId: string }): void
}

const MOST = 30

/** Where I am, by the code on a door's sign; or either end by name, in characters, pinyin or English. */
export function PlaceSheet({ guide, end, code, onClose, onChoose }: PlaceSheetProps) {
  const { t } = useTranslation('guidance')
  const side = end === 'to' ? 'to' : 'from'
  return (
    <Sheet title={t(side === 'to' ? 'choose.to' : 'choose.from')} onClose={onClose}>
      <div className="stack">
        {side === 'from' && <BySign guide={guide} code={code} onPlace={(place) => onChoose('from', place)} />}
        <ByName guide={guide} isStart={side === 'from'} onPlace={(unitId) => onChoose(side, { campusId: guide.campusId, unitId })} />
      </div>
    </Sheet>
  )
}

function BySign({ guide, code, onPlace }: { guide: Guide; code: string | undefined; onPlace: (place: PlaceRef) => void }) {
  const { t } = useTranslation('guidance')
  const [text, setText] = useState(code ?? '')
  const [scanning, setScanning] = useState(false)
  const ask = useMutation({ mutationFn: (sign: string) => api.get<PlaceRef>(`/api/guidance/${guide.institutionId}/signs/${encodeURIComponent(sign)}`), onSuccess: onPlace })
  const { mutate } = ask
  // The code came with the address: its sign was scanned by the phone's own camera.
  useEffect(() => { if (code) mutate(code) }, [code, mutate])
  const send = (event: FormEvent): void => {
    event.preventDefault()
    const sign = readSignCode(text)
    if (sign) ask.mutate(sign)
    else ask.reset()
  }
  const isMistyped = text.replace(/[\s-]/g, '').length >= 6 && readSignCode(text) === undefined
  return (
    <>
      {scanning && <Camera onCode={(found) => { setScanning(false); const sign = readSignCode(found); setText(sign ?? found.slice(0, 12)); if (sign) ask.mutate(sign) }} onClose={() => setScanning(false)} />}
      <form className="stack" onSubmit={send}>
        <TextField label={t('sign.label')} hint={t('sign.hint')} value={text} onChange={(next) => setText(next.toUpperCase())} autoComplete="off" maxLength={12} error={ask.isError ? ask.error.title : isMistyped ? t('sign.mistyped') : undefined} />
        <div className="buttons">
          <Button kind="primary" type="submit" busy={ask.isPending} disabled={readSignCode(text) === undefined}>{t('sign.here')}</Button>
          {canScan() && <Button kind="soft" icon="scan" onPress={() => setScanning(true)}>{t('sign.scan')}</Button>}
        </div>
      </form>
    </>
  )
}

function ByName({ guide, isStart, onPlace }: { guide: Guide; isStart: boolean; onPlace: (unitId: string) => void }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const [words, setWords] = useState('')
  const wanted = words.toLowerCase().replace(/\s/g, '')
  const levels = new Map(guide.plan.levels.map((level) => [level.id, level]))
  const buildings = new Map(guide.plan.buildings.map((building) => [building.id, building]))
  const named = guide.plan.units.filter((unit) => unit.name !== '' && unit.kind !== 'closed' && unit.kind !== 'corridor')
  const found = (wanted === '' ? named.filter(({ kind }) => (isStart ? ['entrance', 'desk', 'pharmacy'].includes(kind) : kind !== 'stairs' && kind !== 'lift')) : named.filter((unit) =>
    [unit.name, unit.nameEn, guide.spellings[unit.id] ?? '', ...(unit.also ?? [])].some((text) => text.toLowerCase().replace(/\s/g, '').includes(wanted)))).slice(0, MOST)
  return (
    <>
      <SearchField label={t('choose.search')} placeholder={t('choose.hint')} value={words} onChange={setWords} />
      {found.length === 0 && <Alert tone="info" title={t('choose.none', { words })} />}
      {found.length > 0 && (
        <List label={t('choose.list')}>
          {found.map((unit) => {
            const level = levels.get(unit.level)!
            return <ListItem key={unit.id} title={name(unit)} note={`${name(buildings.get(level.building)!)} ${name(level)}`} onPress={() => onPlace(unit.id)} />
          })}
        </List>
      )}
    </>
  )
}
