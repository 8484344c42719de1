import { lazy, Suspense } from 'react'
import type { ComponentType, ReactNode } from 'react'
import { useLocation, useRoutes } from 'react-router'
import type { RouteObject } from 'react-router'
import { ErrorBoundary } from './error-boundary.tsx'

// Pages are fetched when first opened. We use the small router, which knows no `lazy`, so it becomes React's own.
function fetched(route: RouteObject): RouteObject {
  const { lazy: load, children, ...rest } = route
  const inner = children ? { children: children.map(fetched) } : {}
  if (typeof load !== 'function') return { ...rest, ...inner } as RouteObject
  const Page = lazy(async () => {
    const page = await load()
    return { default: page.Component as ComponentType }
  })
  return { ...rest, ...inner, element: <Page /> } as RouteObject
}

export function prepareRoutes(routes: RouteObject[]): RouteObject[] {
  return routes.map(fetched)
}

/** The pages, with one place for "not here yet" and one for "broke". */
export function Pages(props: { routes: RouteObject[]; waiting: ReactNode; broken: (retry: () => void) => ReactNode }) {
  const { pathname } = useLocation()
  return (
    <ErrorBoundary resetKey={pathname} fallback={props.broken}>
      <Suspense fallback={props.waiting}>{useRoutes(props.routes)}</Suspense>
    </ErrorBoundary>
  )
}
