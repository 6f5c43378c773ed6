/** Frees a place (the right to be one of a limited number of simultaneous requests). A second call does nothing. */
export type Leave = () => void;

export interface Admission {
  /**
   * Gives a place for checking credentials, or for work of an unauthenticated client. An address that has all its places waits until one is
   * free. `null`: too many requests of the address wait, or the replica is full.
   */
  check(address: string): Promise<Leave | null>;
  /** Gives a place to a request of a known caller, from its head to its answer. It limits connections and bodies, not work. */
  attend(caller: string, most: number): Leave | null;
  work(): Leave | null;
}

/**
 * Largest number of simultaneous requests of one kiosk, counted separately for reads and for requests with a body. A kiosk sends one
 * request at a time beside its stream of wake-ups; the other places are for requests whose answers it no longer awaits.
 */
export const MOST_OF_KIOSK = 8;
export const MOST_OF_TOKEN = 64;
export const MOST_STRANGERS_BODIES = 16;

/**
 * One address may have this share of all places, but at least `LEAST_OF_ADDRESS`. `WAITING` times as many requests of the address may wait
 * for a place.
 */
const PART_OF_ADDRESS = 0.25;
const LEAST_OF_ADDRESS = 8;
const WAITING = 8;

interface Address {
  taken: number;
  waiting: (() => void)[];
}

/**
 * Limits simultaneous work: checks of credentials in the database, and the handling of complete requests. A connection that sends nothing,
 * half a head or half a body has no place.
 */
export function createAdmission(maxInFlight: number): Admission {
  const ofAddress = Math.max(LEAST_OF_ADDRESS, Math.floor(maxInFlight * PART_OF_ADDRESS));
  const addresses = new Map<string, Address>();
  const callers = new Map<string, number>();
  let inFlight = 0;

  function work(): Leave | null {
    if (inFlight >= maxInFlight) return null;
    inFlight += 1;
    return once(() => {
      inFlight -= 1;
    });
  }

  function leaveAddress(address: string, place: Address): void {
    const next = place.waiting.shift();
    if (next) {
      next();
      return;
    }
    place.taken -= 1;
    if (place.taken === 0) addresses.delete(address);
  }

  return {
    work,
    async check(address) {
      if (inFlight >= maxInFlight) return null;
      const place = addresses.get(address) ?? { taken: 0, waiting: [] };
      addresses.set(address, place);
      if (place.taken < ofAddress) place.taken += 1;
      else if (place.waiting.length >= ofAddress * WAITING) return null;
      else await new Promise<void>((resolve) => void place.waiting.push(resolve));
      const leave = work();
      if (leave === null) {
        leaveAddress(address, place);
        return null;
      }
      return once(() => {
        leave();
        leaveAddress(address, place);
      });
    },
    attend(caller, most) {
      const taken = callers.get(caller) ?? 0;
      if (taken >= most) return null;
      callers.set(caller, taken + 1);
      return once(() => {
        const left = (callers.get(caller) ?? 1) - 1;
        if (left > 0) callers.set(caller, left);
        else callers.delete(caller);
      });
    },
  };
}

export function once(work: () => void): Leave {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
