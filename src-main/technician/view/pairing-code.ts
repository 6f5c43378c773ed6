import type { Centre } from '../../centre/ports/centre.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Session } from '../../session/steps/session.ts';
import type { FirstRunControl } from '../steps/first-run.ts';

/** The code that two people compare and the centre's operator types; `null` until the centre has sent one. */
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

interface PairingPlace {
  centre: Centre;
  clock: Clock;
  firstRun: Pick<FirstRunControl, 'at'>;
  session: () => Session;
}

/**
 * Milliseconds for which the pairing code on the screen is still valid; the session does not end in this time, because the code is being
 * typed at the centre.
 */
export function pairingHeldMs(place: PairingPlace): number {
  const { at } = place.session().place;
  const shows = at === 'technician-pairing' || (at === 'technician-first-run' && place.firstRun.at() === 'pairing');
  return shows ? (pairingCodeOf(place)?.endsInSeconds ?? 0) * 1_000 : 0;
}
