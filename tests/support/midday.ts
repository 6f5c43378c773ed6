const HOUR_MS = 3_600_000;
const MIDDAY_HOUR = 11;

/** Returns an IANA zone in which it is an hour before noon at `nowMs`, so that a test of some hours stays within a service day. */
export function middayZone(nowMs: number): string {
  const ahead = MIDDAY_HOUR - Math.floor((nowMs / HOUR_MS) % 24);
  // In POSIX zones west of Greenwich are positive.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
