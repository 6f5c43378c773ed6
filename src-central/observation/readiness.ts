/** Only a `ready` replica gets requests. */
export const READINESS = [
  'ready',
  'starting',
  'draining',
  'store-unreachable',
  'store-read-only',
  'schema-older',
] as const;
export type Readiness = (typeof READINESS)[number];
