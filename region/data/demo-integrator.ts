/**
 * The one program that the small region lets in, so that another can connect within minutes: docs/fhir.md walks through it.
 * Its private key is published on purpose: the region is made up, and loading it needs DEMO=on.
 */
export const demoIntegrator = {
  clientId: 'linxi-demo-integrator',
  name: '示例接入程序 Demo integrator',
  publicKey: {
    kty: 'EC', crv: 'P-384', kid: 'linxi-demo-1', alg: 'ES384',
    x: 'DIfo1AmacPjUqIH8ygZM-ecGchq1UeJFPGk5K3rluL0YmAsut08VpNZziJg5fggT', y: 'WNnHndYqsT9yPfHMfbWgXfLo8Gtmg2rFwkCMBOTfdUoZunwutqBIRTl4fvya57o4',
  },
  privateKeyD: 'qiq95QqRU5S3LNak71Op3ToJ8yWxEpE1sYxWIMBLFRDK0-3mZakxrEQAI7On4ZZz',
} as const
