import { createContext, useContext } from 'react'
import type { AnchorHTMLAttributes, ComponentType, ReactNode } from 'react'
import type { IconName } from './icon-paths.ts'

/**
 * What an app lends to the components, so that they need no router and no state of their own:
 * how to follow a link, how to go back, how to ask for help, which tabs there are.
 */
export type Chrome = {
  product: string
  Link: ComponentType<AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }>
  back: (fallback: string) => void
  help: () => void
  /** Changes with every page, so that a page can announce itself once. */
  pageKey: string
  tabs: { href: string; icon: IconName; label: string; current: boolean }[]
  /** Doors of a desk, in groups that belong together. */
  rail: { label: string; doors: { href: string; icon: IconName; label: string; current: boolean }[] }[]
  /** Whether fields may be spoken into: on a person's own phone, not in a hall. */
  voice?: boolean | undefined
  elder: { on: boolean; toggle: () => void; openSizes: () => void; familyPhone?: string | undefined }
  /** The row of help under every kiosk page, kept by the app so that it stays from page to page. */
  kiosk?: KioskHelp | undefined
  /** Above the content of every page: no network, stale data. */
  notice?: ReactNode
  /** On a desk: what somebody still has to do today, for panes of modules that cannot know it. */
  personDay?: ((personId: string) => ReactNode) | undefined
  /** At the end of the bar on a desk: who is working. */
  who?: ReactNode
  /** Whose paper it is, at the head of what a desk prints. */
  letterhead?: string | undefined
}

/** Buttons lower, reading aloud, larger letters, a person, the other language. */
export type KioskHelp = { low: boolean; onLow: () => void; onRead: () => void; onLarger: () => void; onHelp: () => void; language: string; onLanguage: () => void }

/** A module's door in a desk's rail: where it leads, its icon, its words ("namespace:key"), and the roles it is for. */
export type NavDoor = { to: string; icon: IconName; label: string; roles: readonly string[] }

/** A module's line on the page "me": label and note are "namespace:key". */
export type MeItem = { to: string; icon: IconName; label: string; note?: string | undefined }

const nothing = () => undefined

const alone: Chrome = {
  product: '',
  Link: ({ children, ...rest }) => <a {...rest}>{children}</a>,
  back: () => history.back(),
  help: nothing,
  pageKey: '',
  tabs: [],
  rail: [],
  elder: { on: false, toggle: nothing, openSizes: nothing },
}

const ChromeContext = createContext<Chrome>(alone)

export const ChromeProvider = ChromeContext.Provider

export function useChrome(): Chrome {
  return useContext(ChromeContext)
}

/** A link that stays in the app when it can, and is a plain link for tel:, mailto:, downloads and other sites. */
export function Anchor({ children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { Link } = useChrome()
  if (/^[a-z][a-z+.-]*:/i.test(rest.href) || rest.target !== undefined || rest.download !== undefined) return <a {...rest}>{children}</a>
  return <Link {...rest}>{children}</Link>
}
