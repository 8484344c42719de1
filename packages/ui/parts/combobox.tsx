import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { Icon } from './icon.tsx'

export type ComboboxItem = { id: string; name: string; note?: string | undefined }

/**
 * A field that finds as you type. The caller filters (usually the server does) and passes `items`;
 * `onPick` receives the chosen id. Open while something is typed and closed again once it is empty, since an open list
 * hides the rest of the page. Heavier than Select: import it from '#ui/parts/combobox.tsx', in lazy pages only.
 */
export function Combobox(props: {
  label: string; hint?: string | undefined; error?: string | undefined; placeholder?: string | undefined
  input: string; onInput: (value: string) => void; items: ComboboxItem[]; onPick: (id: string) => void; empty?: string | undefined; hideLabel?: boolean | undefined
}) {
  return (
    <ComboBox
      className="field" inputValue={props.input} onInputChange={props.onInput} items={props.items} allowsEmptyCollection={props.input.trim() !== ''} allowsCustomValue menuTrigger="input"
      selectedKey={null} onSelectionChange={(key) => { if (key !== null) props.onPick(String(key)) }} isInvalid={props.error !== undefined}
    >
      <Label className={props.hideLabel ? 'sr' : 'label'}>{props.label}</Label>
      <div className="combo"><Input className="input" {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} /><Button className="iconbtn"><Icon name="down" size={18} /></Button></div>
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
