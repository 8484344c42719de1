import { useEffect, useEffectEvent, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { Icon } from './icon.tsx'

export type ComboboxItem = { id: string; name: string; note?: string | undefined }

/**
 * A field that finds as you type. The caller filters (usually the server does) and passes `items`; `onPick` receives the
 * chosen id. Enter takes the first, but never one found for fewer letters than were typed: until `settled`, it waits.
 * Open while something is typed and closed again once it is empty, since an open list hides the rest of the page.
 * Heavier than Select: import it from '#ui/parts/combobox.tsx', in lazy pages only.
 */
export function Combobox(props: {
  label: string; hint?: string | undefined; error?: string | undefined; placeholder?: string | undefined
  input: string; onInput: (value: string) => void; items: ComboboxItem[]; settled?: boolean | undefined; onPick: (id: string) => void
  empty?: string | undefined; hideLabel?: boolean | undefined
}) {
  const { items, settled = true } = props
  const [wantsFirst, setWantsFirst] = useState(false)
  const takeFirst = useEffectEvent(() => {
    setWantsFirst(false)
    if (items[0]) props.onPick(items[0].id)
  })
  useEffect(() => {
    if (wantsFirst && settled) takeFirst()
  }, [wantsFirst, settled])
  const entered = (event: KeyboardEvent<HTMLInputElement>) => {
    const isOnOne = event.currentTarget.getAttribute('aria-activedescendant') !== null
    if (event.key === 'Enter' && !isOnOne && !event.nativeEvent.isComposing && props.input.trim() !== '') setWantsFirst(true)
  }
  const typed = (value: string) => {
    setWantsFirst(false)
    props.onInput(value)
  }
  return (
    <ComboBox
      className="field" inputValue={props.input} onInputChange={typed} items={items} allowsEmptyCollection={props.input.trim() !== ''} allowsCustomValue menuTrigger="input"
      selectedKey={null} onSelectionChange={(key) => { if (key !== null) props.onPick(String(key)) }} isInvalid={props.error !== undefined}
    >
      <Label className={props.hideLabel ? 'sr' : 'label'}>{props.label}</Label>
      <div className="combo"><Input className="input" onKeyDown={entered} {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} /><Button className="iconbtn"><Icon name="down" size={18} /></Button></div>
      {props.hint !== undefined && <Text slot="description" className="field__hint">{props.hint}</Text>}
      <FieldError className="field__error">{props.error}</FieldError>
      <Popover className="popover">
        <ListBox renderEmptyState={() => <p className="small muted" style={{ padding: '8px 12px' }}>{props.empty || '…'}</p>}>
          {(item: ComboboxItem) => <ListBoxItem textValue={item.name}><span className="grow">{item.name}</span>{item.note !== undefined && <span className="small muted">{item.note}</span>}</ListBoxItem>}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
