import type { AppointmentAnswer } from '../../src-main/contract/centre/appointments.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { tokenSigningInput, writeAppointmentToken } from '../../src-main/domain/appointment-token.ts';
import { signBytes } from '../../src-main/signing/keys.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { readResult } from './appointment-result.ts';
import { type KeptAppointment, stateOf } from './kept-appointment.ts';

export const TOKEN_KEYS = {
  need: `INSERT INTO token_key (city_id, public_key, needed_until) VALUES ($1, $2, $3::timestamptz)
    ON CONFLICT (city_id, public_key) DO UPDATE SET needed_until = EXCLUDED.needed_until
    WHERE token_key.needed_until < EXCLUDED.needed_until`,
} as const;

const TOKEN_HOLDS_AFTER_START_MS = 86_400_000;

/**
 * Returns an appointment as the channel (the booking system) that made it receives it. The QR code is signed on every call with the
 * centre's current key; QR codes signed earlier stay valid.
 */
export async function answerOf(
  queries: Queries,
  { signingKey, clock }: Pick<Centre, 'signingKey' | 'clock'>,
  cityId: CityId,
  kept: KeptAppointment,
): Promise<AppointmentAnswer> {
  const { appointmentId, channelId, reference, officeId, serviceId, startAt, deskId, locator } = kept;
  const startMs = Date.parse(startAt);
  const claims = { appointmentId, officeId, startMs, expiresMs: startMs + TOKEN_HOLDS_AFTER_START_MS };
  await queries.query(TOKEN_KEYS.need, [cityId, signingKey.publicKey, instantOf(claims.expiresMs)]);
  return {
    appointmentId,
    channelId,
    reference,
    officeId,
    serviceId,
    start: startAt,
    deskId,
    state: stateOf(kept),
    result: await readResult(queries, { cityId, appointmentId }, clock.nowMs()),
    knownBy: { document: kept.slowHash !== null || kept.documentHash !== null, code: kept.codeHash !== null },
    locator,
    qr: writeAppointmentToken(claims, signBytes(tokenSigningInput(cityId, claims), signingKey)),
  };
}
