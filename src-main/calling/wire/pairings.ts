import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { HUB_CODE_DIGITS, type HubRole, type WaitingBrowser } from '../contract/pairing.ts';
import type { HubIdentities } from '../ports/hub-identities.ts';
import { addressOf, networkOf } from './addresses.ts';
import { firstToGo } from './places.ts';
import { tokenHashOf } from './requests.ts';

/** A code is valid long enough to walk to the kiosk. */
const CODE_MS = 10 * 60_000;
/**
 * Largest number of waiting browsers; an office never has more. A further browser takes the place of the browser that `firstToGo` chooses.
 */
const MOST_WAITING = 12;
/** Largest number of codes for one address. Without this limit the pages of one browser would push out each other's codes without end. */
const MOST_OF_ONE = 3;
/** A page asks every two seconds whether it was paired; a page that was silent for this long was closed or reloaded. */
const LEFT_MS = 10_000;

const newSecret = (): string => randomBytes(32).toString('base64url');

interface Pairing {
  code: string;
  role: HubRole;
  claimHash: string;
  sinceMs: number;
  /** The moment of the request; like `untilMs` and `askedMs` by the monotonic clock. */
  beganMs: number;
  untilMs: number;
  askedMs: number;
  /** `group`: the network of the address `from`. */
  from: string;
  group: string;
  /**
   * The browser's identity, once a technician has confirmed the code; `null` before. The token stays in memory until the page has had time
   * to take it.
   */
  paired: { identityId: string; token: string; isTaken: boolean } | null;
}

export type Claimed = { state: 'waiting' | 'gone' } | { state: 'paired'; role: HubRole; token: string };

export interface Pairings {
  /** Issues a code to a page. `from`: the IP address that asks. `null`: three pages of that address are waiting already. */
  begin(role: HubRole, from: string): { code: string; claim: string; expiresInS: number } | null;
  /** Answers a page that asks for its identity. A repeated request gets the same answer, because the first answer may have been lost. */
  claim(claim: string): Claimed;
  /** Pairs the browser that shows this code. `certificate`: SHA-256 of this kiosk's certificate, stored to notice a later change. */
  confirm(
    code: string,
    deskId: string | null,
    certificate: string | null,
  ): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  waiting(): readonly WaitingBrowser[];
}

/** Keeps the waiting browsers in memory only: after a restart their pages ask for new codes. */
export function createPairings(identities: HubIdentities, clock: Clock): Pairings {
  let pairings: readonly Pairing[] = [];

  function current(): readonly Pairing[] {
    const nowMs = clock.monotonicMs();
    const over = pairings.filter(({ untilMs }) => untilMs <= nowMs);
    pairings = pairings.filter(({ untilMs }) => untilMs > nowMs);
    // A token that no page took becomes invalid.
    // Result ignored: if the disk refuses, the browser is listed as never seen, and a technician can end it.
    for (const { paired } of over) if (paired !== null && !paired.isTaken) identities.end(paired.identityId);
    return pairings;
  }

  return {
    begin(role, address) {
      const nowMs = clock.monotonicMs();
      const from = addressOf(address);
      const others = withRoomFor(from, current(), nowMs);
      if (others === null) return null;
      const claim = newSecret();
      let code: string;
      do code = String(randomInt(10 ** HUB_CODE_DIGITS)).padStart(HUB_CODE_DIGITS, '0');
      while (others.some((other) => other.code === code));
      const pairing = {
        code,
        role,
        claimHash: tokenHashOf(claim),
        sinceMs: clock.wallMs(),
        beganMs: nowMs,
        untilMs: nowMs + CODE_MS,
        askedMs: nowMs,
        from,
        group: networkOf(address),
        paired: null,
      };
      pairings = [...others, pairing];
      return { code, claim, expiresInS: CODE_MS / 1_000 };
    },
    claim(claim) {
      const found = current().find(({ claimHash }) => claimHash === tokenHashOf(claim));
      if (found === undefined) return { state: 'gone' };
      found.askedMs = clock.monotonicMs();
      if (found.paired === null) return { state: 'waiting' };
      found.paired.isTaken = true;
      return { state: 'paired', role: found.role, token: found.paired.token };
    },
    confirm(code, deskId, certificate) {
      const found = current().find((one) => one.code === code && one.paired === null);
      if (found === undefined || (found.role === 'desk') !== (deskId !== null))
        return refuse({ kind: 'unknown-request' });
      const [identityId, token] = [randomUUID(), newSecret()];
      const identity = { identityId, role: found.role, deskId, pairedAtMs: clock.wallMs(), certificate };
      const added = identities.add(identity, tokenHashOf(token));
      if (!added.ok) return added;
      found.paired = { identityId, token, isTaken: false };
      return succeed(null);
    },
    waiting: () =>
      current().flatMap(({ code, role, sinceMs, paired }) => (paired === null ? [{ code, role, sinceMs }] : [])),
  };
}

/** Returns the pairings that stay when a page of this address asks for a code; `null` if three pages of that address still ask. */
function withRoomFor(from: string, all: readonly Pairing[], nowMs: number): readonly Pairing[] | null {
  const waiting = all.filter(({ paired }) => paired === null);
  const own = waiting.filter((one) => one.from === from);
  const left = new Set(waiting.filter(({ askedMs }) => nowMs - askedMs > LEFT_MS));
  if (own.filter((one) => !left.has(one)).length >= MOST_OF_ONE) return null;
  const gone = new Set(own.filter((one) => left.has(one)));
  const held = waiting.filter((one) => !gone.has(one));
  if (held.length < MOST_WAITING) return all.filter((one) => !gone.has(one));
  // A closed page loses its place before a page that still asks for its identity.
  const closed = held.filter((one) => left.has(one));
  const first = firstToGo(
    (closed.length > 0 ? closed : held).map((one) => ({ one, group: one.group, atMs: one.beganMs })),
  );
  return all.filter((one) => !gone.has(one) && one !== first?.one);
}
