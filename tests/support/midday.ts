const HOUR_MS = 3_600_000;
const MIDDAY_HOUR = 11;

/**
 * The IANA zone where an hour before noon has struck at `nowMs`: what is some minutes or hours from then is on the same service day there,
 * whenever a test runs.
 */
export function middayZone(nowMs: number): string {
  const ahead = MIDDAY_HOUR - Math.floor((nowMs / HOUR_MS) % 24);
  // POSIX counts west of Greenwich.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
