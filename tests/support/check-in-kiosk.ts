import { randomBytes, randomUUID } from 'node:crypto';
import { NO_ARRIVALS } from '../../src-main/calling/ports/arrivals.ts';
import type { Outbox } from '../../src-main/centre/ports/outbox.ts';
import { createIdentification } from '../../src-main/check-in/machine/identification.ts';
import type { Identification, KeepingRules } from '../../src-main/check-in/ports/appointments.ts';
import { keepingRulesOf } from '../../src-main/check-in/steps/keeping-rules.ts';
import { createGuessMemory } from '../../src-main/check-in/store/guess-memory.ts';
import { loadOffice } from '../../src-main/configuration/load.ts';
import { OfficeId, StoreEpoch, TicketId } from '../../src-main/contract/shared/ids.ts';
import { attendanceCodeFrom } from '../../src-main/domain/attendance-code.ts';
import type { ScannerCondition } from '../../src-main/domain/device-conditions.ts';
import { LOCATOR_RANDOM_BYTES } from '../../src-main/domain/locator.ts';
import { createOffice } from '../../src-main/office/steps/office.ts';
import type { Log } from '../../src-main/ports/log.ts';
import { openEncryptionKeys } from '../../src-main/security/encryption-keys.ts';
import { createKiosk } from '../../src-main/session/commands/kiosk.ts';
import type { ParamsOf, TouchMethod } from '../../src-main/session/contract/kiosk-api.ts';
import { ViewState } from '../../src-main/session/contract/view-state.ts';
import type { KioskParts } from '../../src-main/session/steps/kiosk-context.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { createTechnicianStore } from '../../src-main/technician/store/technician-store.ts';
import type { SlipOrder } from '../../src-main/tickets/ports/store.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../src-main/tickets/rules/follow-token.ts';
import { createPrintQueue, type QueuePrinter } from '../../src-main/tickets/steps/print-queue.ts';
import { watchPrinters } from '../../src-main/tickets/steps/printer-watch.ts';
import { appearanceOf } from './appearance.ts';
import { type Booked, bookingsOf, officeWithCheckIns } from './booked-office.ts';
import { helpCallsOf } from './help-calls.ts';
import { createManualClock } from './manual-clock.ts';
import { createMemoryCentre } from './memory-centre.ts';
import { withoutAppointments } from './no-appointments.ts';
import { slowHashNow } from './slow-hash.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testEnrolment } from './test-enrolment.ts';
import { openTestStore } from './test-store.ts';
import { waitAt } from './wait-at.ts';

/** Wednesday, eleven in the morning in Terrassa. */
export const NOW_MS = Date.parse('2026-11-25T10:00:00.000Z');
export const ZONE = 'Europe/Madrid';
export const MINUTE_MS = 60_000;

export interface CheckInWishes {
  profile?: Record<string, unknown>;
  midniCertificates?: readonly string[];
  identification?: Partial<Identification>;
  rules?: KeepingRules;
  printers?: readonly QueuePrinter[];
  data?: string;
  scanner?: () => ScannerCondition | null;
  parts?: Partial<Pick<KioskParts, 'arrivals' | 'queueStates' | 'word' | 'deskAlarms' | 'line' | 'pins' | 'speech'>>;
}

