/** Ends a place; again does nothing. */
export type Leave = () => void;

export interface Admission {
  /**
   * A place to find out who asks, or to work for somebody who has shown nothing. Those of one address wait for each other; `null` when too
   * many wait, or the replica has its hands full.
   */
  check(address: string): Promise<Leave | null>;
  /** A place for a request whose sender is known, from its head to its answer: it costs a connection and a body, not yet work. */
  attend(caller: string, most: number): Leave | null;
  /** A place to be worked on. */
  work(): Leave | null;
}

/** Of a kiosk, of its reads and of its bodies: it asks one thing at a time, and follows hints; the rest is for answers that it did not wait for. */
export const MOST_OF_KIOSK = 8;
/** Of a person or a program. */
export const MOST_OF_TOKEN = 64;
/** Of an address: bodies that are read although nobody knows whose they are. */
export const MOST_STRANGERS_BODIES = 16;

/** One address may have this part of all places, and so many times that may wait. */
const PART_OF_ADDRESS = 0.25;
const LEAST_OF_ADDRESS = 8;
const WAITING = 8;

interface Address {
  taken: number;
  waiting: (() => void)[];
}

/**
 * Who is worked on at once. What counts is work: the database is asked who somebody is, or a whole request is carried out. A connection
 * that sends nothing, half a head or half a body takes none of these places.
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

function once(work: () => void): Leave {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
