import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OfficeId, RequestId, TicketId } from '../../../src-main/contract/shared/ids.ts';
import type { PrintJobState } from '../../../src-main/domain/print-job.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { SigningKey } from '../../../src-main/signing/keys.ts';
import { demonstrationOffice, service } from '../../support/core-process.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { openTicketStore } from '../../support/store.ts';
import { initInProcess } from '../../support/store-in-process.ts';
import type { Random } from '../random.ts';
import { adminOf, startCentre } from './centre.ts';
import { startInProcess } from './kiosk.ts';
import { until } from './until.ts';

const DAY_MS = 86_400_000;
const OFFLINE_DAYS = 14;
/** In this share of the steps the printer's condition changes and no ticket is taken. */
const CONDITION_SHARE = 0.02;
const CONDITIONS = ['ready', 'paper-low', 'paper-out', 'unreachable'];
const SERVICES = ['empadronament', 'orientacio'] as const;
const SLOT = 1;
export const OFFICE = OfficeId.parse('demonstration');

export interface TakenTicket {
  ticket: TicketRecord;
  print: PrintJobState;
}

export interface Backlog {
  kioskId: string;
  tickets: readonly TakenTicket[];
}

export interface BacklogParts {
  data: string;
  databaseUrl: string;
  signingKey: SigningKey;
  /** The number of events that wait to be sent at the end of the fourteen days. */
  events: number;
  random: Random;
}

/** A kiosk that was paired, synced once, and then worked for the last 14 days without a network. */
export async function makeBacklog({ data, databaseUrl, signingKey, events, random }: BacklogParts): Promise<Backlog> {
  const clock = createManualClock(Date.now() - OFFLINE_DAYS * DAY_MS);
  const kioskId = await pair({ data, databaseUrl, signingKey, clock });
  const tickets: TakenTicket[] = [];
  const stepMs = (Date.now() - clock.wallMs()) / (events + 1);
  let made = 0;
  while (made < events) {
    const { store, outbox, close } = openTicketStore(data, clock, null, { configVersion: 1 });
    const dayEnds = clock.wallMs() + DAY_MS;
    while (made < events && clock.wallMs() < dayEnds) {
      clock.advance(stepMs);
      if (made + 1 === events || random.chance(CONDITION_SHARE)) {
        const payload = { printer: 'main', condition: random.pick(CONDITIONS) };
        must(store.recordEvent({ type: 'printer-condition', v: 1, payload }));
        made += 1;
        continue;
      }
      tickets.push(takeAndPrint(store, clock, random));
      made += 2;
      clock.advance(stepMs);
    }
    const { unsent } = must(outbox.counts());
    if (unsent !== made) throw new Error(`${unsent} events wait, and ${made} were made`);
    close();
  }
  return { kioskId, tickets };
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function takeAndPrint(
  store: ReturnType<typeof openTicketStore>['store'],
  clock: ManualClock,
  random: Random,
): TakenTicket {
  const serviceId = random.pick(SERVICES);
  const ticket = must(
    store.issue({
      ticketId: TicketId.parse(randomUUID()),
      requestId: RequestId.parse(randomUUID()),
      series: serviceId === 'empadronament' ? 'A' : 'D',
      serviceId: service(serviceId),
      visitType: 'walk-in',
      language: random.pick(['ca', 'es', 'en']),
      followToken: null,
    }),
  );
  const slip = must(store.unfinishedSlips()).at(-1);
  if (!slip) throw new Error('a ticket without a slip');
  must(store.recordPrint(slip.jobId, { job: { state: 'sending', cause: null }, printer: 'main' }));
  const state = random.chance(0.95) ? 'printed' : random.pick(['not-sent', 'cancelled', 'unknown'] as const);
  const cause = state === 'printed' ? null : 'paper-out';
  must(
    store.recordPrint(
      slip.jobId,
      { job: { state, cause }, printer: 'main', endedAtMs: clock.wallMs() },
      { type: 'ticket-print-ended', v: 1, payload: { ticketId: ticket.ticketId, state, cause, duplicate: false } },
    ),
  );
  return { ticket, print: state };
}

async function pair({
  data,
  databaseUrl,
  signingKey,
  clock,
}: Pick<BacklogParts, 'data' | 'databaseUrl' | 'signingKey'> & { clock: ManualClock }): Promise<string> {
  initInProcess(data, clock);
  const centreClock = { nowMs: () => clock.wallMs() };
  const centre = await startCentre({ databaseUrl, signingKey, clock: centreClock });
  const admin = await adminOf(centre, centreClock);
  const profile: unknown = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  await admin.publish(OFFICE, profile, new Date(clock.wallMs() - DAY_MS).toISOString().slice(0, 10));

  let enrolled = false;
  const onEnrolled = () => {
    enrolled = true;
  };
  const candidate = await startInProcess({ data, url: centre.url, clock, onEnrolled });
  candidate.centre.startPairing();
  const shown = await until('a pairing code', () => candidate.centre.status().pairing);
  const { code, fingerprint } = shown;
  await admin.confirm({ code, fingerprint, officeId: OFFICE, slot: SLOT, name: "quiosc de l'entrada" });
  await until('an enrolment', () => {
    clock.advance(1_000);
    return enrolled;
  });
  await candidate.stop();

  const kiosk = await startInProcess({ data, url: centre.url, clock });
  await until('the first contact', () => {
    const { unsent, trouble } = kiosk.centre.status();
    if (trouble) throw new Error(trouble);
    return unsent === 0 && kiosk.memory.cursor() !== null;
  });
  const { kioskId } = kiosk.centre.status();
  await kiosk.stop();
  await centre.stop();
  if (kioskId === null) throw new Error('paired without a kiosk id');
  return kioskId;
}
