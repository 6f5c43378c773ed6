import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { EnrolmentOpened } from '../../src-main/contract/centre/enrolment.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { pairingFingerprint } from '../../src-main/signing/keys.ts';
import {
  beginDay,
  deskAct,
  giveTurn,
  makeContact,
  newCandidate,
  openEnrolment,
  type PlayedEvent,
  type PlayedKiosk,
  type PlayedWire,
  readEnrolment,
  stateQueue,
  tell,
} from '../sandbox/played-kiosk.ts';
import { ZONE } from './city.ts';
import type { Cast } from './past.ts';

const NEXT_MS = 1_000;
const ASK_AGAIN_MS = 5_000;

export interface PresentParts {
  wire: PlayedWire;
  cast: Cast[];
  logger: Pick<FastifyBaseLogger, 'warn'>;
  signal: AbortSignal;
  /** Called after each round, so that the caller stores the kiosks' last numbers. */
  keep(): void;
}

export async function playPresent({ wire, cast, logger, signal, keep }: PresentParts): Promise<void> {
  const visits: Visits = new Map();
  for (let round = 0; !signal.aborted; round += 1) {
    const one = cast[round % cast.length];
    try {
      if (one !== undefined && isHeard(one)) await act(wire, one, { round, isCalling: isCalling(cast, one), visits });
    } catch (err) {
      if (!signal.aborted) logger.warn({ event: 'kiosk-not-played', err });
    }
    keep();
    await pause(NEXT_MS, undefined, { signal }).catch(() => undefined);
  }
}

type Visits = Map<string, { ticketId: string; untilMs: number }>;
const VISIT_MS = 240_000;

const isHeard = ({ plays }: Cast): boolean => plays !== 'silent' && plays !== 'offline';

const isCalling = (cast: readonly Cast[], one: Cast): boolean =>
  one.office.waiting > 0 && one === cast.find(({ office, plays }) => office === one.office && plays !== 'no-paper');

async function act(
  wire: PlayedWire,
  { kiosk, office, plays, services }: Cast,
  { round, isCalling, visits }: { round: number; isCalling: boolean; visits: Visits },
): Promise<void> {
  beginDay(wire, kiosk, ZONE);
  const orders = await makeContact(wire, kiosk);
  const events: PlayedEvent[] = orders.map(({ orderId, action }) => ({
    type: 'order-ended',
    payload: { orderId, action, result: plays === 'no-paper' && action === 'print-test' ? 'paper-out' : 'done' },
  }));
  if (isCalling) {
    const wanted = Math.max(0, office.waiting + (round % 5) - 2);
    const service = services[round % services.length];
    const nowMs = wire.clock.nowMs();
    const visit = visits.get(kiosk.kioskId);
    if (visit !== undefined && visit.untilMs <= nowMs) {
      events.push(deskAct(visit.ticketId, 2, 'finish'));
      visits.delete(kiosk.kioskId);
    }
    const next = visits.has(kiosk.kioskId) || kiosk.waiting.length <= wanted ? undefined : kiosk.waiting.shift();
    if (next !== undefined) {
      events.push(deskAct(next, 1, 'call'));
      visits.set(kiosk.kioskId, { ticketId: next, untilMs: nowMs + VISIT_MS * (1 + (round % 3)) });
    }
    while (service !== undefined && kiosk.waiting.length < wanted) events.push(...giveTurn(wire, kiosk, service, ZONE));
  }
  await tell(wire, kiosk, events, plays === 'clock-off');
  if (isCalling) await stateQueue(wire, kiosk, services);
}

/** Opens an enrolment for a new kiosk and waits until a person admits it. Then this kiosk is simulated like the kiosks of `cast`. */
export async function waitToBeAdmitted(
  { wire, cast, signal }: Omit<PresentParts, 'keep' | 'logger'>,
  {
    centreKey,
    say,
    admitted,
  }: { centreKey: PublicKey; say: (text: string) => void; admitted: (kiosk: PlayedKiosk) => Cast | null },
): Promise<void> {
  const candidate = newCandidate();
  let opened: EnrolmentOpened | null = null;
  while (!signal.aborted) {
    if (opened === null || Date.parse(opened.expiresAt) <= wire.clock.nowMs()) {
      opened = await openEnrolment(wire, candidate, '0.3.0');
      const { code } = opened;
      const fingerprint = pairingFingerprint(candidate.key.publicKey, centreKey)
        .match(/.{1,5}/g)
        ?.join(' ');
      say(`A new kiosk asks to be enrolled: code ${code.slice(0, 4)} ${code.slice(4)}, fingerprint ${fingerprint}`);
    }
    const kiosk = await readEnrolment(wire, candidate, opened.enrolmentId);
    if (kiosk !== null) {
      const one = admitted(kiosk);
      if (one !== null) cast.push(one);
      await tell(wire, kiosk, [{ type: 'printer-condition', payload: { printer: 'main', condition: 'ready' } }]);
      say('The new kiosk is enrolled and gives turns.');
      return;
    }
    await pause(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}
