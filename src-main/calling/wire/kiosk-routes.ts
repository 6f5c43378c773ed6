import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../ports/clock.ts';
import { KIOSK_PATHS, KIOSK_RUN_HEADER, KIOSK_SLOT_HEADER } from '../contract/paths.ts';
import type { HubCall, Known } from '../contract/server-thread.ts';
import { createAllowance } from './allowance.ts';
import type { CoreCalls } from './core-calls.ts';
import { claimedPin, provenPin } from './kiosk-proof.ts';
import { answer, give, type Handle, isJson, jsonIn, readBody } from './requests.ts';

export interface KioskRoutesParts {
  /** This kiosk's own pin; other kiosks must sign their requests for it (`proofText`). */
  ownPin: string;
  known: () => Known;
  core: CoreCalls;
  onShown: (request: IncomingMessage, pin: string) => void;
  clock: Clock;
}

type KioskCall = Extract<HubCall, { pin: string }>['call'];

const CALLS: readonly (readonly [path: string, call: KioskCall])[] = [
  [KIOSK_PATHS.changes, 'changes'],
  [KIOSK_PATHS.trial, 'trial'],
  [KIOSK_PATHS.numbers, 'numbers'],
  [KIOSK_PATHS.numbersAgain, 'numbers-again'],
  [KIOSK_PATHS.orders, 'orders'],
];

/**
 * Handles the requests of the office's other kiosks, each signed by a key that a technician has compared. A caller without such a key
 * learns only this kiosk's slot and run, changes nothing, and does not reach the core.
 */
export function createKioskRoutes({ ownPin, known, core, onShown, clock }: KioskRoutesParts): Record<string, Handle> {
  const mayAsk = createAllowance(120, 20, clock);
  // A kiosk gets 60 numbers at once and one more each second: enough for the citizens who come in a rush.
  const mayHaveNumber = createAllowance(60, 1_000, clock);
  const isLetIn = (pin: string | null): pin is string => pin !== null && known().kiosks?.pins.includes(pin) === true;

  const signed =
    (path: string, call: KioskCall): Handle =>
    async (request, response) => {
      const { kiosks } = known();
      if (kiosks === null) return answer(response, 404);
      response.setHeader(KIOSK_SLOT_HEADER, String(kiosks.slot));
      response.setHeader(KIOSK_RUN_HEADER, kiosks.run);
      // The body of a stranger is not read, and its signature is not verified.
      if (!isLetIn(claimedPin(request.headers)) || !isJson(request)) return answer(response, 401);
      if (!mayAsk(request.socket.remoteAddress ?? '')) return answer(response, 429);
      const body = await readBody(request);
      const pin = body === null ? null : provenPin(request.headers, ownPin, path, body);
      if (body === null || !isLetIn(pin)) return answer(response, 401);
      onShown(request, pin);
      if (call === 'numbers' && !mayHaveNumber(pin)) return answer(response, 429);
      // No schema accepts `null`, the value of a body that is not JSON.
      give(response, await core.ask({ call, pin, body: jsonIn(body)?.value ?? null }));
    };
  return Object.fromEntries(CALLS.map(([path, call]) => [path, signed(path, call)]));
}
