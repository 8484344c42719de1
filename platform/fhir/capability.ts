import type { CapabilityStatement, CapabilityStatementRestResource, CapabilityStatementRestResourceOperation } from '@medplum/fhirtypes'
import type { ServedOperation, ServedResource } from './declare.ts'
import { paramsOf } from './search-request.ts'

interface Claims {
  readonly origin: string
  readonly resources: readonly ServedResource[]
  readonly systemOperations: readonly ServedOperation[]
}

/** What this server does, made of the declarations its routes are made of: it cannot claim anything else. */
export function capabilityStatement({ origin, resources, systemOperations }: Claims): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    url: `${origin}/fhir/R4/metadata`,
    version: '0.1.0',
    name: 'Liuxin',
    title: 'Liuxin: finding, holding, booking and cancelling visits of a region',
    status: 'active',
    date: '2026-11-22',
    kind: 'instance',
    software: { name: 'Liuxin', version: '0.1.0' },
    implementation: { description: 'Liuxin', url: `${origin}/fhir/R4` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json', 'application/merge-patch+json', 'application/fhir+json'],
    implementationGuide: ['https://profiles.ihe.net/ITI/Scheduling/ImplementationGuide/ihe.iti.scheduling'],
    rest: [{
      mode: 'server',
      security: {
        cors: true,
        service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] }],
        description: 'SMART backend services: client_credentials with private_key_jwt; see /fhir/R4/.well-known/smart-configuration',
        extension: [{ url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris', extension: [{ url: 'token', valueUri: `${origin}/oauth2/token` }] }],
      },
      resource: resources.map(claimsOf),
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
      operation: systemOperations.map(operationClaim),
    }],
  }
}

function claimsOf(resource: ServedResource): CapabilityStatementRestResource {
  const interactions = ['read', 'search-type', ...(resource.create ? ['create'] : []), ...(resource.update ? ['update', 'patch'] : [])]
  return {
    type: resource.type,
    ...(resource.profile ? { supportedProfile: [resource.profile] } : {}),
    documentation: resource.documentation,
    interaction: interactions.map((code) => ({ code: code as 'read' })),
    versioning: resource.versioned ? 'versioned' : 'no-version',
    conditionalRead: 'full-support',
    conditionalCreate: false,
    conditionalUpdate: false,
    updateCreate: false,
    searchInclude: Object.keys(resource.includes).map((param) => `${resource.type}:${param}`),
    searchRevInclude: [...resource.revIncludes],
    searchParam: Object.entries(paramsOf(resource)).filter(([, param]) => !param.chained).map(([name, { type, documentation }]) => ({ name, type, documentation })),
    ...(resource.operations ? { operation: resource.operations.map(operationClaim) } : {}),
  }
}

function operationClaim({ name, definition, documentation }: ServedOperation): CapabilityStatementRestResourceOperation {
  return { name, definition, documentation }
}
