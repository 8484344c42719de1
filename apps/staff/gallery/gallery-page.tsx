import { useLayoutEffect } from 'react'
import { useSearchParams } from 'react-router'
import { ChromeProvider, useChrome } from '#ui/index.ts'
import type { Chrome } from '#ui/index.ts'
import { BoardSample } from './board-sample.tsx'
import { DeskSample } from './desk-sample.tsx'
import { KioskSample } from './kiosk-sample.tsx'
import { PhoneSample } from './phone-sample.tsx'
import { SetChooser } from './set-chooser.tsx'

/** The five sets of the look, elder mode in its four steps: ?set=phone, elder-1 … elder-4, desk, board, kiosk. */
const sets: Record<string, Record<string, string>> = {
  phone: {},
  'elder-1': { mode: 'elder', size: '1' },
  'elder-2': { mode: 'elder', size: '2' },
  'elder-3': { mode: 'elder', size: '3' },
  'elder-4': { mode: 'elder', size: '4' },
  desk: { density: 'workbench' },
  board: { surface: 'board' },
  kiosk: { surface: 'kiosk' },
}

const nothing = () => undefined
const sampleHelp = { low: false, onLow: nothing, onRead: nothing, onLarger: nothing, onHelp: nothing, language: 'English', onLanguage: nothing }

/** Every part in every set, for people who write pages and for the checks that guard them. */
export function Component() {
  const [search, choose] = useSearchParams()
  const set = search.get('set') ?? 'desk'
  const chrome = useChrome()
  useLayoutEffect(() => {
    const { dataset } = document.body
    const before = { ...dataset }
    for (const name of Object.keys(before)) delete dataset[name]
    Object.assign(dataset, sets[set])
    return () => {
      for (const name of Object.keys(dataset)) delete dataset[name]
      Object.assign(dataset, before)
    }
  }, [set])
  const elder = set.startsWith('elder')
  const shown: Chrome = { ...chrome, pageKey: '', elder: { ...chrome.elder, on: elder }, tabs: chrome.rail[0]?.doors ?? [], kiosk: sampleHelp }
  const chooser = <SetChooser sets={Object.keys(sets)} chosen={set} onChoose={(next) => choose({ set: next })} />
  return (
    <ChromeProvider value={shown}>
      {set === 'board' && <BoardSample />}
      {set === 'kiosk' && <KioskSample />}
      {set === 'desk' && <DeskSample chooser={chooser} />}
      {(set === 'phone' || elder) && <PhoneSample chooser={chooser} />}
    </ChromeProvider>
  )
}
