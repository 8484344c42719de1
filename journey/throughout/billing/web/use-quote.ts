import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#client/index.ts'
import type { Bill } from '../contract.ts'

export interface Quote {
  /** The insurer is being asked; what is shown is still the estimate, or what it said before. */
  readonly asking: boolean
  readonly isUsingAccount: boolean
  readonly useAccount: (use: boolean) => void
  readonly mayUseAccount: boolean
}

const quoteKey = (billId: string) => ['billing', 'quote', billId]

/** True while the insurer is asked about this bill: what is taken now might be more than it will say. */
export function useIsQuoting(billId: string): boolean {
  return useIsMutating({ mutationKey: quoteKey(billId) }) > 0
}

/** An insured person's bill is opened for paying: the insurer is asked once for what is due, and again when something is added. */
export function useQuote(bill: Bill): Quote {
  const client = useQueryClient()
  const ask = useMutation({
    mutationKey: quoteKey(bill.id),
    mutationFn: (useAccount: boolean | undefined) => api.post<Bill>(`/api/billing/bills/${bill.institutionId}/${bill.id}/quote`, { body: useAccount === undefined ? {} : { useAccount } }),
    // Without an answer the estimate stays, and says that it is one.
    onSettled: () => client.invalidateQueries({ queryKey: ['billing', 'bill'] }),
  })
  const due = bill.items.filter((item) => item.status === 'due')
  const isOpen = bill.payments.some(({ state }) => state === 'created' || state === 'confirming' || state === 'unknown')
  const isWanted = bill.insurer.state !== 'none' && due.some((item) => item.insuranceShareBp > 0) && !isOpen
  const question = isWanted ? due.map((item) => item.id).join() : ''
  const [asked, setAsked] = useState('')
  const isNew = question !== '' && asked !== question
  const { mutate } = ask
  useEffect(() => {
    if (!isNew) return
    setAsked(question)
    mutate(undefined)
  }, [isNew, question, mutate])
  const isUsingAccount = (ask.isPending ? ask.variables : undefined) ?? bill.insurer.useAccount
  return { asking: ask.isPending || isNew, isUsingAccount, useAccount: mutate, mayUseAccount: isWanted && bill.insurer.hasAccount }
}
