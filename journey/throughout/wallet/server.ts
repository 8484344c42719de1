import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'

export const module: Module = { name: 'wallet', routes }
