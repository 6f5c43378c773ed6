import packageJson from '../../package.json' with { type: 'json' };
import type { Change, Snapshot, TicketNumber } from '../../src-main/contract/centre/configuration.ts';
import { StoreEpoch } from '../../src-main/contract/shared/ids.ts';
import { bandsOf, deskBandsOf } from '../../src-main/domain/numbering.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { acknowledgedSince, acknowledgementsOf } from '../administration/asked-of-staff.ts';
import { namedCodesFor } from '../administration/technician-codes.ts';
import { formatsOf } from '../appointments/channels.ts';
import { appointmentsFor, feedOf } from '../appointments/feed.ts';
import { keysOf } from '../appointments/office-keys.ts';
import { etagOf, isKnown } from '../city/read-city.ts';
import { instantOf } from '../clock.ts';
import { revocationsOf } from '../enrolment/revocations.ts';
import { openOrders, ordersById } from '../orders/tell-orders.ts';
import { CENTRE, type Centre } from '../replica-context.ts';
import type { Handler, KioskCaller } from '../server/operation.ts';
import { allowedFor } from './allowed-versions.ts';
import { type KeptChange, OFFICE_CHANGES, type OfficePlace } from './office-changes.ts';
import { queuesNow } from './office-queues.ts';
import { currentProfiles, profilesByVersion } from './profile-versions.ts';
import { decisionsById, newestDecisions } from './proposals.ts';
import { pausesNow } from './service-pauses.ts';

export const CONFIGURATION = {
  slot: 'SELECT slot FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid',
  voided: `SELECT ticket_id AS "ticketId" FROM ticket_void
    WHERE city_id = $1 AND office_id = $2 AND voided_at > $3::timestamptz ORDER BY voided_at, ticket_id`,
  reached: `SELECT ticket.series, ticket.service_day AS "serviceDay", max(ticket.number) AS number
    FROM ticket CROSS JOIN unnest($4::bigint[], $5::bigint[]) AS band (first, last)
    WHERE ticket.city_id = $1 AND ticket.office_id = $2 AND ticket.service_day >= $3::date
      AND ticket.number BETWEEN band.first AND band.last
    GROUP BY ticket.series, ticket.service_day, band.first ORDER BY ticket.service_day, ticket.series, band.first`,
  clashes: `SELECT series, service_day AS "serviceDay", number FROM ticket
    WHERE city_id = $1 AND office_id = $2 AND service_day >= $3::date
    GROUP BY series, service_day, number HAVING count(*) > 1 ORDER BY service_day DESC, series, number LIMIT 2000`,
} as const;

/** Age up to which ticket numbers are sent: in any time zone the holders of such tickets may still be waiting. */
const NUMBERS_SHOWN_MS = 2 * 86_400_000;

/** Age up to which void tickets are sent: a kiosk may be offline this long. */
const VOIDED_SHOWN_MS = 14 * 86_400_000;
/** Age up to which acknowledgements are sent: citizens never wait overnight. */
const ACKNOWLEDGED_SHOWN_MS = 86_400_000;
/** At most this many changes are in one answer, because a profile may be long. */
const CHANGES_AT_ONCE = 50;

/**
 * A position in the changes of an office. It is valid for one store epoch only (the id that the centre gets anew when its database is
 * restored), because a restored database counts changes from an earlier number again.
 */
interface Cursor {
  storeEpoch: string;
  changeSeq: number;
}

const writeCursor = ({ storeEpoch, changeSeq }: Cursor): string => `${storeEpoch}.${changeSeq}`;

/** `null`: the text is not a cursor of any centre. */
function readCursor(text: string): Cursor | null {
  const { epoch, seq } = /^(?<epoch>[0-9a-f-]{36})\.(?<seq>\d{1,15})$/.exec(text)?.groups ?? {};
  const storeEpoch = StoreEpoch.safeParse(epoch);
  return storeEpoch.success ? { storeEpoch: storeEpoch.data, changeSeq: Number(seq) } : null;
}

/**
 * Answers with an office's whole configuration. The cursor is read before the data: a change between the two reads is in the snapshot and
 * is sent once more, which is harmless; no change is missed.
 */
