import type { Centre } from '../ports/centre.ts';
import type { Clock } from '../ports/clock.ts';

/** What two people compare on both ends, and what the one at the centre types; `null` until the centre has given a code. */
export function pairingCodeOf({ centre, clock }: { centre: Centre; clock: Clock }) {
  const { pairing, url } = centre.status();
  return (
    pairing && {
      code: pairing.code,
      fingerprint: pairing.fingerprint,
      command: `torn-central confirm --url ${url} --city ${pairing.cityId} --code ${pairing.code}`,
      replaces: pairing.replaces,
      endsInSeconds: Math.max(0, Math.ceil((pairing.expiresAtMs - clock.wallMs()) / 1_000)),
    }
  );
}
