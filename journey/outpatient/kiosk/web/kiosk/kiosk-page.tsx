import { useIsMutating, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KioskIdentify as Shown, KioskPerson } from '../../contract.ts'
import { useDevices, useShown } from './devices.ts'
import { useAway } from './use-away.ts'
import { useHeartbeat, useMachine, isAway } from './use-machine.ts'
import { useIdle } from './use-idle.ts'
import { useNoteContact } from './note-door.ts'
import { useNewPage } from './use-new-page.ts'
import { usePass } from './pass.ts'
import { Frame, type FrameParts } from './frame.tsx'
import { Screens } from './screens.tsx'
import { type Purpose, type Screen, screenFor } from './screen.ts'
import { tellServer, useIdentify } from './session.ts'
import { useJobNotes } from './use-print.ts'
import './kiosk-page.css'

/** The machine in the hall: who are you, one thing, done. Fifteen seconds without a touch and it has forgotten you. */
export function Component() {
  const { t, i18n } = useTranslation('kiosk')
  const client = useQueryClient()
  const isAtWork = useIsMutating() > 0
  const pass = usePass()
  const { here, problem, isPending } = useMachine(pass)
  const [waiting, setWaiting] = useState(0)
  const devices = useDevices(here?.broker)
  const { isOnline, answer, suspect } = useHeartbeat(pass, devices.state, waiting)
  const take = useAway({ pass, machine: here?.machine ?? '', isOnline, onWaiting: setWaiting })
  useJobNotes(pass, devices)
  const [stack, setStack] = useState<readonly Screen[]>([{ at: 'home' }])
  const [person, setPerson] = useState<KioskPerson>()
  const [isBusy, setBusy] = useState(false)
  useNoteContact({ pass, broker: devices.state?.cash === 'none' ? undefined : here?.broker, isOnline, isTaking: isBusy })
  const screen = stack.at(-1)!
  const go = useCallback((next: Screen) => setStack((before) => [...before, next]), [])
  const identify = useIdentify(pass)
  const session = person?.session
  const at = useMemo(() => ({ pass: pass ?? '', session: session ?? '' }), [pass, session])
  const { reset } = identify
  const wipe = useCallback(() => {
    if (at.session !== '') tellServer(at, 'end')
    reset()
    setPerson(undefined)
    setBusy(false)
    setStack([{ at: 'home' }])
    // Nothing of a person stays in memory either: neither answers nor what the reader showed.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === 'kiosk' && queryKey[1] !== 'here' })
  }, [at, reset, client])

  const identified = (found: KioskPerson[], purpose: Purpose) => {
    if (found.length > 1) return go({ at: 'who', purpose, persons: found })
    setPerson(found[0])
    return go(screenFor(purpose))
  }
  const onShown = (shown: Shown, purpose: Purpose) => {
    const alone = () => {
      if (shown.by === 'document') go({ at: purpose === 'walk-in' ? 'away-department' : 'away', shown: { kind: shown.document.kind === 'insurance-code' ? 'insurance-code' : 'resident-id', number: shown.document.number } })
    }
    if (!isOnline) return alone()
    return identify.mutate(shown, {
      onSuccess: ({ persons }) => identified(persons, purpose),
      onError: (fault) => { if (isAway(fault)) { suspect(); alone() } },
    })
  }
  useShown(devices, (signal) => {
    // A card on the reader means something only while the machine asks who is there.
    if (identify.isPending || (screen.at !== 'home' && screen.at !== 'choose' && screen.at !== 'enter')) return
    const purpose = screen.at === 'home' ? 'check-in' : screen.purpose
    onShown(signal.type === 'code' ? { by: 'health-code', code: signal.text } : { by: 'document', document: { kind: signal.kind, number: signal.number } }, purpose)
  })

  useNewPage(screen.at === 'home' && isOnline && waiting === 0)
  const idle = useIdle({ isActive: screen.at !== 'home', isBusy, isAtWork, wipe, onAlive: () => { if (at.session !== '') tellServer(at, 'touch') } })
  const back = stack.length > 1 && !isBusy ? () => { identify.reset(); setStack((before) => before.slice(0, -1)) } : undefined
  const frame: FrameParts = { here, idle, onBack: screen.at === 'home' ? undefined : back, onHome: screen.at === 'home' ? undefined : wipe }
  const service = answer ?? here
  if (pass === null || (problem && !here) || (!here && !isPending)) {
    return <Frame {...frame} step="home" title={t('kiosk.not-set-up')} lead={isAway(problem) ? t('kiosk.no-network') : t('kiosk.not-set-up-note')}>{null}</Frame>
  }
  if (service && !service.inService && screen.at === 'home') {
    return <Frame {...frame} step="home" title={t('kiosk.out-title')} lead={(i18n.language === 'en' && service.messageEn) || service.message || t('kiosk.out-note')}>{null}</Frame>
  }
  return <Screens {...{ frame, screen, go, at, person, devices, isOnline, waiting, take, here, identify, onShown, setBusy, wipe }} setPerson={setPerson} replace={(next) => setStack([{ at: 'home' }, next])} />
}
