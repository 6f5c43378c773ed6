const HOUR_MS = 3_600_000;
const MIDDAY_HOUR = 11;

/** The IANA zone in which it is an hour before noon at `nowMs`, so that a test of some hours stays within one service day. */
export function middayZone(nowMs: number): string {
  const ahead = MIDDAY_HOUR - Math.floor((nowMs / HOUR_MS) % 24);
  // POSIX counts zones west of Greenwich as positive.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
