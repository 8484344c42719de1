import { defineConfig } from 'vitest/config'

const shared = {
  environment: 'node',
  pool: 'forks',
  hookTimeout: 120_000,
  // A machine that was busy for a moment is no fault of ours; a fault fails twice.
  retry: 1,
} as const

/** Visits in a real browser, one after the other on a product of their own. They mostly wait for it: beside each other and the e2e runs. */
function journeys(name: string, include: string) {
  return {
    test: {
      ...shared, name, include: [include],
      globalSetup: ['e2e/journeys/product-setup.ts'],
      testTimeout: 240_000,
      maxWorkers: 1,
      fileParallelism: false,
      sequence: { groupOrder: 1 },
    },
  }
}

export default defineConfig({
  test: {
    // A test that was left with `.only` would hide all others.
    allowOnly: false,
    // Outside the projects: they share one PostgreSQL.
    globalSetup: ['platform/testing/global-setup.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'code',
          include: ['{platform,engines,journey,apps,packages,region,bench,architecture,bin}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', 'dist/**', 'data/**'],
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          // The product started, stopped, killed and doubled, one after the other.
          name: 'e2e',
          include: ['e2e/*.e2e.ts'],
          testTimeout: 180_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      journeys('journeys', 'e2e/journeys/*.e2e.ts'),
      journeys('office', 'e2e/journeys/office/*.e2e.ts'),
    ],
  },
})
