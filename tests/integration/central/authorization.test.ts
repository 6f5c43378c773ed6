import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { ChannelId } from '../../../src-main/contract/centre/appointments.ts';
import {
  type AdministrativeName,
  AUTHORIZATION,
  isPermitted,
  ROLES,
} from '../../../src-main/contract/centre/authorization.ts';
import { CityOverview } from '../../../src-main/contract/centre/city-overview.ts';
import { NO_FIGURES_SETTING } from '../../../src-main/contract/centre/day-figures.ts';
import { OfficeList } from '../../../src-main/contract/centre/offices.ts';
import { OPERATIONS, type Operation, pathOf } from '../../../src-main/contract/centre/operations.ts';
import { PERSON_ROLES } from '../../../src-main/contract/centre/people.ts';
import { kindOf, Problem, type ProblemKind } from '../../../src-main/contract/centre/problems.ts';
import { TechnicianCodeMade } from '../../../src-main/contract/centre/technician-codes.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { profileOf, SERVICE } from '../../conformance/trial.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { beginAgain, STAFF, signedIn } from '../../support/staff-visitor.ts';
import { newEvents, startTestCentre, type TestCentre, type TestKiosk, terrassa } from '../../support/test-centre.ts';
import { DUE_OPERATIONS, DUE_ROLES, due, REACHES, type Reach } from '../../support/who-may.ts';

const postgres = sharedPostgres();

const OURS = OfficeId.parse('oac-dido');
const THEIRS = OfficeId.parse('oac-districte-2');

const THIRD = OfficeId.parse('oac-districte-3');

const OFFICES: Readonly<Record<Reach, OfficeId[] | null>> = {
  own: [OURS],
  other: [THEIRS, THIRD],
  several: [OURS, THEIRS],
  city: null,
};

interface Place {
  officeId: OfficeId;
  kiosk: TestKiosk;
  ticketId: string;
  alarmId: string;
  codeId: string;
  appointmentId: string;
}

const NO_HOLD = 'A'.repeat(26);

const NEW_CODE = { name: 'Marta Prova', role: 'technician', until: '2026-12-10T10:00:00Z' };

async function openOffice(centre: TestCentre, officeId: OfficeId, slot: number): Promise<Place> {
  const draft = { profile: profileOf(officeId), effectiveFrom: '2026-11-01' };
  expect((await centre.order('publishProfile', { officeId }, draft)).status).toBe(201);
  const kiosk = await centre.enrol(slot, officeId);
  const ticket = newEvents().issued(1, { comeAndFetch: true });
  await kiosk.send([ticket]);
  const alarmId = randomUUID();
  const appointmentId = randomUUID();
  await centre.database.query(
    `INSERT INTO channel (city_id, channel_id, name, formats, changed_at) VALUES ($1, 'app', 'App', '[]', now())
      ON CONFLICT (city_id, channel_id) DO NOTHING`,
    [terrassa],
  );
  await centre.database.query(
    `INSERT INTO appointment (city_id, appointment_id, channel_id, reference, office_id, service_id, start_at, service_day, key_no,
        booked_at, changed_at)
      VALUES ($1, $2::uuid, 'app', $3, $4, $5, '2026-12-01T09:00:00Z', '2026-12-01', 1, now(), now())`,
    [terrassa, appointmentId, `cita ${slot}`, officeId, SERVICE.serviceId],
  );
  await centre.database.query(
    `INSERT INTO raised_alarm (city_id, alarm_id, rule_id, kind, cause, subject, office_id, since, opened_at, is_due)
      VALUES ($1, $2, 'tot', 'paper-out', 'paper-out', $3, $3, now(), now(), false)`,
    [terrassa, alarmId, officeId],
  );
  const code = await centre.order('makeTechnicianCode', {}, { ...NEW_CODE, officeIds: [officeId] });
  const { codeId } = TechnicianCodeMade.parse(code.body);
  return { officeId, kiosk, ticketId: String(ticket.payload.ticketId), alarmId, codeId, appointmentId };
}

/** A valid request for each operation. `answered` is the status for a token that may call the operation. */
const REQUESTS: Record<
  AdministrativeName,
  {
    params?(place: Place): Record<string, string>;
    query?: string;
    body?(place: Place): unknown;
    answered: number;
    /** The problem that every token gets for an operation that ends sessions, because a token has no session. */
    answeredToToken?: ProblemKind;
  }
