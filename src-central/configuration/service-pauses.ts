import { randomUUID } from 'node:crypto';
import type { ServicePause } from '../../src-main/contract/centre/configuration.ts';
import type { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { newestServices } from './newest-office.ts';
import { lockOffice, type OfficePlace, recordChange } from './office-changes.ts';

export const SERVICE_PAUSES = {
  begin: `INSERT INTO service_pause (city_id, office_id, service_id, pause_id, from_at, until_at, ordered_by)
    VALUES ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7)`,
  end: `UPDATE service_pause SET resumed_at = $4::timestamptz
    WHERE city_id = $1 AND office_id = $2 AND service_id = $3 AND resumed_at IS NULL AND until_at > $4::timestamptz
    RETURNING pause_id`,
  now: `SELECT service_id AS "serviceId", until_at AS until FROM service_pause
    WHERE city_id = $1 AND office_id = $2 AND resumed_at IS NULL AND until_at > $3::timestamptz
    ORDER BY service_id`,
} as const;

/** Pauses a service. A new pause replaces the current pause; both stay in the history. */
export const pauseService =
  ({ database, clock }: Centre): Handler<'pauseService'> =>
  async ({ params: { serviceId, ...place }, body, caller }) => {
    return database.transaction(async (queries) => {
      const missing = await lockService(queries, place, serviceId);
      if (missing) return missing;
      const nowMs = clock.nowMs();
      const until = instantOf(Date.parse(body.until));
      if (until <= instantOf(nowMs)) return refuseMember('malformed-request', '/body/until', 'expected a future time');
      const service = [place.cityId, place.officeId, serviceId];
      await queries.query(SERVICE_PAUSES.end, [...service, instantOf(nowMs)]);
      await queries.query(SERVICE_PAUSES.begin, [...service, randomUUID(), instantOf(nowMs), until, caller.name]);
      await recordChange(queries, place, { kind: 'service-paused', content: { serviceId, until } }, nowMs);
      const pause = { officeId: place.officeId, serviceId, until };
      await recordAudit(queries, caller, 'pauseService', pause, nowMs);
      return succeed({ body: null });
    });
  };

export const resumeService =
  ({ database, clock }: Centre): Handler<'resumeService'> =>
  async ({ params: { serviceId, ...place }, caller }) => {
    return database.transaction(async (queries) => {
      const missing = await lockService(queries, place, serviceId);
      if (missing) return missing;
      const nowMs = clock.nowMs();
      const service = [place.cityId, place.officeId, serviceId];
      const ended = await queries.query(SERVICE_PAUSES.end, [...service, instantOf(nowMs)]);
      if (ended.length > 0)
        await recordChange(queries, place, { kind: 'service-resumed', content: { serviceId } }, nowMs);
      await recordAudit(queries, caller, 'resumeService', { officeId: place.officeId, serviceId }, nowMs);
      return succeed({ body: null });
    });
  };

export const pausesNow = (
  queries: Queries,
  { cityId, officeId }: OfficePlace,
  nowMs: number,
): Promise<ServicePause[]> => queries.query<ServicePause>(SERVICE_PAUSES.now, [cityId, officeId, instantOf(nowMs)]);

/** Locks the office until the end of the transaction. Returns `null` if the office has the service, otherwise the refusal. */
async function lockService(queries: Queries, place: OfficePlace, serviceId: ServiceId) {
  if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
  return (await newestServices(queries, place)).some((service) => service.serviceId === serviceId)
    ? null
    : refuseMember('not-found', '/path/serviceId', 'the office’s newest profile has no such service');
}
