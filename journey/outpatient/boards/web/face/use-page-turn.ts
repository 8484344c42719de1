import { useEffect, useState } from 'react'

const PAGE_MS = 12_000

/** Which page of the other rooms to show; a new call begins again with the first, so that nobody looks for it. */
export function usePageTurn(pages: number, call: string): number {
  const [page, setPage] = useState(0)
  useEffect(() => {
    setPage(0)
    if (pages < 2) return undefined
    const timer = setInterval(() => setPage((at) => at + 1), PAGE_MS)
    return () => clearInterval(timer)
  }, [pages, call])
  return pages === 0 ? 0 : page % pages
}
