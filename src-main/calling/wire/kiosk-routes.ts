import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../ports/clock.ts';
import type { NumberWantedBy } from '../../tickets/ports/store.ts';
import type { GivenNumber } from '../../tickets/rules/number-line.ts';
import type { DeskAnswer, DeskOrder } from '../contract/desk.ts';
import {
  ChangesAsked,
  KIOSK_PATHS,
  KIOSK_RUN_HEADER,
  KIOSK_SLOT_HEADER,
  NumberAsked,
  NumberShown,
  type OfficeChanges,
  OrderPassedOn,
} from '../contract/kiosks.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import { areTogether } from '../rules/office-hub.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import type { OfficeFeed } from '../steps/office-feed.ts';
import { createAllowance } from './allowance.ts';
import { claimedPin, type KioskKey, provenPin } from './kiosk-proof.ts';
import { answer, isJson, readBody } from './requests.ts';
import type { Handle } from './routes.ts';

export interface KioskRoutesParts {
  key: KioskKey;
  slot: number;
  run: string;
  /** This kiosk's id at the centre; `null` without a centre. */
  kioskId: () => string | null;
  kiosks: OfficeKiosks;
  feed: OfficeFeed;
  help: Pick<HelpCalls, 'said' | 'onChange'>;
  /** Reads from disk again, because the centre's changes to tickets are not reported here. */
  look: () => void;
  /** Carries out a desk's order on this kiosk. */
  order: (deskId: string, order: DeskOrder) => DeskAnswer;
  hasDesk: (deskId: string) => boolean;
  wasAsked: (pin: string, knows: number) => void;
  numbers: NumbersForOthers;
  /** A paired kiosk has signed a request. */
  onShown: (request: IncomingMessage, pin: string) => void;
  clock: Clock;
}

/** This kiosk's numbers for tickets of other kiosks; each is on disk before the answer. */
export interface NumbersForOthers {
  /** `null`: there is none, or the office has no such series. */
  give: (wanted: NumberWantedBy) => GivenNumber | null;
  /** Returns whether no later ticket has this number; then none will get it, and its slip may be printed again. */
  bringBack: (given: GivenNumber & { readonly series: string }) => boolean;
}

/**
 * Requests of the office's other kiosks, each signed by a key that a technician has compared. A caller without such a key learns and
 * changes nothing.
 */
export function createKioskRoutes(parts: KioskRoutesParts): Readonly<Record<string, Handle>> {
  const { key, kiosks, clock } = parts;
  const mayAsk = createAllowance(120, 20, clock);
  const held = new Map<string, () => void>();
  const isLetIn = (pin: string | null): pin is string => pin !== null && kiosks.all().includes(pin);

  const signed: Signed = (path, act) => async (request, response) => {
    response.setHeader(KIOSK_SLOT_HEADER, String(parts.slot));
    response.setHeader(KIOSK_RUN_HEADER, parts.run);
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
    const pin = body === null ? null : provenPin(request.headers, key.pin, path, body);
    if (body === null || !isLetIn(pin)) {
      answer(response, 401);
      return;
    }
    parts.onShown(request, pin);
    act(pin, jsonOf(body), response);
  };
  return {
    [KIOSK_PATHS.changes]: signed(KIOSK_PATHS.changes, (pin, value, response) => {
      const asked = ChangesAsked.safeParse(value);
      if (!asked.success) answer(response, 400);
      else if (asked.data.officeId !== parts.feed.officeId) answer(response, 403);
      else giveChanges(parts, held, pin, asked.data, response);
    }),
    [KIOSK_PATHS.trial]: signed(KIOSK_PATHS.trial, (_pin, _value, response) => answer(response, 200)),
    ...numberRoutes(parts, signed),
    [KIOSK_PATHS.orders]: signed(KIOSK_PATHS.orders, (_pin, value, response) => {
      const passed = OrderPassedOn.safeParse(value);
      // A desk that this kiosk's profile lacks is served by the kiosk with its browser.
      if (!passed.success || !parts.hasDesk(passed.data.deskId)) answer(response, 400);
      else if (passed.data.officeId !== parts.feed.officeId) answer(response, 403);
      else answer(response, 200, parts.order(passed.data.deskId, passed.data.order));
    }),
  };
}

type Signed = (path: string, act: (pin: string, value: unknown, response: ServerResponse) => void) => Handle;

function numberRoutes({ feed, numbers, clock }: KioskRoutesParts, signed: Signed): Readonly<Record<string, Handle>> {
  // As many citizens as come to a kiosk in a rush.
  const mayHaveNumber = createAllowance(60, 1_000, clock);
  return {
    [KIOSK_PATHS.numbers]: signed(KIOSK_PATHS.numbers, (pin, value, response) => {
      const asked = NumberAsked.safeParse(value);
      if (!asked.success) answer(response, 400);
      else if (asked.data.officeId !== feed.officeId) answer(response, 403);
      else if (!mayHaveNumber(pin)) answer(response, 429);
      else {
        const given = numbers.give(asked.data);
        if (given === null) answer(response, 409);
        else answer(response, 200, given);
      }
    }),
    [KIOSK_PATHS.numbersAgain]: signed(KIOSK_PATHS.numbersAgain, (_pin, value, response) => {
      const shown = NumberShown.safeParse(value);
      if (!shown.success) answer(response, 400);
      else if (shown.data.officeId !== feed.officeId) answer(response, 403);
      else answer(response, numbers.bringBack(shown.data) ? 200 : 409);
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

/**
 * Answers at once if there are changes, else at the next change or when the time is up. A kiosk waits once: its new request ends the
 * previous one.
 */
function giveChanges(
  { feed, help, kiosks, kioskId, look, clock, wasAsked }: KioskRoutesParts,
  held: Map<string, () => void>,
  pin: string,
  asked: ChangesAsked,
  response: ServerResponse,
): void {
  const withTrust = (changes: OfficeChanges): OfficeChanges => {
    const name = kioskId();
    const trust = { revocations: [...kiosks.revocations()], ...(name === null ? {} : { kioskId: name }) };
    return { ...changes, ...trust, help: help.said() };
  };
  held.get(pin)?.();
  look();
  const now = feed.changes(asked);
  // The position in an earlier run's log does not say what the caller knows.
  if (areTogether(asked.nowMs, clock.wallMs())) wasAsked(pin, asked.log === now.log ? asked.since : 0);
  const hasNewHelp = asked.helpNo !== undefined && asked.helpNo !== help.said().no;
  const hasNews = !now.isAll || now.tickets.length + now.pauses.length > 0 || asked.log !== now.log || hasNewHelp;
  if (hasNews || asked.holdMs === 0) {
    answer(response, 200, withTrust(now));
    return;
  }
  const give = (): void => {
    forget();
    if (response.destroyed) return;
    // A kiosk that was unpaired while it waited gets no changes.
    if (kiosks.all().includes(pin)) answer(response, 200, withTrust(feed.changes(asked)));
    else answer(response, 401);
  };
  const callOff = clock.after(asked.holdMs, give);
  const stops = [feed.onChange(give), help.onChange(give)];
  function forget(): void {
    callOff();
    for (const stop of stops) stop();
    response.off('close', forget);
    if (held.get(pin) === give) held.delete(pin);
  }
  response.on('close', forget);
  held.set(pin, give);
}
