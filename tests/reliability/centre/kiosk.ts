import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { EventsAnswer, MAX_BATCH, type WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import type { PublicKey } from '../../../src-main/contract/shared/ids.ts';
import type { SigningKey } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest, verifyAnswer } from '../../../src-main/signing/signed-messages.ts';
import type { Random } from '../random.ts';
import { type Answer, ask, backOff, isBusy, jsonOf, problemOfAnswer } from './ask.ts';
import type { Complaints } from './complaints.ts';
import { createEventMaker } from './events.ts';

export interface KioskIdentity {
  cityId: string;
  officeId: string;
  kioskId: string;
  slot: number;
  incarnation: string;
  key: SigningKey;
}

export interface HeldEvent {
  event: WireEvent;
  isAcknowledged: boolean;
}

export interface SimulatedKiosk {
  readonly identity: KioskIdentity;
  readonly held: readonly HeldEvent[];
  uploads(): number;
  live(stopped: AbortSignal): Promise<void>;
  /** Sends the waiting events until the centre has all or `giveUp` fires. */
  drain(giveUp: AbortSignal): Promise<void>;
  /** Signs and sends a request; `null`: no complete answer with the centre's signature came, a 503 came, or the answer was discarded. */
  askSigned(request: Pick<RequestToSign, 'method' | 'body'> & { path: string }, count?: number): Promise<Answer | null>;
}

const zip = promisify(gzip);
export interface Pace {
  /** The shortest and the longest pause between two uploads, in milliseconds. */
  pauseMs: readonly [least: number, most: number];
  /** The largest number of events that one kiosk makes in a run. It is limited because each event is compared at the end. */
  mostEvents: number;
}

const USUAL_PACE: Pace = { pauseMs: [5, 60], mostEvents: 6_000 };