/** A kiosk in this process, with its store on disk, that knows the appointments returned by `wish`. */
export async function standAtCheckIn(
  wish: (book: ReturnType<typeof bookingsOf>['book']) => readonly Booked[] = () => [],
  { profile = {}, printers = [], data = temporaryFolder(), ...more }: CheckInWishes = {},
) {
  const { midniCertificates = [], identification = {}, rules, scanner = () => 'ready' as const } = more;
  const clock = createManualClock(NOW_MS);
  const signer = newSigningKey();
  const bookings = bookingsOf('demonstration', 'terrassa', signer, ZONE);
  const booked = wish(bookings.book);
  const encryptionKeys = openEncryptionKeys({ folder: data, environment: {} });
  const loaded = loadOffice({ profileFile: officeWithCheckIns(data, { zone: ZONE, ...profile }), configDir: 'config' });
  if (!loaded.ok) throw new Error(loaded.error.detail);
  const { store, centre, outbox, appointments, opened, keysLeft, close } = openTestStore(data, clock, 1, {
    encryptionKeys,
  });
  const keeping = rules ?? keepingRulesOf(loaded.value.profile);
  appointments.keepBy(keeping);
  const logged: string[] = [];
  const log: Log = { event: (event, said) => void logged.push(JSON.stringify({ event, ...said })) };

  const enrolled = centre.enrol(testEnrolment({ centreKeys: [signer.publicKey], keySinceMs: NOW_MS }), null);
  if (!enrolled.ok) throw new Error(enrolled.error.detail);
  async function hear(list: readonly Booked[]): Promise<void> {
    const feed = bookings.feed(list, clock.wallMs());
    const prepared = await appointments.prepareDays(feed.days);
    if (!prepared.ok) throw new Error(prepared.error.detail);
    const kept = centre.keepSnapshot(
      {
        officeId: OfficeId.parse('demonstration'),
        profiles: [],
        pauses: [],
        voided: [],
        cursor: '1',
        storeEpoch: StoreEpoch.parse(randomUUID()),
        centreKeys: [signer.publicKey],
        appointments: feed,
      },
      [],
      null,
    );
    if (!kept.ok) throw new Error(kept.error.detail);
    centre.upToDate();
  }
  await hear(booked);

  /** Calls of each method of the ticket store and of the stored appointments (`memory`) since the last `counts.clear()`. */
  const counts = new Map<string, number>();
  const counting = <T extends object>(of: T): T =>
    new Proxy(of, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          counts.set(String(name), (counts.get(String(name)) ?? 0) + 1);
          return Reflect.apply(member, target, given) as unknown;
        };
      },
    });
  const connection = createMemoryCentre();
  const help = helpCallsOf(clock);
  const papers: SlipOrder[] = [];
  const states: ViewState[] = [];
  const memory = counting(appointments);
  const queue = createPrintQueue(
    { store, printers, compose: () => ({ blocks: [] }), afterAnswer: (start) => start(), clock, log },
    [],
  );
  const kiosk = createKiosk({
    ...withoutAppointments,
    appearance: appearanceOf(),
    arrivals: NO_ARRIVALS,
    help,
    ...more.parts,
    office: createOffice(loaded.value, loaded.value.nearby, clock),
    store: counting(store),
    queue: {
      ...queue,
      add(order) {
        papers.push(order);
        queue.add(order);
      },
    },
    printers: watchPrinters([], store, log, () => undefined),
    slot: 1,
    isRevoked: () => false,
    storeNotice: null,
    profileFault: null,
    firstNumber: () => null,
    numberFaults: { clashes: () => [], notice: () => null },

    technician: createTechnicianStore(opened.database),
    guesses: createGuessMemory(opened.database),
    pins: { hash: () => Promise.resolve(''), matches: () => Promise.resolve(false), ...more.parts?.pins },
    centre: connection,
    appointments: memory,
    identification: {
      ...createIdentification({ centre, appointments: memory, midniCertificates, log }),
      // The hash is synchronous, so that a test need not wait for it.
      documentHashes: (number) => memory.held().documentKeys.map(({ key }) => slowHashNow(key, number)),
      ...identification,
    },
    scanner,
    displays: () => [],
    newAttendanceCode: () => attendanceCodeFrom(randomBytes(LOCATOR_RANDOM_BYTES)),
    version: '0.1.0',
    clock,
    log,
    newId: randomUUID,
    ticketIds: {
      newTicketId: () => TicketId.parse(randomUUID()),
      newFollowToken: () => followToken(randomBytes(FOLLOW_TOKEN_BYTES)),
    },
    show: (state) => void states.push(ViewState.parse(state)),
  });
  const now = (): ViewState => {
    const state = states.at(-1);
    if (!state) throw new Error('nothing was shown');
    return state;
  };
  return {
    kiosk,
    clock,
    booked,
    bookings,
    signer,
    data,
    rules: keeping,
    store,
    appointments,
    centre,
    connection,
    help,
    opened,
    encryptionKeys,
    keysLeft,
    papers,
    states,
    logged,
    counts,
    hear,
    events: (type: string) => waitingEvents(outbox, type),
    close,
    now,
    view: () => now().view,
    touch<M extends TouchMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) {
      const stamp = { sessionId: now().sessionId, stateNo: now().stateNo };
      // Each touch carries the stamp of the shown page.
      return kiosk.handle(method, { stamp, ...params } as unknown as ParamsOf<M>);
    },
    scan: (text: string) => kiosk.scanned({ text, bytes: Buffer.from(text) }),
    finish() {
      // Result ignored: a screen without the button `finish` returns to the start screen by itself.
      if (this.view().screen !== 'idle') this.touch('finish', {});
    },
    wait(ms: number) {
      waitAt(kiosk, clock, ms);
    },
  };
}

function waitingEvents(outbox: Pick<Outbox, 'next'>, type: string): Record<string, unknown>[] {
  const waiting = outbox.next(1_000);
  if (!waiting.ok) throw new Error(waiting.error.detail);
  return waiting.value.flatMap(({ wire }) => (wire?.type === type ? [wire.payload as Record<string, unknown>] : []));
}
