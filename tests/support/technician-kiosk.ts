import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { NO_ARRIVALS } from '../../src-main/calling/ports/arrivals.ts';
import { KioskEvent } from '../../src-main/contract/shared/events.ts';
import { TicketId } from '../../src-main/contract/shared/ids.ts';
import type { ScannerCondition } from '../../src-main/domain/device-conditions.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { createOffice, type OfficeDetails } from '../../src-main/office/steps/office.ts';
import { hashPin, pinMatches } from '../../src-main/security/pin.ts';
import { createKiosk } from '../../src-main/session/commands/kiosk.ts';
import { type Screen, type ScreenName, ViewState } from '../../src-main/session/contract/view-state.ts';
import type { PinHashing, TechnicianStore } from '../../src-main/technician/ports/technician.ts';
import { createTechnicianStore } from '../../src-main/technician/store/technician-store.ts';
import { createPrintQueue } from '../../src-main/tickets/steps/print-queue.ts';
import { watchPrinters } from '../../src-main/tickets/steps/printer-watch.ts';
import { appearanceOf } from './appearance.ts';
import { helpCallsOf } from './help-calls.ts';
import { createManualClock } from './manual-clock.ts';
import { createMemoryCentre } from './memory-centre.ts';
import { must } from './must.ts';
import { withoutAppointments } from './no-appointments.ts';
import { shippedOffice } from './shipped-office.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { openTestStore } from './test-store.ts';
import { waitAt } from './wait-at.ts';

export const PIN = '508263';
export const MORNING_MS = Date.parse('2026-11-24T09:24:00Z');

export const details = shippedOffice();
const WELL = { printer: 'main', condition: 'ready', papers: 0, sinceMs: null } as const;

/** The technician's part of a kiosk on a real store. The test moves its clock. */
export function standAt({
  data = temporaryFolder(),
  clock = createManualClock(MORNING_MS),
  centre = createMemoryCentre(),
  slot = 1,
  disk = (kept) => kept,
  scanner = null,
  pins = { hash: hashPin, matches: pinMatches },
  office = details,
  hasPrinter = false,
}: {
  data?: string;
  clock?: ReturnType<typeof createManualClock>;
  centre?: ReturnType<typeof createMemoryCentre>;
  slot?: number | null;
  /** A test wraps the store, for example to make a write fail. */
  disk?: (store: TechnicianStore) => TechnicianStore;
  scanner?: ScannerCondition | null;
  pins?: PinHashing;
  office?: OfficeDetails;
  hasPrinter?: boolean;
} = {}) {
  const { store, outbox, opened, close } = openTestStore(data, clock, slot);
  const logged: string[] = [];
  const tell = (event: string, said?: Record<string, unknown>) => void logged.push(JSON.stringify({ event, ...said }));
  const log = { event: tell };
  const states: ViewState[] = [];
  let watch: (state: ViewState) => void = () => undefined;
  const printers = watchPrinters([], store, log, () => undefined);
  const kiosk = createKiosk({
    appearance: appearanceOf(),
    arrivals: NO_ARRIVALS,
    help: helpCallsOf(clock),
    office: createOffice(office, [], clock),
    store,
    queue: createPrintQueue(
      { store, printers: [], compose: () => ({ blocks: [] }), afterAnswer: (start) => start(), clock, log },
      [],
    ),
    printers: hasPrinter ? { ...printers, report: () => succeed([WELL]), canPrint: () => true } : printers,
    slot,
    isRevoked: () => centre.status().state === 'revoked',
    storeNotice: null,
    firstNumber: () => null,
    numberFaults: { clashes: () => [], notice: () => null },

    profileFault: null,
    technician: disk(createTechnicianStore(opened.database)),
    pins,
    centre,
    ...withoutAppointments,
    scanner: () => scanner,
    displays: () => [],
    version: '0.1.0',
    clock,
    log,
    newId: randomUUID,
    ticketIds: { newTicketId: () => TicketId.parse(randomUUID()), newFollowToken: () => randomUUID() },
    show(state) {
      states.push(ViewState.parse(state));
      watch(state);
    },
  });
  onTestFinished(kiosk.stop);
  const now = (): ViewState => {
    const state = states.at(-1);
    if (!state) throw new Error('nothing was shown');
    return state;
  };
  const stamp = () => ({ sessionId: now().sessionId, stateNo: now().stateNo });
  const looked = () =>
    new Promise<Screen>((resolve) => {
      watch = ({ view }) => {
        if (!('checking' in view) || !view.checking) resolve(view);
      };
    });
  async function type(method: 'setPin' | 'enterPin', pin: string): Promise<Screen> {
    const next = looked();
    expect(kiosk.handle(method, { stamp: stamp(), pin })).toEqual({ ok: true, value: null });
    return next;
  }
  return {
    kiosk,
    clock,
    centre,
    data,
    states,
    logged,
    close() {
      kiosk.stop();
      kiosk.close();
      close();
    },
    now,
    stamp,
    type,
    view: () => now().view,
    acted() {
      const waiting = outbox.next(2_000);
      if (!waiting.ok) throw new Error(waiting.error.detail);
      return waiting.value.flatMap(({ wire }) =>
        wire?.type === 'technician-acted'
          ? [KioskEvent.parse({ type: wire.type, v: wire.v, payload: wire.payload })]
          : [],
      );
    },
    touch: (
      method:
        | 'openTechnician'
        | 'startPairing'
        | 'stopPairing'
        | 'tryCentre'
        | 'requeueDeadLetters'
        | 'printTest'
        | 'saveDiagnostics'
        | 'finish'
        | 'back'
        | 'stay',
    ) => kiosk.handle(method, { stamp: stamp() }),
    wait(ms: number) {
      waitAt(kiosk, clock, ms);
    },
    async comeIn() {
      expect(this.touch('openTechnician')).toMatchObject({ ok: true });
      await type('setPin', PIN);
      await type('setPin', PIN);
    },
    comeBack() {
      must(this.touch('finish'));
      must(this.touch('openTechnician'));
    },
  };
}

/** A kiosk at which the first technician has chosen `PIN` and is signed in. */
export async function enteredKiosk() {
  const place = standAt();
  await place.comeIn();
  return place;
}

export const screenOf = ({ view }: { view: () => Screen }): ScreenName => view().screen;
