import type { Module } from '#platform/module.ts'

/** Every module the platform is made of, in the order a patient meets them. */
export const modules: readonly Module[] = []