export const readSnapshot =
  (centre: Centre): Handler<'readSnapshot'> =>
  async ({ caller, ifNoneMatch }) => {
    const { database, clock, centreKeys } = centre;
    const storeEpoch = await storeEpochOf(centre);
    const changeSeq = await lastChangeOf(centre, caller);
    const nowMs = clock.nowMs();
    const office = [caller.cityId, caller.officeId];
    const voided = await database.query<{ ticketId: string }>(CONFIGURATION.voided, [
      ...office,
      instantOf(nowMs - VOIDED_SHOWN_MS),
    ]);
    const acknowledged = await acknowledgedSince(database, caller, nowMs - ACKNOWLEDGED_SHOWN_MS);
    const appointments = await feedOf(centre, caller);
    const body = {
      officeId: caller.officeId,
      profiles: await currentProfiles(centre, caller),
      pauses: await pausesNow(database, caller, nowMs),
      voided: voided.map(({ ticketId }) => ticketId),
      acknowledged,
      orders: await openOrders(database, caller, nowMs),
      proposals: await newestDecisions(database, caller),
      ...(await numbersOf(centre, caller, nowMs)),
      revocations: await revocationsOf(centre, caller),
      technicianCodes: await namedCodesFor(centre, caller),
      cursor: writeCursor({ storeEpoch, changeSeq }),
      storeEpoch,
      release: packageJson.version,
      allowedVersion: await allowedFor(database, caller),
      centreKeys: [...centreKeys],
      ...(appointments && { appointments }),
    };
    const etag = etagOf(body);
    return succeed(isKnown(etag, ifNoneMatch) ? 'not-modified' : { body, etag });
  };

/**
 * Returns the last ticket numbers of the kiosk's slot (`reached`), because a kiosk with a restored disk may have forgotten them, and the
 * numbers that two tickets of the office have (`clashes`).
 */
async function numbersOf(
  { database }: Centre,
  { cityId, officeId, kioskId }: KioskCaller,
  nowMs: number,
): Promise<Pick<Snapshot, 'reached' | 'clashes'>> {
  const days = [cityId, officeId, instantOf(nowMs - NUMBERS_SHOWN_MS).slice(0, 10)];
  const [kiosk] = await database.query<{ slot: number }>(CONFIGURATION.slot, [cityId, kioskId]);
  const bands = kiosk === undefined ? [] : [...bandsOf(kiosk.slot), ...deskBandsOf(kiosk.slot)];
  const firsts = bands.map(({ first }) => first);
  const lasts = bands.map(({ last }) => last);
  return {
    reached: await database.query<TicketNumber>(CONFIGURATION.reached, [...days, firsts, lasts]),
    clashes: await database.query<TicketNumber>(CONFIGURATION.clashes, days),
  };
}

export const readChanges =
  (centre: Centre): Handler<'readChanges'> =>
  async ({ caller, query }) => {
    const storeEpoch = await storeEpochOf(centre);
    const cursor = readCursor(query.cursor);
    if (cursor?.storeEpoch !== storeEpoch) return refuse({ kind: 'cursor-gone' });
    const last = await lastChangeOf(centre, caller);
    const rows = await centre.database.query<KeptChange & { changeSeq: number }>(OFFICE_CHANGES.since, [
      caller.cityId,
      caller.officeId,
      cursor.changeSeq,
      CHANGES_AT_ONCE,
    ]);
    // The numbers of changes have no gaps, so a missing change was deleted by retention or never existed.
    const next = rows[0]?.changeSeq ?? last + 1;
    if (next !== cursor.changeSeq + 1) return refuse({ kind: 'cursor-gone' });
    const changeSeq = rows.at(-1)?.changeSeq ?? cursor.changeSeq;
    const queues = await queuesNow(centre.database, caller, centre.clock.nowMs());
    return succeed({
      body: {
        changes: await tell(centre, caller, rows),
        cursor: writeCursor({ storeEpoch, changeSeq }),
        more: changeSeq < last,
        storeEpoch,
        ...(queues && { queues }),
      },
    });
  };

