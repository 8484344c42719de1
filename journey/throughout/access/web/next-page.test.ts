import { expect, test } from 'vitest'
import { nextPage } from './next-page.ts'

test('signing in leads back to a page of ours and to no other site', () => {
  const after = (next: string) => nextPage(new URLSearchParams({ next }))
  expect(after('/family?x=1')).toBe('/family?x=1')
  for (const trick of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/sign-in?next=/sign-in', '']) expect(after(trick)).toBe('/')
  expect(nextPage(new URLSearchParams())).toBe('/')
})
