import type { DomainEvent } from '#platform/events/index.ts'

export const LAYOUT_PUBLISHED = 'boards.layout-published.v1'

/** Every screen that shows the layout hears of it on the topic of its address. */
export function layoutPublished(payload: { readonly institutionId: number; readonly layoutId: string; readonly version: number }): DomainEvent {
  return { type: LAYOUT_PUBLISHED, institutionId: payload.institutionId, payload, topics: [`board:${payload.institutionId}:${payload.layoutId}`] }
}

/** One screen is given another layout, or is taken down. */
export function screenChanged(payload: { readonly institutionId: number; readonly screenId: string }): DomainEvent {
  return { type: 'boards.screen-changed.v1', institutionId: payload.institutionId, payload, topics: [`board:${payload.institutionId}:screen-${payload.screenId}`] }
}