async function tell(centre: Centre, place: KioskCaller, kept: readonly KeptChange[]): Promise<Change[]> {
  const versions = kept.flatMap((change) => (change.kind === 'profile-published' ? [change.content.version] : []));
  const profiles = await profilesByVersion(centre, place, versions);
  const ids = kept.flatMap((change) =>
    // Retention removes the appointment from an old change once the appointment is over.
    change.kind === 'appointment-changed' && change.content.appointmentId ? [change.content.appointmentId] : [],
  );
  const appointments = await appointmentsFor(centre, place, ids);
  const subjects = kept.flatMap((change) => (change.kind === 'staff-acknowledged' ? [change.content.subjectId] : []));
  const acknowledged = await acknowledgementsOf(centre.database, place.cityId, subjects);
  const orderIds = kept.flatMap((change) => (change.kind === 'kiosk-ordered' ? [change.content.orderId] : []));
  const orders = await ordersById(centre.database, place, orderIds);
  const decided = kept.flatMap((change) => (change.kind === 'proposal-decided' ? [change.content.proposalId] : []));
  const decisions = await decisionsById(centre.database, place, decided);
  const has = (kind: KeptChange['kind']) => kept.some((change) => change.kind === kind);
  const keys = has('office-keys-changed') ? await keysOf(centre.database, centre.keyring, place) : [];
  const version = has('version-allowed') ? await allowedFor(centre.database, place) : null;
  const revocations = has('kiosk-revoked') ? await revocationsOf(centre, place) : [];
  const formats = has('code-formats-changed') ? await formatsOf(centre.database, place.cityId) : [];
  const codes = has('technician-codes-changed') ? await namedCodesFor(centre, place) : [];
  return kept.flatMap((change): Change[] => {
    switch (change.kind) {
      case 'profile-published': {
        const profile = profiles.get(change.content.version);
        return profile ? [{ kind: change.kind, profile }] : [];
      }
      case 'service-paused':
        return [{ kind: change.kind, pause: change.content }];
      case 'service-resumed':
        return [{ kind: change.kind, serviceId: change.content.serviceId }];
      case 'ticket-voided':
        return [{ kind: change.kind, ticketId: change.content.ticketId }];
      case 'staff-acknowledged': {
        const acknowledgement = acknowledged.get(change.content.subjectId);
        return acknowledgement ? [{ kind: change.kind, ...acknowledgement }] : [];
      }
      case 'kiosk-ordered': {
        const order = orders.get(change.content.orderId);
        return order ? [{ kind: change.kind, order }] : [];
      }
      case 'proposal-decided': {
        const proposal = decisions.get(change.content.proposalId);
        return proposal ? [{ kind: change.kind, proposal }] : [];
      }
      case 'kiosk-revoked': {
        const revocation = revocations.find(({ kioskId }) => kioskId === change.content.kioskId);
        return revocation ? [{ kind: change.kind, revocation }] : [];
      }
      case 'version-allowed':
        return [{ kind: change.kind, version }];
      case 'appointment-changed': {
        const appointment = appointments.get(change.content.appointmentId ?? '');
        return appointment ? [{ kind: change.kind, appointment }] : [];
      }
      case 'office-keys-changed':
        return [{ kind: change.kind, keys }];
      case 'code-formats-changed':
        return [{ kind: change.kind, formats }];
      case 'technician-codes-changed':
        return [{ kind: change.kind, codes }];
      default:
        // A newer replica wrote this change. This replica skips unknown kinds, and so do kiosks.
        return [];
    }
  });
}

async function storeEpochOf({ database }: Centre): Promise<string> {
  const [row] = await database.query<{ storeEpoch: string }>(CENTRE.storeEpoch);
  if (!row) throw new Error('the centre has no store epoch: it has not been migrated');
  return row.storeEpoch;
}

async function lastChangeOf({ database }: Centre, { cityId, officeId }: OfficePlace): Promise<number> {
  const [row] = await database.query<{ changeSeq: number }>(OFFICE_CHANGES.last, [cityId, officeId]);
  return row?.changeSeq ?? 0;
}
