/** What a press on the plan does. */
export type Tool = { readonly kind: 'select' } | { readonly kind: 'rectangle' } | { readonly kind: 'polygon' } | { readonly kind: 'door' } | { readonly kind: 'move-door'; readonly door: string }
