const HOUR_MS = 3_600_000;
const MIDDAY_HOUR = 11;

/**
 * The IANA zone where it is an hour before noon at `nowMs`: some minutes or hours later it is still the same service day, whenever a test
 * runs.
 */
export function middayZone(nowMs: number): string {
  const ahead = MIDDAY_HOUR - Math.floor((nowMs / HOUR_MS) % 24);
  // POSIX counts zones west of Greenwich.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
