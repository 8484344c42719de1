import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Segmented, TextField } from '#ui/index.ts'
import { themes, typeSizes, type EditorZone, type LayoutContent } from '../../contract.ts'
import { RoomList } from './room-list.tsx'

interface Part {
  readonly content: LayoutContent
  readonly onChange: (part: Partial<LayoutContent>) => void
}

/** Name, zones and rooms. */
export function WhatFields({ content, zones, onChange }: Part & { zones: readonly EditorZone[] }) {
  const { t, i18n } = useTranslation('boards')
  const toggle = (zoneId: string, isOn: boolean) => {
    const chosen = isOn ? [...content.zones, zoneId] : content.zones.filter((id) => id !== zoneId)
    // Rooms of a zone that is gone go with it; an order made by hand takes the new zone's rooms at its end.
    const rooms = zones.find((zone) => zone.zoneId === zoneId)?.rooms.map((room) => room.pointId) ?? []
    const named = content.rooms.length === 0 ? [] : isOn ? [...content.rooms, ...rooms] : content.rooms.filter((id) => !rooms.includes(id))
    onChange({ zones: chosen, rooms: named })
  }
  return (
    <section className="stack">
      <h2>{t('edit.what')}</h2>
      <div className="boards-two">
        <TextField label={t('edit.name')} value={content.name} maxLength={40} onChange={(name) => onChange({ name })} />
        <TextField label={t('edit.name-en')} value={content.nameEn} maxLength={60} onChange={(nameEn) => onChange({ nameEn })} />
      </div>
      <fieldset className="boards-zones">
        <legend>{t('edit.zones')}</legend>
        {zones.map((zone) => {
          const isOn = content.zones.includes(zone.zoneId)
          return <Checkbox key={zone.zoneId} label={i18n.language === 'en' && zone.nameEn ? zone.nameEn : zone.name} checked={isOn} onChange={(now) => { if (now || content.zones.length > 1) toggle(zone.zoneId, now) }} />
        })}
      </fieldset>
      <RoomList content={content} zones={zones} onChange={(rooms) => onChange({ rooms })} />
    </section>
  )
}

export function LookFields({ content, onChange }: Part) {
  const { t } = useTranslation('boards')
  const languages = content.languages.length > 1 ? 'both' : (content.languages[0] ?? 'zh-CN')
  return (
    <section className="stack">
      <h2>{t('edit.look')}</h2>
      <Labelled label={t('edit.columns')}><Segmented label={t('edit.columns')} value={String(content.columns)} onChange={(value) => onChange({ columns: Number(value) })} options={[0, 1, 2, 3].map((count) => ({ value: String(count), label: count === 0 ? t('edit.columns-auto') : count }))} /></Labelled>
      <Labelled label={t('edit.size')}><Segmented label={t('edit.size')} value={content.typeSize} onChange={(value) => onChange({ typeSize: value as LayoutContent['typeSize'] })} options={typeSizes.map((value) => ({ value, label: t(`edit.size-${value}`) }))} /></Labelled>
      <Labelled label={t('edit.language')}><Segmented label={t('edit.language')} value={languages} onChange={(value) => onChange({ languages: value === 'both' ? ['zh-CN', 'en'] : [value as 'zh-CN' | 'en'] })} options={['zh-CN', 'en', 'both'].map((value) => ({ value, label: t(`edit.language-${value}`) }))} /></Labelled>
      <Labelled label={t('edit.theme')}><Segmented label={t('edit.theme')} value={content.theme} onChange={(value) => onChange({ theme: value as LayoutContent['theme'] })} options={themes.map((value) => ({ value, label: t(`edit.theme-${value}`) }))} /></Labelled>
    </section>
  )
}

export function VoiceFields({ content, onChange }: Part) {
  const { t } = useTranslation('boards')
  return (
    <section className="stack">
      <h2>{t('edit.voice')}</h2>
      <Checkbox label={t('edit.voice-on')} checked={content.voice} onChange={(voice) => onChange({ voice })} />
      {content.voice && (
        <>
          <Labelled label={t('edit.repeats')}><Segmented label={t('edit.repeats')} value={String(content.voiceRepeats)} onChange={(value) => onChange({ voiceRepeats: Number(value) })} options={[1, 2, 3].map((count) => ({ value: String(count), label: t('edit.times', { count }) }))} /></Labelled>
          <Labelled label={t('edit.rate')}><Segmented label={t('edit.rate')} value={String(content.voiceRate)} onChange={(value) => onChange({ voiceRate: Number(value) })} options={[70, 90, 110].map((rate) => ({ value: String(rate), label: t(`edit.rate-${rate}`) }))} /></Labelled>
          <Checkbox label={t('edit.voice-english')} checked={content.voiceEnglish} onChange={(voiceEnglish) => onChange({ voiceEnglish })} />
        </>
      )}
    </section>
  )
}

export function MessageFields({ content, onChange }: Part) {
  const { t } = useTranslation('boards')
  return (
    <section className="stack">
      <h2>{t('edit.message')}</h2>
      <TextField label={t('edit.message-zh')} hint={t('edit.message-hint')} value={content.message} maxLength={120} onChange={(message) => onChange({ message })} />
      {content.message !== '' && (
        <>
          <TextField label={t('edit.message-en')} value={content.messageEn} maxLength={200} onChange={(messageEn) => onChange({ messageEn })} />
          <div className="boards-two">
            <When label={t('edit.from')} value={content.messageFrom} onChange={(messageFrom) => onChange({ messageFrom })} />
            <When label={t('edit.until')} value={content.messageUntil} onChange={(messageUntil) => onChange({ messageUntil })} />
          </div>
        </>
      )}
    </section>
  )
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return <div className="boards-labelled"><span className="small muted">{label}</span>{children}</div>
}

const AHEAD_MS = 8 * 3_600_000

/** A moment by the region's clock; empty means always. */
function When({ label, value, onChange }: { label: string; value: string | null; onChange: (value: string | null) => void }) {
  const shown = value === null ? '' : new Date(Date.parse(value) + AHEAD_MS).toISOString().slice(0, 16)
  return (
    <Field label={label}>
      {(wiring) => <input className="input" type="datetime-local" value={shown} onChange={(event) => onChange(event.target.value === '' ? null : new Date(`${event.target.value}:00+08:00`).toISOString())} {...wiring} />}
    </Field>
  )
}
