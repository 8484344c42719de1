import type { ServedResource } from './declare.ts'

/** How another program gets in: backend services, by its own key. */
export function smartConfiguration(origin: string, resources: readonly ServedResource[]): object {
  return {
    issuer: origin,
    token_endpoint: `${origin}/oauth2/token`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: resources.map(({ type, create, update }) => `system/${type}.${create ? 'c' : ''}r${update ? 'u' : ''}s`),
    response_types_supported: ['token'],
    code_challenge_methods_supported: ['S256'],
    capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
  }
}
