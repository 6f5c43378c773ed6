import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '../../../src-central/clock.ts';
import type { Outbox } from '../../../src-main/centre/ports/outbox.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Complaint } from '../../support/ledger.ts';
import type { Random } from '../random.ts';
import { OFFICE } from './backlog.ts';
import { adminOf, startCentre } from './centre.ts';
import { compare, readEvents, type SyncPromise } from './comparison.ts';
import { startInProcess } from './kiosk.ts';
import type { Pair } from './run.ts';
import { startSigningProxy } from './signing-proxy.ts';
import { until } from './until.ts';
import { startWireMachine, type WireMachine } from './wire-machine.ts';

export type WirePromise =
  | SyncPromise
  | 'dead-letter'
  /** The kiosk believes that it is revoked, or that it belongs to a different office. */
  | 'enrolment'
  /** The kiosk follows a pause, a profile or an order that the centre never gave. */
  | 'configuration'
  /** The centre signed an answer to a different request as the answer to the kiosk's request. */
  | 'believed';
export type WireComplaint = Complaint<WirePromise>;

export interface WirePlanted {
  name: string;
  breaks: WirePromise;
  kiosk?: (outbox: Outbox) => Outbox;
  /** Whether the centre signs the answer to any signed request, even if the signature is invalid. */
  signsUnproved?: boolean;
}

export const WIRE_PLANTED: readonly WirePlanted[] = [
  {
    name: 'a centre that signs answers to requests whose signature does not verify',
    breaks: 'believed',
    signsUnproved: true,
  },
  {
    name: 'a kiosk that gives up an event when an upload of it alone is refused as a whole',
    breaks: 'dead-letter',
    kiosk(outbox) {
      let alone = -1;
      return {
        ...outbox,
        next(count) {
          const waiting = outbox.next(count);
          const [first, ...others] = waiting.ok ? waiting.value : [];
          if (!first || others.length > 0) return waiting;
          if (first.ord !== alone) {
            alone = first.ord;
            return waiting;
          }
          outbox.settle([first], [{ ...first, problem: 'urn:torn:problem:too-large' }]);
          return outbox.next(count);
        },
      };
    },
  },
];

export interface WireReport {
  complaints: WireComplaint[];
  exchanges: number;
  tried: WireMachine['tried'];
}

/** Events are gathered only briefly before an upload, to save time. */
const GATHERED_MS = 200;
const PAUSED_UNTIL = '2099-01-01T00:00:00.000Z';
const PAUSED = 'empadronament';

function hastyClock(): Clock {
  const clock = createSystemClock();
  return { ...clock, after: (delayMs, action) => clock.after(delayMs === GATHERED_MS ? 0 : delayMs, action) };
}

/**
 * This share of the events is recorded while an earlier event is unsent. Before each remaining event, the test waits until the centre has
 * everything.
 */
const JOINED_SHARE = 0.3;

/**
 * Lets a kiosk and its centre exchange `n` times with an attacker between them, and checks for damage after each
 * exchange. A run with a planted fault ends when the fault is noticed.
 */
export async function exchangeOnTheWire(
  pair: Pair,
  n: number,
  random: Random,
  planted?: WirePlanted,
): Promise<WireReport> {
  const { data, databaseUrl } = await pair.copy();
  const { backlog, signingKey } = pair;
  const centre = await startCentre({ databaseUrl, signingKey, clock: systemClock });
  const proxy = planted?.signsUnproved ? await startSigningProxy(centre.url, signingKey) : null;
  const machine = await startWireMachine({ to: proxy?.url ?? centre.url, centreKey: signingKey.publicKey, random });
  const kiosk = await startInProcess({
    data,
    url: machine.url,
    clock: hastyClock(),
    ...(planted?.kiosk && { alter: planted.kiosk }),
  });
  const { memory, outbox, store } = kiosk;
  const complaints: WireComplaint[] = [];
  const complain = (promise: WirePromise, detail: string): void => {
    const isKnown = complaints.some((known) => known.promise === promise && known.detail === detail);
    if (!isKnown) complaints.push({ promise, detail });
  };
  const settled = () =>
    until('everything to be sent', async () => (await kiosk.status()).unsent === 0 || void (await kiosk.tryNow()));

  async function listen(): Promise<void> {
    const admin = await adminOf(centre, systemClock);
    const isPaused = (expected: boolean) => memory.pauses().some(({ serviceId }) => serviceId === PAUSED) === expected;
    await settled();
    // The attacker records the answer with this pause, and may send it again after the pause has ended.
    await admin.pause(OFFICE, PAUSED, PAUSED_UNTIL);
    await until('the pause', async () => isPaused(true) || void (await kiosk.tryNow()));
    await admin.resume(OFFICE, PAUSED);
    await until('the end of the pause', async () => isPaused(false) || void (await kiosk.tryNow()));
  }

  try {
    await listen();
    const enrolment = memory.enrolment();
    const version = memory.versionFor(memory.serviceDay());
    const look = (): void => {
      const counts = outbox.counts();
      if (!counts.ok || counts.value.deadLetters > 0)
        complain('dead-letter', counts.ok ? `${counts.value.deadLetters} of them` : counts.error.detail);
      if (memory.isRevoked() || !isDeepStrictEqual(memory.enrolment(), enrolment))
        complain('enrolment', JSON.stringify(memory.enrolment()));
      if (memory.pauses().length > 0) complain('configuration', JSON.stringify(memory.pauses()));
      if (memory.versionFor(memory.serviceDay()) !== version) complain('configuration', 'another profile holds');
    };
    kiosk.centre.onOrdered(() => complain('configuration', 'an order that nobody gave is kept'));
    machine.attack(true);
    let last = machine.exchanges();
    const end = last + n;
    const isNoticed = (): boolean => planted !== undefined && complaints.length + machine.believed.length > 0;
    while (machine.exchanges() < end && !isNoticed()) {
      if ((await kiosk.status()).unsent === 0 || random.chance(JOINED_SHARE)) {
        store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } });
        kiosk.centre.eventsWait();
      }
      await until('another exchange', () => machine.exchanges() > last || void kiosk.centre.tryNow(), { everyMs: 2 });
      last = machine.exchanges();
      look();
    }
    machine.attack(false);
    await settled();
    look();
    for (const detail of machine.believed) complain('believed', detail);
    await kiosk.stop();
    complaints.push(...(await compare(centre.database, readEvents(data), backlog)));
    return { complaints, exchanges: n, tried: machine.tried };
  } finally {
    await kiosk.stop();
    await machine.close();
    await proxy?.close();
    await centre.stop();
  }
}
