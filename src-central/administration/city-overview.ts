import type { z } from 'zod';
import type { Alarms, KioskHealth } from '../../src-main/contract/centre/administration.ts';
import type { Queries } from '../database/database.ts';
import { slotOf } from '../enrolment/slot-of.ts';
import type { TokenCaller } from '../server/operation.ts';

export const CITY_OVERVIEW = {
  kiosks: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId", kiosk.name, ${slotOf('kiosk')} AS slot,
      contact.last_heard_at AS "lastHeardAt", health.last_event_at AS "lastEventAt",
      coalesce(health.events, 0) AS events, kiosk.revoked_at AS "revokedAt"
    FROM kiosk
    LEFT JOIN kiosk_contact AS contact ON contact.city_id = kiosk.city_id AND contact.kiosk_id = kiosk.kiosk_id
    LEFT JOIN kiosk_health AS health ON health.city_id = kiosk.city_id AND health.kiosk_id = kiosk.kiosk_id
    WHERE kiosk.city_id = $1 AND ($2::text[] IS NULL OR kiosk.office_id = ANY ($2::text[])) ORDER BY kiosk.office_id, ${slotOf('kiosk')}, kiosk.kiosk_id`,
  printers: `SELECT printer.kiosk_id AS "kioskId", printer.printer, printer.condition
    FROM kiosk_printer AS printer
    JOIN kiosk ON kiosk.city_id = printer.city_id AND kiosk.kiosk_id = printer.kiosk_id
      AND kiosk.incarnation = printer.incarnation
    WHERE printer.city_id = $1 ORDER BY printer.printer`,
  alarms: `SELECT alarm_id AS "alarmId", kind, at, kiosk_id AS "kioskId", detail FROM alarm
    WHERE city_id = $1 AND ($3::text[] IS NULL OR kiosk_id IN (SELECT kiosk.kiosk_id FROM kiosk
      WHERE kiosk.city_id = $1 AND kiosk.office_id = ANY ($3::text[])))
    ORDER BY at DESC, alarm_id LIMIT $2::int`,
} as const;

type AlarmRow = z.infer<typeof Alarms>['alarms'][number];

const MOST_ALARMS = 500;

type Reach = Pick<TokenCaller, 'cityId' | 'officeIds'>;

export async function kiosksOf(queries: Queries, { cityId, officeIds }: Reach): Promise<KioskHealth[]> {
  const kiosks = await queries.query<Omit<KioskHealth, 'printers'>>(CITY_OVERVIEW.kiosks, [cityId, officeIds]);
  const printers = await queries.query<{ kioskId: string; printer: string; condition: string }>(
    CITY_OVERVIEW.printers,
    [cityId],
  );
  const byKiosk = Map.groupBy(printers, ({ kioskId }) => kioskId);
  return kiosks.map((kiosk) => ({
    ...kiosk,
    printers: (byKiosk.get(kiosk.kioskId) ?? []).map(({ printer, condition }) => ({ printer, condition })),
  }));
}

export const alarmsOf = (queries: Queries, { cityId, officeIds }: Reach): Promise<AlarmRow[]> =>
  queries.query<AlarmRow>(CITY_OVERVIEW.alarms, [cityId, MOST_ALARMS, officeIds]);
