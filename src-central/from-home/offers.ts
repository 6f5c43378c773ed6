import { z } from 'zod';
import { OFFERS_HOLD_S } from '../../src-main/contract/centre/turns-from-home.ts';
import type { KioskId } from '../../src-main/contract/shared/ids.ts';
import { TurnOffer } from '../../src-main/contract/shared/turns-from-home.ts';
import { isSensitiveService } from '../../src-main/domain/sensitive-service.ts';
import { instantOf } from '../clock.ts';
import { OFFICE_MEMBERS, SERVICE_MEMBERS } from '../configuration/kept-members.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import { newestProfile } from '../configuration/profile-versions.ts';
import { SERVICE_PAUSES } from '../configuration/service-pauses.ts';
import type { Queries } from '../database/database.ts';

export const TURN_OFFERS = {
  /**
   * A kiosk's statement of its offers changes nothing if it is older than the stored statement, unless the stored one lies in the future
   * because a clock was set back.
   */
  keep: `INSERT INTO turn_offer (city_id, kiosk_id, office_id, as_of, offers)
    VALUES ($1, $2::uuid, $3, $4::timestamptz, $5::jsonb)
    ON CONFLICT (city_id, kiosk_id) DO UPDATE SET office_id = EXCLUDED.office_id, as_of = EXCLUDED.as_of,
      offers = EXCLUDED.offers
    WHERE EXCLUDED.as_of > turn_offer.as_of OR turn_offer.as_of > $6::timestamptz`,
  ofOffice: `SELECT turn_offer.kiosk_id AS "kioskId", turn_offer.offers FROM turn_offer
    JOIN kiosk ON kiosk.city_id = turn_offer.city_id AND kiosk.kiosk_id = turn_offer.kiosk_id AND kiosk.revoked_at IS NULL
    WHERE turn_offer.city_id = $1 AND turn_offer.office_id = $2 AND as_of > $3::timestamptz AND as_of < $4::timestamptz
    ORDER BY turn_offer.kiosk_id`,
} as const;

const Words = z.record(z.string(), z.string()).and(z.object({ ca: z.string() }));
/** Only these members are read, because the profile may predate today's schema. */
const OfficeOfTurns = z.object({
  ...OFFICE_MEMBERS,
  phone: z.string().nullable().default(null),
  services: z.array(z.object({ ...SERVICE_MEMBERS, name: Words, ticketName: Words.optional().catch(undefined) })),
  fromHome: z
    .object({ services: z.array(z.object({ serviceId: z.string(), perQuarter: z.int().positive() })) })
    .optional()
    .catch(undefined),
});

export interface OfferedService {
  offer: TurnOffer;
  kioskId: KioskId;
  name: z.infer<typeof Words>;
  perQuarter: number;
}

export interface OfferingOffice {
  name: string;
  zone: string;
  phone: string | null;
  services: OfferedService[];
}

export const OFFERS_HOLD_MS = OFFERS_HOLD_S * 1_000;
const Offers = z.array(TurnOffer).catch([]);

/**
 * Returns the office, with the services for which a kiosk has recently offered numbers to people at home. `null`: there are none, for
 * example because the office is unknown, closed, sensitive or silent.
 */
export async function offersOf(queries: Queries, place: OfficePlace, nowMs: number): Promise<OfferingOffice | null> {
  const key = [place.cityId, place.officeId];
  const span = [instantOf(nowMs - OFFERS_HOLD_MS), instantOf(nowMs + OFFERS_HOLD_MS)];
  const rows = await queries.query<{ kioskId: KioskId; offers: unknown }>(TURN_OFFERS.ofOffice, [...key, ...span]);
  if (rows.length === 0) return null;
  const office = await newestProfile(queries, place, OfficeOfTurns);
  if (office?.fromHome === undefined || office.sensitive) return null;
  const { name, zone, phone, fromHome } = office;
  const pauses = await queries.query<{ serviceId: string }>(SERVICE_PAUSES.now, [...key, instantOf(nowMs)]);
  const stated = rows.flatMap(({ kioskId, offers }) => Offers.parse(offers).map((offer) => ({ kioskId, offer })));
  const services = fromHome.services.flatMap(({ serviceId, perQuarter }) => {
    const service = office.services.find((one) => one.serviceId === serviceId);
    // Kiosks without contact to each other offer separately; the offer with the most numbers left is used.
    const [best] = stated
      .filter(({ offer }) => offer.serviceId === serviceId)
      .toSorted((one, other) => other.offer.left - one.offer.left);
    const isPaused = pauses.some((one) => one.serviceId === serviceId);
    if (service === undefined || best === undefined || isPaused || isSensitiveService(office, serviceId)) return [];
    return [{ ...best, name: service.ticketName ?? service.name, perQuarter }];
  });
  return services.length === 0 ? null : { name, zone, phone, services };
}
