import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../ports/clock.ts';
import {
  ChangesAsked,
  KIOSK_PATHS,
  KIOSK_RUN_HEADER,
  KIOSK_SLOT_HEADER,
  NumberAsked,
  NumberShown,
  OrderPassedOn,
} from '../contract/kiosks.ts';
import type { HubCall, Known } from '../contract/server-thread.ts';
import { createAllowance } from './allowance.ts';
import type { CoreCalls } from './core-calls.ts';
import { claimedPin, provenPin } from './kiosk-proof.ts';
import { answer, give, type Handle, isJson, readBody } from './requests.ts';

export interface KioskRoutesParts {
  /** This kiosk's own pin: other kiosks sign for it. */
  ownPin: string;
  known: () => Known;
  core: CoreCalls;
  /** A paired kiosk has signed a request. */
  onShown: (request: IncomingMessage, pin: string) => void;
  clock: Clock;
}

/**
 * Requests of the office's other kiosks, each signed by a key that a technician has compared. A caller without such a key learns and
 * changes nothing, and does not reach the core.
 */
export function createKioskRoutes({ ownPin, known, core, onShown, clock }: KioskRoutesParts): Record<string, Handle> {
  const mayAsk = createAllowance(120, 20, clock);
  // As many citizens as come to a kiosk in a rush.
  const mayHaveNumber = createAllowance(60, 1_000, clock);
  const isLetIn = (pin: string | null): pin is string => pin !== null && known().kiosks?.pins.includes(pin) === true;

  /** `callOf`: the call to the core; a status if there is none. */
  function signed(path: string, callOf: (pin: string, value: unknown) => HubCall | number): Record<string, Handle> {
    return {
      async [path](request, response) {
        const { kiosks } = known();
        if (kiosks === null) {
          answer(response, 404);
          return;
        }
        response.setHeader(KIOSK_SLOT_HEADER, String(kiosks.slot));
        response.setHeader(KIOSK_RUN_HEADER, kiosks.run);
        // The body of a stranger is not read, and its signature is not verified.
        if (!isLetIn(claimedPin(request.headers)) || !isJson(request)) {
          answer(response, 401);
          return;
        }
        if (!mayAsk(request.socket.remoteAddress ?? '')) {
          answer(response, 429);
          return;
        }
        const body = await readBody(request);
        const pin = body === null ? null : provenPin(request.headers, ownPin, path, body);
        if (body === null || !isLetIn(pin)) {
          answer(response, 401);
          return;
        }
        onShown(request, pin);
        const call = callOf(pin, jsonOf(body));
        if (typeof call === 'number') answer(response, call);
        else give(response, await core.ask(call));
      },
    };
  }
  return {
    ...signed(KIOSK_PATHS.changes, (pin, value) => {
      const asked = ChangesAsked.safeParse(value).data;
      return asked === undefined ? 400 : { call: 'changes', pin, asked };
    }),
    ...signed(KIOSK_PATHS.trial, (pin) => ({ call: 'trial', pin })),
    ...signed(KIOSK_PATHS.numbers, (pin, value) => {
      const asked = NumberAsked.safeParse(value).data;
      if (asked === undefined) return 400;
      return mayHaveNumber(pin) ? { call: 'numbers', pin, asked } : 429;
    }),
    ...signed(KIOSK_PATHS.numbersAgain, (pin, value) => {
      const shown = NumberShown.safeParse(value).data;
      return shown === undefined ? 400 : { call: 'numbers-again', pin, shown };
    }),
    ...signed(KIOSK_PATHS.orders, (pin, value) => {
      const passed = OrderPassedOn.safeParse(value).data;
      return passed === undefined ? 400 : { call: 'pass-on', pin, passed };
    }),
  };
}

/** `null` if the body is no JSON; no schema accepts `null`. */
function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
