import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { buildGraph, faultsOf, findPlace, findWay, joinsOf, partsOf } from '#journey/throughout/guidance/contract.ts'
import { csvRecords } from '#platform/text/index.ts'
import { departmentsOf, type Subject } from './departments.ts'
import { hospitalsOf } from './places.ts'
import { planOf } from './plans.ts'
import { practitionersOf, roomRows } from './practitioners.ts'

const text = readFileSync(new URL('../../journey/throughout/directory/lists/diagnosis-subjects.csv', import.meta.url), 'utf8')
const subjects = new Map(csvRecords(text).map((row) => [row['code']!, row as unknown as Subject]))

describe('the plans of the sample region', () => {
  for (const hospital of hospitalsOf('linxi', 'small').filter((each) => !each.isHealthCentre)) {
    const departments = departmentsOf(hospital, subjects, 'small')
    const rooms = roomRows(hospital, departments, practitionersOf('linxi', hospital, departments, 'small'))
    const plans = hospital.campuses.map(({ id }) => planOf({ seed: 'linxi', hospital, campusId: id, departments, rooms }))

    test(`${hospital.name}: every consulting room is found by the words its patients are given, and reached without a step`, () => {
      const graphs = plans.map(buildGraph)
      for (const row of rooms) {
        const [, , departmentId, room, building, floor] = row as [number, number, number, string, string, string]
        const department = departments.find(({ id }) => id === departmentId)!
        const at = hospital.campuses.findIndex(({ id }) => id === department.campusId)
        const found = findPlace(plans[at]!, { room, building, floor, name: department.name })
        expect(found?.unit, `${department.name} ${room}`).toMatchObject({ departmentId })
        expect(findWay(graphs[at]!, { from: 'A1-entrance', to: found!.unit.id, way: 'barrier-free' })).toMatchObject({ found: true })
      }
    })

    test(`${hospital.name}: plans have no fault, hang together, and every opening joins two rooms`, () => {
      for (const plan of plans) {
        expect(faultsOf(plan)).toEqual([])
        expect(partsOf(plan)).toHaveLength(1)
        expect(joinsOf(plan)).toHaveLength(plan.openings.length)
        for (const words of ['门诊药房', '采血室', '收费窗口', '服务台', '卫生间']) expect(findPlace(plan, { name: words }), words).toBeDefined()
      }
    })
  }

  test('the same seed draws the same plan', () => {
    const hospital = hospitalsOf('linxi', 'small')[0]!
    const departments = departmentsOf(hospital, subjects, 'small')
    const draw = () => JSON.stringify(planOf({ seed: 'linxi', hospital, campusId: 1, departments, rooms: [] }))
    expect(draw()).toBe(draw())
  })
})
