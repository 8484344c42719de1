import { useEffect, useRef } from 'react'
import type { AnchorHTMLAttributes } from 'react'
import { Link, useLocation, useNavigate, useNavigationType } from 'react-router'
import { onSignedOut } from '#client/index.ts'

/** The router's link in the shape the components expect. */
export function RouterLink({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return <Link to={href} {...rest} />
}

/** Back means the page before, but never out of the app: with nothing behind, it is the page's parent. */
export function useBack(): (fallback: string) => void {
  const navigate = useNavigate()
  return (fallback) => {
    const depth = (history.state as { idx?: number } | null)?.idx ?? 0
    if (depth > 0) void navigate(-1)
    else void navigate(fallback, { replace: true })
  }
}

/** Changes with every move inside the app, and is empty on the page one arrived on. */
export function usePageKey(): string {
  const { key, pathname } = useLocation()
  return key === 'default' ? '' : pathname
}

/** New pages start at the top; going back returns to where the reader was. */
export function useScroll(): void {
  const { key } = useLocation()
  const kind = useNavigationType()
  const places = useRef(new Map<string, number>())
  useEffect(() => {
    const kept = places.current
    if (kind === 'PUSH') window.scrollTo(0, 0)
    if (kind === 'POP') window.scrollTo(0, kept.get(key) ?? 0)
    const note = () => { kept.set(key, window.scrollY) }
    window.addEventListener('scroll', note, { passive: true })
    return () => window.removeEventListener('scroll', note)
  }, [key, kind])
}

/** A 401 anywhere brings the person to sign in, and back afterwards. */
export function useSignIn(): void {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  useEffect(() => onSignedOut(() => {
    if (pathname.startsWith('/sign-in')) return
    void navigate(`/sign-in?next=${encodeURIComponent(pathname + search)}`, { replace: true })
  }), [navigate, pathname, search])
}