> = {
  listTickets: { params: ({ officeId }) => ({ officeId }), query: 'serviceDay=2026-11-25', answered: 200 },
  readFigures: { params: ({ officeId }) => ({ officeId }), query: 'month=2026-09', answered: 200 },
  readDayFigures: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  listDayFigures: { answered: 200 },
  readDeskFigures: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  readTwin: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  readFiguresSetting: { answered: 200 },
  putFiguresSetting: { body: () => NO_FIGURES_SETTING, answered: 204 },
  listKiosks: { answered: 200 },
  readCity: { answered: 200 },
  followCity: { answered: 200 },
  readKiosk: { params: ({ kiosk: { kioskId } }) => ({ kioskId }), answered: 200 },
  readKioskDays: { params: ({ kiosk: { kioskId } }) => ({ kioskId }), answered: 200 },
  listOffices: { answered: 200 },
  listProfiles: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  readProfile: { params: ({ officeId }) => ({ officeId, version: '1' }), answered: 200 },
  listAlarms: { answered: 200 },
  acknowledgeAlarm: { params: ({ alarmId }) => ({ alarmId }), answered: 204 },
  listAlarmRules: { answered: 200 },
  putAlarmRules: { body: () => ({ zone: 'Europe/Madrid', recipients: [], rules: [] }), answered: 204 },
  listAudit: { answered: 200 },
  pauseService: {
    params: ({ officeId }) => ({ officeId, serviceId: SERVICE.serviceId }),
    body: () => ({ until: '2026-12-24T10:00:00Z' }),
    answered: 204,
  },
  resumeService: { params: ({ officeId }) => ({ officeId, serviceId: SERVICE.serviceId }), answered: 204 },
  stateOfficeQueues: {
    params: ({ officeId }) => ({ officeId }),
    body: () => ({ queues: [{ serviceId: SERVICE.serviceId, state: { waiting: 3, minutes: null, ageS: 0 } }] }),
    answered: 200,
  },
  acknowledgeAsked: { params: ({ ticketId }) => ({ subjectId: ticketId }), answered: 204 },
  listHelp: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  voidTicket: { params: ({ ticketId }) => ({ ticketId }), answered: 204 },
  findEnrolment: { params: () => ({ code: '22222222' }), answered: 404 },
  confirmEnrolment: {
    body: ({ officeId }) => ({ code: '22222222', fingerprint: '0'.repeat(25), officeId, slot: 3, name: 'entrada' }),
    answered: 404,
  },
  revokeKiosk: { params: ({ kiosk: { kioskId } }) => ({ kioskId }), body: () => ({ reason: 'prova' }), answered: 204 },
  orderKiosk: {
    params: ({ kiosk: { kioskId } }) => ({ kioskId }),
    body: () => ({ action: 'print-test' }),
    answered: 201,
  },
  proposeOrder: {
    params: ({ kiosk: { kioskId } }) => ({ kioskId }),
    body: () => ({ action: 'forget-pin' }),
    answered: 201,
  },
  confirmOrder: { params: ({ kiosk: { kioskId } }) => ({ kioskId, orderId: randomUUID() }), answered: 404 },
  listOrders: { params: ({ kiosk: { kioskId } }) => ({ kioskId }), answered: 200 },
  readDiagnostics: { params: ({ kiosk: { kioskId } }) => ({ kioskId }), answered: 404 },
  allowVersion: { body: () => ({ version: '0.2.1' }), answered: 204 },
  listUpdates: { answered: 200 },
  publishProfile: {
    params: ({ officeId }) => ({ officeId }),
    body: () => ({ copyOf: 1, effectiveFrom: '2026-12-01' }),
    answered: 201,
  },
  countBookingsOutside: {
    params: ({ officeId }) => ({ officeId }),
    body: ({ officeId }) => ({ profile: profileOf(officeId), effectiveFrom: '2026-12-01' }),
    answered: 200,
  },
  listOfficeProposals: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  decideOfficeProposal: {
    params: ({ officeId }) => ({ officeId, proposalId: randomUUID() }),
    body: () => ({ decision: 'refused', reason: 'prova' }),
    answered: 404,
  },
  // No plan, hold or booking exists: a token with the right gets past the authorization and is refused for that
  // reason.
  publishPlan: {
    params: ({ officeId }) => ({ officeId }),
    body: () => ({ plan: {}, effectiveFrom: '2026-12-01' }),
    answered: 422,
  },
  readPlan: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  listBookingHits: { params: ({ officeId }) => ({ officeId }), answered: 200 },
  readFreeHours: {
    params: ({ officeId }) => ({ officeId }),
    query: `errands=${SERVICE.serviceId}&from=2026-12-01&days=1`,
    answered: 200,
  },
  holdHour: {
    params: ({ officeId }) => ({ officeId }),
    body: () => ({ errands: [SERVICE.serviceId], start: '2026-12-01T10:00:00Z' }),
    answered: 409,
  },
  releaseHold: { params: ({ officeId }) => ({ officeId }), body: () => ({ hold: NO_HOLD }), answered: 204 },
  confirmHour: {
    params: ({ officeId }) => ({ officeId }),
    body: () => ({ hold: NO_HOLD, documentNumber: null }),
    answered: 409,
  },
  findBookings: { body: () => ({ locator: 'JHA7K1HF' }), answered: 200 },
  // The office's only booking belongs to another system, which alone may change it.
  moveBooking: {
    params: ({ appointmentId }) => ({ appointmentId }),
    body: () => ({ start: '2026-12-01T10:00:00Z' }),
    answered: 404,
  },
  cancelBooking: { params: ({ appointmentId }) => ({ appointmentId }), answered: 404 },
  listBookable: { answered: 200 },
  previewPlan: {
    params: ({ officeId }) => ({ officeId }),
    body: () => ({ plan: {}, effectiveFrom: '2026-12-01' }),
    answered: 422,
  },
  renewDeskCalendar: { params: ({ officeId }) => ({ officeId, deskId: 'taula-9' }), answered: 404 },
  endDeskCalendar: { params: ({ officeId }) => ({ officeId, deskId: 'taula-9' }), answered: 204 },
  putChannel: { params: () => ({ channelId: 'web' }), body: () => ({ name: 'Web' }), answered: 204 },
  listChannels: { answered: 200 },
  listTokens: { answered: 200 },
  makeToken: {
    body: () => ({ name: 'Panell', role: 'viewer', officeId: null, until: '2026-12-10T10:00:00Z' }),
    answered: 201,
  },
  withdrawToken: { params: () => ({ tokenId: randomUUID() }), answered: 404 },
  testAlarmRecipient: { params: () => ({ recipientId: 'equip' }), answered: 404 },
  readRetention: { answered: 200 },
  rotateOfficeKey: { params: ({ officeId }) => ({ officeId }), answered: 201 },
  whoAmI: { answered: 200 },
  listSessions: { answered: 200 },
  signOut: { answered: 204, answeredToToken: 'wrong-token' },
  signOutEverywhere: { answered: 204, answeredToToken: 'wrong-token' },
  listPeople: { answered: 200 },
  invitePerson: {
    body: () => ({ name: `Persona ${randomUUID()}`, role: 'viewer', officeIds: null }),
    answered: 201,
  },
  withdrawPerson: { params: () => ({ personId: randomUUID() }), answered: 404 },
  confirmPerson: { params: () => ({ personId: randomUUID() }), answered: 404 },
  proposeRecovery: { params: () => ({ personId: randomUUID() }), answered: 404 },
  confirmRecovery: { params: () => ({ personId: randomUUID(), recoveryId: randomUUID() }), answered: 404 },
  makeTechnicianCode: {
    body: ({ officeId }) => ({ ...NEW_CODE, officeIds: [officeId] }),
    answered: 201,
  },
  listTechnicianCodes: { answered: 200 },
  withdrawTechnicianCode: { params: ({ codeId }) => ({ codeId }), answered: 204 },
};

