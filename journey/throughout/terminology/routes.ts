import { z } from 'zod'
import { allow, query, type Routes } from '#platform/http/index.ts'
import { DiagnosesQuery, Diagnosis } from './contract.ts'
import { searchDiagnoses } from './queries/search-diagnoses.ts'

export const routes: Routes = (app) => {
  app.get('/api/terminology/diagnoses', {
    schema: {
      operationId: 'searchDiagnoses', summary: 'Diagnoses of the code list in force, by name, code, pinyin or English', tags: ['terminology'],
      querystring: DiagnosesQuery, response: { 200: z.array(Diagnosis) },
    },
    config: { access: allow('staff'), purpose: 'terminology' },
  }, (request) => query(request, (tx) => searchDiagnoses(tx, request.query.q, request.query.limit)))
}
