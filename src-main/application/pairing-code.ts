import type { Centre } from '../ports/centre.ts';
import type { Clock } from '../ports/clock.ts';

/** What two people compare on both ends; `null` until the centre has given one. */
export function pairingCodeOf({ centre, clock }: { centre: Centre; clock: Clock }) {
  const { pairing } = centre.status();
  return (
    pairing && {
      code: pairing.code,
      fingerprint: pairing.fingerprint,
      replaces: pairing.replaces,
      endsInSeconds: Math.max(0, Math.ceil((pairing.expiresAtMs - clock.wallMs()) / 1_000)),
    }
  );
}
