import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { readAttendanceCode } from '../../src-main/domain/attendance-code.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { isKnownCity } from '../administration/known-city.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_CITY, refuseMember } from '../server/operation.ts';

export const ATTENDANCE = {
  /** `LIMIT 1`: two kiosks report the same code only if one disk is a copy of another. */
  find: `SELECT office_id AS "officeId", from_at AS "fromAt", to_at AS "toAt" FROM attendance_proof
    WHERE city_id = $1 AND code = $2 ORDER BY kiosk_id LIMIT 1`,
} as const;

/**
 * The limit of checks of attendance proofs per address in five minutes: enough for an institution that checks many proofs, too few to guess
 * a code.
 */
const ASKED_BY_ADDRESS: Limit = { action: 'verify-attendance', most: 30, windowMs: 300_000 };

export const verifyAttendance =
  ({ database, clock }: Centre): Handler<'verifyAttendance'> =>
  async ({ params, remoteAddress }) => {
    const { cityId } = params;
    if (!(await isKnownCity(database, cityId))) return refuseMember('not-found', '/path/cityId', NO_CITY);
    const counted = await countTry(database, cityId, ASKED_BY_ADDRESS, addressSubject(remoteAddress), clock.nowMs());
    if (!counted.ok) return counted;
    const code = readAttendanceCode(params.code);
    const [proof] =
      code === null
        ? []
        : await database.query<{ officeId: OfficeId; fromAt: string; toAt: string }>(ATTENDANCE.find, [cityId, code]);
    const office = proof && (await newestOffice(database, { cityId, officeId: proof.officeId }));
    if (!proof || !office) return succeed({ body: { genuine: false } });
    const { fromAt, toAt } = proof;
    return succeed({
      body: {
        genuine: true,
        office: office.sensitive ? office.city : office.name,
        day: localDateTime(Date.parse(fromAt), office.zone).date,
        from: fromAt,
        // Arrival and end may come in two uploads, each with its own estimate of the kiosk's clock error, so the end may seem earlier.
        to: Date.parse(toAt) < Date.parse(fromAt) ? fromAt : toAt,
      },
    });
  };