async function ask(centre: TestCentre, name: AdministrativeName, place: Place, token: string) {
  const { params, query, body: bodyOf } = REQUESTS[name];
  const { method }: Operation = OPERATIONS[name];
  const path = pathOf(name, { cityId: terrassa, ...params?.(place) });
  const response = await fetch(`${centre.staffUrl}${path}${query ? `?${query}` : ''}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(bodyOf ? { 'content-type': 'application/json' } : {}) },
    ...(bodyOf ? { body: JSON.stringify(bodyOf(place)) } : {}),
  });
  if (response.ok && OPERATIONS[name].path === OPERATIONS.followCity.path) {
    await response.body?.cancel();
    return { status: response.status, problem: null, body: null };
  }
  const body: unknown = response.status === 204 ? null : await response.json();
  const problem = response.ok ? null : kindOf(Problem.parse(body));
  return { status: response.status, problem, body };
}

const auditOf = (centre: TestCentre, what: string) =>
  centre.database.query<{ row: string; times: number }>(
    `SELECT concat_ws(' ', token_name, what, result) AS row, sum(times)::int AS times FROM audit
      WHERE city_id = $1 AND token_name LIKE $2 GROUP BY 1 ORDER BY 1`,
    [terrassa, what],
  );

describe('access', () => {
  it('follows the table above for every operation, role, office and expiry, and every request is counted in the audit', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
    const ours = await openOffice(centre, OURS, 1);
    await openOffice(centre, THEIRS, 2);
    const names = Object.keys(AUTHORIZATION) as AdministrativeName[];
    expect(DUE_OPERATIONS.toSorted()).toEqual(names.toSorted());
    expect(DUE_ROLES).toEqual(ROLES);
    const wrong: string[] = [];
    const written = new Map<string, number>();
    let passed = 0;
    for (const role of ROLES)
      for (const reach of REACHES)
        for (const isExpired of [false, true]) {
          // A token is valid for one office or for the whole city, so no token has several offices.
          if (reach === 'several') continue;
          const officeId = OFFICES[reach]?.[0] ?? null;
          const holder = `try ${role} ${officeId ?? 'city'} ${isExpired ? 'over' : 'good'}`;
          const untilMs = centre.clock.ms + (isExpired ? 0 : 1);
          const token = await makeToken(centre.database, terrassa, holder, centre.clock.ms, null, {
            role,
            officeId,
            untilMs,
          });
          for (const name of names) {
            const { status, problem } = await ask(centre, name, ours, token);
            const { answeredToToken } = REQUESTS[name];
            const isRefused = status === 401 || status === 403;
            const seen = isRefused ? problem : status === REQUESTS[name].answered ? 'may' : `${status}`;
            const expected = isExpired ? 'token-expired' : (answeredToToken ?? due(name, role, reach));
            if (seen !== expected) wrong.push(`${holder} ${name}: ${seen}, not ${expected}`);
            if (expected === 'may') passed += 1;
            const result = expected === 'may' ? (problem ?? 'done') : expected;
            written.set(`${holder} ${name} ${result}`, 1);
          }
        }
    expect(wrong).toEqual([]);
    expect(passed).toBeGreaterThan(50);
    expect(new Map((await auditOf(centre, 'try %')).map(({ row, times }) => [row, times]))).toEqual(written);
  });

  it('follows the same table for people by the cookie of a session, and the audit names the person', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
    const ours = await openOffice(centre, OURS, 1);
    await openOffice(centre, THEIRS, 2);
    const wrong: string[] = [];
    const written = new Map<string, number>();
    for (const role of PERSON_ROLES)
      for (const reach of REACHES) {
        const officeIds = OFFICES[reach];
        const name = `person ${role} ${reach}`;
        const visitor = await signedIn(centre, name, { role, officeIds });
        const [{ personId } = { personId: '' }] = await centre.database.query<{ personId: string }>(
          'SELECT person_id AS "personId" FROM person WHERE name = $1',
          [name],
        );
        for (const operation of Object.keys(AUTHORIZATION) as AdministrativeName[]) {
          const { params, query, body, answered } = REQUESTS[operation];
          const { status, problem } = await visitor.order(operation, params?.(ours), body?.(ours), {}, query);
          const isRefused = status === 401 || status === 403;
          const seen = isRefused ? problem : status === answered ? 'may' : `${status}`;
          const expected = due(operation, role, reach);
          if (seen !== expected) wrong.push(`${name} ${operation}: ${seen}, not ${expected}`);
          // `isPermitted`, from which pages choose their buttons, must agree with the centre.
          const { ofSomeOffices } = AUTHORIZATION[operation];
          const asked = ofSomeOffices === 'named' || ofSomeOffices === 'looked-up' ? OURS : undefined;
          if (isPermitted(operation, { role, officeIds }, asked) !== (expected === 'may'))
            wrong.push(`${name} ${operation}: the page would be wrong`);
          const result = expected === 'may' ? (problem ?? 'done') : expected;
          written.set(`${name} ${operation} ${result}`, 1);
          if (operation.startsWith('signOut')) await beginAgain(centre, visitor, personId);
        }
      }
    expect(wrong).toEqual([]);
    expect(new Map((await auditOf(centre, 'person %')).map(({ row, times }) => [row, times]))).toEqual(written);
  });

  it('is denied to a role of a newer release', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const ours = await openOffice(centre, OURS, 1);
    await centre.database.query(`UPDATE access_token SET role = 'auditor'`);
    for (const name of Object.keys(AUTHORIZATION) as AdministrativeName[])
      expect((await ask(centre, name, ours, centre.token)).problem, name).toBe('wrong-role');
  });

  it('is limited to offices: lists show a token of one office that office only, and a person of several offices those offices', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
    const ours = await openOffice(centre, OURS, 1);
    const theirs = await openOffice(centre, THEIRS, 2);
    for (const { kiosk } of [ours, theirs]) {
      const revoked = await centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'prova' });
      expect(revoked.status).toBe(204);
      expect((await kiosk.upload([newEvents().issued(2)])).problem).toBe('kiosk-revoked');
    }
    const token = await makeToken(centre.database, terrassa, 'Pere Prova', centre.clock.ms, null, {
      role: 'viewer',
      officeId: OURS,
    });
    const kioskIds = async (name: 'listKiosks' | 'listAlarms', bearer: string): Promise<unknown[]> => {
      const { body } = await ask(centre, name, ours, bearer);
      const [list = []] = Object.values(body as Record<string, { kioskId: string }[]>);
      return list.map(({ kioskId }) => kioskId).toSorted();
    };
    const several = await signedIn(centre, 'Berta Prova', { role: 'viewer', officeIds: [OURS, THEIRS] });
    const one = await signedIn(centre, 'Carles Prova', { role: 'viewer', officeIds: [THEIRS, THIRD] });
    const both = [ours.kiosk.kioskId, theirs.kiosk.kioskId].toSorted();
    for (const [visitor, seen] of [
      [several, [OURS, THEIRS]],
      [one, [THEIRS, THIRD]],
    ] as const) {
      const { body } = await visitor.order('listOffices');
      expect(OfficeList.parse(body).offices.map(({ officeId }) => officeId)).toEqual(seen.toSorted());
      const city = await visitor.order('readCity');
      expect(CityOverview.parse(city.body).offices.map(({ officeId }) => officeId)).toEqual(seen.toSorted());
    }
    for (const name of ['listKiosks', 'listAlarms'] as const) {
      expect(await kioskIds(name, centre.token), name).toEqual(both);
      expect(await kioskIds(name, token), name).toEqual([ours.kiosk.kioskId]);
    }
  });

  it('to another office is denied without a hint of what exists; an unknown ticket is not-found', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const ours = await openOffice(centre, OURS, 1);
    const token = await makeToken(centre.database, terrassa, 'Pere Prova', centre.clock.ms, null, {
      role: 'administrator',
      officeId: THEIRS,
    });
    expect((await ask(centre, 'voidTicket', { ...ours, ticketId: randomUUID() }, token)).problem).toBe('not-found');
    expect((await ask(centre, 'voidTicket', ours, token)).problem).toBe('wrong-office');
    const [voided] = await centre.database.query('SELECT 1 FROM ticket_void WHERE city_id = $1', [terrassa]);
    expect(voided).toBeUndefined();
  });
});

describe('while some replicas still run the previous release', () => {
  it('tokens with a role and an end are unknown there, and older tokens are valid here', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const { database, clock } = centre;
    const former = (token: string) => createHash('sha256').update(token).digest('base64url');
    /** Whether the query of the release before roles accepts the token; that release knows neither role nor office nor end. */
    const isKnownThere = async (token: string): Promise<boolean> => {
      const asked = ['access_token', 'channel_token'].map((table) =>
        database.query(`SELECT 1 FROM ${table} WHERE city_id = $1 AND token_hash = $2 AND withdrawn_at IS NULL`, [
          terrassa,
          former(token),
        ]),
      );
      return (await Promise.all(asked)).flat().length > 0;
    };
    const make = (channelId: ChannelId | null, terms = {}) =>
      makeToken(database, terrassa, 'Pere Prova', clock.ms, channelId, terms);
    const made = [
      await make(null, { role: 'viewer' }),
      await make(null, { officeId: OURS }),
      await make(null, { untilMs: clock.ms - 1 }),
      await make(null),
      await make(ChannelId.parse('web'), { untilMs: clock.ms - 1 }),
    ];
    expect(await Promise.all(made.map(isKnownThere))).toEqual(made.map(() => false));
    const ofThen = `torn_${randomUUID()}`;
    await database.query(
      `INSERT INTO access_token (city_id, token_hash, token_id, name, created_at) VALUES ($1, $2, $3, 'Pere Prova', now())`,
      [terrassa, former(ofThen), randomUUID()],
    );
    expect((await centre.order('listKiosks', {}, undefined, ofThen)).status).toBe(200);
    expect((await centre.order('listKiosks', {}, undefined, made[0])).status).toBe(200);
    expect((await centre.order('listKiosks', {}, undefined, made[2])).problem).toBe('token-expired');
  });
});