export function createKiosk(
  identity: KioskIdentity,
  {
    url,
    centreKey,
    random,
    complaints,
    pace = USUAL_PACE,
    isRestored = false,
    onUpload = () => {},
  }: {
    url: string;
    centreKey: PublicKey;
    random: Random;
    complaints: Complaints;
    pace?: Pace;
    /**
     * Whether the centre may be restored from a backup. The centre reports a restoration, and kiosks then send their stored events again.
     */
    isRestored?: boolean;
    onUpload?: () => void;
  },
): SimulatedKiosk {
  const { cityId, kioskId, incarnation, slot, key } = identity;
  const bootId = randomUUID();
  const maker = createEventMaker(random, { slot, bootId });
  const held: HeldEvent[] = [];
  let uploads = 0;
  let memory: string | null = null;
  /** The highest acknowledged sequence number of each epoch (count of rebuilds and restores of the kiosk's data). */
  const acknowledgedSeqs = new Map<number, number>();
  const complain = (promise: Parameters<Complaints['complain']>[0], detail: string) =>
    complaints.complain(promise, `kiosk ${slot}: ${detail}`);

  const askSigned: SimulatedKiosk['askSigned'] = async ({ method, path, body }, count) => {
    const packed = body === null ? null : await zip(body);
    const plain: RequestToSign = {
      method,
      url: `${url}${path}`,
      headers: packed === null ? {} : { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: packed,
    };
    const signed = { ...plain, headers: await signRequest(plain, key, 'kiosk', count ?? null) };
    const answer = await ask(signed, random.chance(0.08) ? AbortSignal.timeout(random.int(0, 60)) : undefined);
    if (answer === null) return null;
    // An unsigned 503 is allowed, because a busy replica may refuse a request before checking it.
    if (answer.status === 503) return null;
    if ((await verifyAnswer(answer, signed, [centreKey])) === null) {
      complain('refused', `${answer.status} that the centre did not sign`);
      return null;
    }
    // A few answers are discarded, as if the network had lost them.
    return random.chance(0.05) ? null : answer;
  };

  /**
   * Chooses a few or many unsent events, mostly the oldest, sometimes later ones. Sometimes adds events that the centre has already
   * accepted.
   */
  function chooseBatch(): HeldEvent[] {
    const waiting = held.filter(({ isAcknowledged }) => !isAcknowledged);
    const size = random.pick([1, random.int(1, 20), random.int(1, 20), MAX_BATCH]);
    const from = random.chance(0.1) ? random.int(0, waiting.length) : 0;
    const batch = waiting.slice(from, from + size);
    if (held.length > 0 && random.chance(0.1)) {
      const again = random.int(0, held.length - 1);
      for (const one of held.slice(again, again + 10))
        if (batch.length < MAX_BATCH && !batch.includes(one)) batch.push(one);
    }
    return batch;
  }

  /**
   * Forgets all acknowledgements if the centre reports a new store epoch (id of its database, which a restoration from a backup changes),
   * because the centre may have lost everything. Returns whether it forgot them.
   */
  function meetMemory(storeEpoch: string): boolean {
    const known = memory;
    memory = storeEpoch;
    if (known === null || known === storeEpoch) return false;
    if (!isRestored) complain('lost', 'the centre says that it was put back');
    for (const one of held) one.isAcknowledged = false;
    acknowledgedSeqs.clear();
    return true;
  }

  async function upload(batch: readonly HeldEvent[]): Promise<boolean> {
    const before = batch.map(({ isAcknowledged }) => isAcknowledged);
    const acknowledgedBefore = new Map(acknowledgedSeqs);
    const sender = { bootId, monoMs: performance.now() };
    const body = Buffer.from(JSON.stringify({ incarnation, sender, events: batch.map(({ event }) => event) }));
    const path = pathOf('uploadEvents', { cityId, kioskId });
    const answer = await askSigned({ method: 'POST', path, body });
    if (answer === null || isBusy(answer)) return false;
    if (answer.status !== 200) {
      complain('refused', `${answer.status} ${problemOfAnswer(answer)}`);
      return false;
    }
    uploads += 1;
    onUpload();
    const { items, acknowledged, storeEpoch } = EventsAnswer.parse(jsonOf(answer));
    const isNew = meetMemory(storeEpoch);
    if (isNew) acknowledgedBefore.clear();
    for (const [index, one] of batch.entries()) {
      const item = items[index];
      const { epoch, seq } = one.event;
      if (item?.status !== 'stored' && item?.status !== 'duplicate') {
        complain('refused', `${epoch} ${seq}: ${JSON.stringify(item)}`);
        continue;
      }
      if (item.status === 'stored' && item.fork) complain('twice', `${epoch} ${seq} is called a fork`);
      // The centre stored an event as new that it had acknowledged before, so it had lost the event.
      if (item.status === 'stored' && before[index] && !isNew) complain('lost', `${epoch} ${seq} was new again`);
      one.isAcknowledged = true;
    }
    for (const { epoch, seq } of acknowledged) {
      const known = acknowledgedBefore.get(epoch) ?? 0;
      if (seq < known) complain('lost', `epoch ${epoch} is kept up to ${seq}, after ${known}`);
      const highest = held.findLast(({ event }) => event.epoch === epoch)?.event.seq ?? 0;
      if (seq > highest) complain('changed', `epoch ${epoch} is kept up to ${seq} of ${highest}`);
      acknowledgedSeqs.set(epoch, Math.max(seq, acknowledgedSeqs.get(epoch) ?? 0));
    }
    return true;
  }

  function makeEvents(): void {
    const room = pace.mostEvents - held.length;
    const count = random.chance(0.03) ? random.int(200, 400) : random.chance(0.6) ? random.int(1, 6) : 0;
    for (const event of maker.next(Math.min(room, count))) held.push({ event, isAcknowledged: false });
  }

  async function sendUntil(isDone: () => boolean): Promise<void> {
    for (let failures = 0; !isDone(); ) {
      const batch = chooseBatch();
      if (batch.length === 0) return;
      if (await upload(batch)) return;
      failures += 1;
      await backOff(random, failures);
    }
  }

  return {
    identity,
    held,
    uploads: () => uploads,
    askSigned,
    async live(stopped) {
      while (!stopped.aborted) {
        makeEvents();
        await sendUntil(() => stopped.aborted);
        await wait(random.int(...pace.pauseMs));
      }
    },
    async drain(giveUp) {
      const isDone = () => giveUp.aborted || held.every(({ isAcknowledged }) => isAcknowledged);
      while (!isDone()) await sendUntil(isDone);
    },
  };
}
