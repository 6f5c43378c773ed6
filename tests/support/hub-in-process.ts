import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { certificateSeenIn } from '../../src-main/calling/contract/pairing.ts';
import type { HubState } from '../../src-main/calling/ports/hub.ts';
import { createDesks } from '../../src-main/calling/steps/desks.ts';
import { createHelpCalls, type HelpCalls } from '../../src-main/calling/steps/help-calls.ts';
import { openOfficeKiosks } from '../../src-main/calling/store/office-kiosks.ts';
import { type RunningHub, startHub } from '../../src-main/calling/wire/hub.ts';
import { readAddress } from '../../src-main/calling/wire/kiosk-links.ts';
import { type KioskKey, kioskKeyOf } from '../../src-main/calling/wire/kiosk-proof.ts';
import { HolidayCalendar } from '../../src-main/contract/shared/holiday-calendar.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { THREAD_FILE } from '../../src-main/core/open-hub.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { createOffice } from '../../src-main/office/steps/office.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { Log } from '../../src-main/ports/log.ts';
import { checkNumberOf } from '../../src-main/security/check-number.ts';
import { openHubCertificate } from '../../src-main/security/hub-certificate.ts';
import { TICKET_IDS } from '../../src-main/tickets/machine/ticket-ids.ts';
import { demonstration } from './core-process.ts';
import { freePort } from './free-port.ts';
import { createHubBrowser, type HubBrowser } from './office-hub.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { openTestStore } from './test-store.ts';
import { issueTicket } from './ticket-order.ts';

/** A hub (the part of a kiosk that serves the desks) with its own store, key and port, without the rest of a kiosk. */
export interface HubInProcess {
  port: number;
  key: KioskKey;
  ca: string;
  /** The certificate's fingerprint as the browser shows it and a technician types it at the kiosk. */
  seen: string;
  hub: RunningHub;
  help: HelpCalls;
  events: readonly string[];
  /** Returns the label of a new ticket. */
  give(): string;
  state(): HubState;
  stateWhen(test: (state: HubState) => boolean): Promise<HubState>;
  pair(deskId: string): Promise<HubBrowser>;
}

export interface HubInProcessOptions {
  slot?: number;
  port?: number;
  officeId?: string;
  kiosks?: readonly string[];
  onHeard?: () => void;
  threadFile?: string;
  /** Default: the machine's clock. The server thread always uses the machine's clock. */
  clock?: Clock;
}

export async function hubInProcess({
  slot = 1,
  port,
  officeId,
  kiosks = [],
  onHeard = () => undefined,
  threadFile = THREAD_FILE,
  clock = createSystemClock(),
}: HubInProcessOptions): Promise<HubInProcess> {
  const own = port ?? (await freePort());
  const data = temporaryFolder();
  const events: string[] = [];
  const log: Log = { event: (kind, fields) => void events.push(`${kind} ${fields?.detail ?? ''}`.trim()) };
  const kept = openTestStore(data, clock, slot);
  const profile = OfficeProfile.parse({
    ...demonstration(),
    ...(officeId === undefined ? {} : { officeId }),
    desks: ['taula-1', 'taula-2'].map((deskId) => ({ deskId, name: { ca: deskId } })),
  });
  const office = createOffice(
    { profile, calendar: HolidayCalendar.parse({ calendarId: 'none', holidays: [] }) },
    [],
    clock,
  );
  const certificate = await openHubCertificate({
    folder: data,
    environment: {},
    hosts: { names: [], addresses: [] },
  });
  const help = createHelpCalls({ slot, clock, run: randomUUID() });
  const hub: RunningHub = startHub({
    help,
    port: own,
    threadFile,
    pagesFolder: data,
    identities: kept.hubIdentities,
    clock,
    log,
    slot,
    hosts: () => ['127.0.0.1'],
    certificate: () => Promise.resolve(certificate),
    checkOf: checkNumberOf,
    desks: createDesks({
      store: kept.store,
      lives: kept.lives,
      book: kept.officeBook,
      office,
      help,
      clock,
      log,
      slot,
      ticketIds: TICKET_IDS,
      logId: randomUUID(),
      otherAddresses: () => hub.otherAddresses(),
    }),
    say: () => Promise.resolve(null),
    addresses: kiosks.map((address) => readAddress(address, own)),
    kiosks: openOfficeKiosks(data),
    onHeard,
    numbers: null,
    kioskId: () => null,
    isOfCentre: () => false,
    onRevoked: () => undefined,
  });
  onTestFinished(() => hub.close());
  const state = (): HubState => hub.state() ?? { ...NOWHERE };
  const stateWhen = async (test: (now: HubState) => boolean): Promise<HubState> => {
    while (!test(state())) await new Promise((resolve) => setTimeout(resolve, 10));
    return state();
  };
  await stateWhen(({ isUp }) => isUp);
  return {
    port: own,
    key: kioskKeyOf(certificate.key),
    ca: certificate.certificate,
    hub,
    help,
    state,
    stateWhen,
    events,
    seen: certificateSeenIn(certificate.fingerprint),
    give() {
      const given = issueTicket(kept.store);
      hub.changed();
      return given.label;
    },
    async pair(deskId) {
      const page = createHubBrowser(own, certificate.certificate);
      await page.pairWith((code) => hub.pair(code, deskId, certificateSeenIn(certificate.fingerprint)).ok);
      return page;
    },
  };
}

const NOWHERE: HubState = {
  isUp: false,
  addresses: [],
  fingerprint: null,
  waiting: [],
  identities: [],
  check: null,
  kiosks: [],
};

/** Pairs two hubs: each hub shows digits, which are confirmed at the other hub. */
export async function pairHubs(one: HubInProcess, other: HubInProcess): Promise<void> {
  for (const [at, shown] of [
    [one, other],
    [other, one],
  ] as const) {
    const check = shown.state().check ?? '';
    await at.stateWhen(({ kiosks }) => kiosks.some((kiosk) => kiosk.check === check));
    if (!at.hub.pairKiosk(check).ok) throw new Error('not paired');
  }
  await hubsHear(one, other);
}

export async function hubsHear(one: HubInProcess, other: HubInProcess): Promise<void> {
  for (const at of [one, other]) await at.stateWhen(({ kiosks }) => kiosks[0]?.state === 'heard');
}
