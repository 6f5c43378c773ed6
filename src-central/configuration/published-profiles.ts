import type { PublishedVersion } from '../../src-main/contract/centre/offices.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { localDateTime, serviceDayOf } from '../../src-main/domain/service-day.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { calendarOf, offeredNames } from './calendars.ts';
import { newestOffice, officeDetailsIn } from './newest-office.ts';
import { OFFICE_CHANGES } from './office-changes.ts';
import { PROFILE_VERSIONS } from './profile-versions.ts';

export const listProfiles =
  ({ database, clock }: Centre): Handler<'listProfiles'> =>
  async ({ params }) => {
    const place = [params.cityId, params.officeId];
    if ((await database.query(OFFICE_CHANGES.last, place)).length === 0)
      return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const versions = await database.query<PublishedVersion>(PROFILE_VERSIONS.published, place);
    const details = await newestOffice(database, params);
    if (details === null) return succeed({ body: { now: null, inEffect: null, versions } });
    const nowMs = clock.nowMs();
    const today = serviceDayOf(nowMs, details.zone);
    const [holding] = await database.query<{ version: number }>(PROFILE_VERSIONS.holding, [...place, today]);
    const { date, time } = localDateTime(nowMs, details.zone);
    return succeed({ body: { now: { date, time, serviceDay: today }, inEffect: holding?.version ?? null, versions } });
  };

export const readProfile =
  ({ database }: Centre): Handler<'readProfile'> =>
  async ({ params: { cityId, officeId, version } }) => {
    const [row] = await database.query<PublishedVersion & { document: string }>(PROFILE_VERSIONS.whole, [
      cityId,
      officeId,
      Number(version),
    ]);
    if (!row) return refuseMember('not-found', '/path/version', 'the office has no profile with this version');
    const calendarId = officeDetailsIn(row.document)?.calendarId ?? 'no-holidays';
    const { holidays } = calendarOf(calendarId);
    return succeed({
      body: { ...row, document: JSON.parse(row.document) as unknown, holidays, offered: offeredNames() },
    });
  };
