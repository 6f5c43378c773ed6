import { refuse, succeed } from '../../src-main/domain/result.ts';
import { replacedBy, wasIncarnation } from '../enrolment/replace-kiosk.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, refuseMember } from '../server/operation.ts';
import { reportUpload } from './report-upload.ts';
import { storeUpload } from './upload.ts';

/**
 * Stores events that a replaced kiosk never sent. Its successor sends them under the old kiosk's id and incarnation, and they are stored as
 * the old kiosk's. Position and id identify each event, so an old disk that is read twice changes nothing.
 */
export const uploadReplaced =
  (centre: Centre): Handler<'uploadReplaced'> =>
  async ({ caller, body, receivedAtMs, requestId }) => {
    const { database } = centre;
    const { cityId, officeId } = caller;
    const old = await replacedBy(database, cityId, caller.kioskId);
    if (old === null) return refuseMember('not-found', '/path/kioskId', 'this kiosk has replaced no other');
    const kiosk = { cityId, officeId, kioskId: old.kioskId };
    const incarnation = body.incarnation.toLowerCase();
    if (!(await wasIncarnation(database, { ...kiosk, incarnation })))
      return refuse({ kind: 'not-yours', detail: 'incarnation' });
    const stored = await storeUpload(database, { kiosk, upload: body, receivedAtMs, bySuccessor: true });
    if (stored === 'revoked') throw new Error(`the replaced kiosk ${old.kioskId} does not exist any more`);
    reportUpload(centre, stored, { receivedAtMs, requestId });
    return succeed({ body: stored.answer });
  };
