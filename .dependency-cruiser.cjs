// Who may import whom. Imports point down the four floors (apps → journey → engines → platform) and, inside the journey,
// to the past; the future is told by events. `npm run check:borders` runs this and fails when it saw too few files.
const doors = '(index|contract)\\.ts$'
// What arranges a test beside the code (`arrange.ts`, `test-clinic.ts`) or in a folder that lends it to others.
const arranging = '(/testing/|/(arrange|test-clinic)\\.ts$)'
const forTests = ['\\.(test|e2e)\\.tsx?$', arranging]
const anyModule = '(journey/[^/]+/[^/]+|engines/[^/]+)'

/** Stages that come later in a patient's way. `outpatient` and `emergency` are siblings: neither knows the other. */
const later = {
  throughout: 'previsit|outpatient|emergency|inpatient|postvisit',
  previsit: 'outpatient|emergency|inpatient|postvisit',
  outpatient: 'emergency|inpatient|postvisit',
  emergency: 'outpatient|inpatient|postvisit',
  inpatient: 'postvisit',
}

/** Each phone page or workbench page belongs to one front end, and uses pages of that one only. */
const fronts = ['patient', 'staff', 'board', 'kiosk']

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('platform-stands-alone', 'The ground knows nothing of what is built on it.',
      { path: '^platform/' }, { path: '^(engines|journey|apps|region|packages|bench|e2e)/' }),
    forbid('engines-know-no-journey', 'An engine serves many modules because it knows none.',
      { path: '^engines/' }, { path: '^(journey|apps|region|packages|bench|e2e)/' }),
    forbid('journey-is-composed-not-composing', 'Only the doors of the house put modules together.',
      { path: '^journey/', pathNot: '/web/' }, { path: '^(apps|region|packages|bench|e2e)/' }),
    ...Object.entries(later).map(([stage, stages]) =>
      forbid(`${stage}-imports-only-the-past`, 'A later stage is told by an event.', { path: `^journey/${stage}/` }, { path: `^journey/(${stages})/` })),

    forbid('front-door-only', 'Another module is entered through index.ts or contract.ts.',
      { path: `^${anyModule}/`, pathNot: ['/web/', ...forTests] },
      { path: `^${anyModule}/`, pathNot: ['^$1/', `^${anyModule}/${doors}`] }),
    forbid('tests-use-doors-too', 'A test composes modules as the server does, and arranges with what a module lends for it (testing/).',
      { path: [`^${anyModule}/.*\\.test\\.tsx?$`, `^${anyModule}${arranging}`], pathNot: '/web/' },
      { path: `^${anyModule}/`, pathNot: ['^$1/', `^${anyModule}/(index|contract|server)\\.ts$`, `^${anyModule}/testing/`] }),
    forbid('apps-use-front-doors', 'The server composes modules through server.ts and index.ts.',
      { path: '^apps/server/' }, { path: `^${anyModule}/`, pathNot: `^${anyModule}/((server|index|contract)\\.ts|locales/[^/]+\\.json)$` }),
    forbid('pages-use-front-doors', 'A front end composes the doors of pages, and reads contracts.',
      { path: '^apps/', pathNot: ['^apps/server/', '^apps/(build|bundle)\\.ts$', ...forTests] },
      { path: '^(journey|engines|platform|region)/', pathNot: [`^${anyModule}/contract\\.ts$`, `^${anyModule}/web/[^/]+/index\\.tsx?$`, '/locales/[^/]+\\.json$'] }),
    forbid('region-uses-front-doors', 'The sample region fills modules as any other caller would.',
      { path: '^region/' }, { path: `^${anyModule}/`, pathNot: `^${anyModule}/${doors}` }),
    forbid('nobody-needs-the-region', 'The product runs without its sample region.',
      { path: '^(platform|engines|journey|packages)/', pathNot: '\\.test\\.tsx?$' }, { path: '^region/' }),

    forbid('web-sees-contracts-only', 'A page knows its server by the contract.',
      { path: '^(journey/[^/]+/[^/]+)/web/' },
      { path: '^(journey|engines|platform|apps|region)/',
        pathNot: ['^$1/web/', '^$1/locales/', `^${anyModule}/contract\\.ts$`, '^journey/[^/]+/[^/]+/web/[^/]+/index\\.tsx?$'] }),
    ...fronts.map((front) =>
      forbid(`${front}-pages-of-others-stay-away`, `Pages of ${front} use pages of ${front}.`,
        { path: `^(journey/[^/]+/[^/]+)/web/${front}/` }, { path: `^journey/[^/]+/[^/]+/web/(${fronts.filter((one) => one !== front).join('|')})/` })),
    ...fronts.map((front) =>
      forbid(`${front}-front-stands-alone`, 'Front ends share the shell, not each other.',
        { path: `^apps/${front}/` }, { path: `^(apps/(${fronts.filter((one) => one !== front).join('|')}|server)/|journey/[^/]+/[^/]+/web/(${fronts.filter((one) => one !== front).join('|')})/)` })),
    forbid('server-never-imports-web', 'The server has no pages in it.',
      { path: '^(journey|engines|platform|region|apps/server)/', pathNot: '/web/' }, { path: '(/web/|^packages/ui/|^apps/(patient|staff|board|kiosk|shell)/)' }),
    forbid('browsers-have-no-node', 'What a page imports must run in a browser.',
      { path: '(^journey/.+/web/|/contract\\.ts$|^packages/|^apps/(patient|staff|board|kiosk|shell)/)', pathNot: '\\.test\\.tsx?$' }, { dependencyTypes: ['core'] }),
    forbid('browsers-have-no-database', 'Not even through another file.',
      { path: '(^journey/.+/web/|/contract\\.ts$)', pathNot: '\\.test\\.tsx?$' }, { reachable: true, path: '(^platform/(database|config|http|jobs)/|node_modules/(kysely|pg|fastify|graphile-worker)/)' }),

    forbid('ui-knows-nobody', 'The design system has no router, no fetch and no domain.',
      { path: '^packages/ui/' }, { path: '(^(apps|journey|engines|platform|region|bench|packages/client)/|node_modules/(react-router|@tanstack)/)' }),
    forbid('client-knows-nobody', 'The client speaks to any server that keeps the contract.',
      { path: '^packages/client/' }, { path: '^(apps|journey|engines|platform|region|bench|packages/ui)/' }),

    forbid('testing-stays-in-tests', 'What only tests need must not run in production.',
      { path: '.', pathNot: ['\\.(test|e2e)\\.tsx?$', '^(e2e|bench|architecture)/', '^platform/testing/', '^platform/database/schema/', arranging] }, { path: ['^platform/testing/', arranging] }),
    forbid('tests-carry-nothing', 'A test is nobody’s foundation.', { path: '.' }, { path: '\\.(test|e2e)\\.tsx?$' }),

    forbid('no-cycles', 'Two files that need each other are one file.', {}, { circular: true }),
    { ...forbid('no-module-cycles', 'Two modules that need each other are one module.', { path: '^(journey/[^/]+/[^/]+|engines/[^/]+)$' }, { circular: true }), scope: 'folder' },
    // Types alone have no file to lead to.
    forbid('everything-resolves', 'An import that leads nowhere is checked by nothing.', {}, { couldNotResolve: true, pathNot: '^@medplum/fhirtypes$' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'require', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
}
