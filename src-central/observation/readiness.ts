/** What a replica can say of itself. Only `ready` is good for being sent requests. */
export const READINESS = [
  'ready',
  'starting',
  'draining',
  'store-unreachable',
  'store-read-only',
  'schema-older',
] as const;
export type Readiness = (typeof READINESS)[number];
