import type { BookedHour, HourToHold, NoHours, OfficeHours } from '../../booking/ports/office-hours.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { Enrolment } from '../ports/centre-memory.ts';
import type { CallFault } from './call-fault.ts';
import type { CentreClient, Question } from './centre-client.ts';
import { signedBy } from './tasks/task.ts';

/** Longest wait for an answer, because a citizen waits at the screen. */
const ANSWER_WITHIN_MS = 6_000;

/**
 * Largest number of reserved appointment times (holds) whose release the centre has not answered yet: far more than a kiosk and its desks
 * reserve while the network is down.
 */
const MOST_UNRELEASED = 200;

export interface KioskHours extends OfficeHours {
  /** To be called when the centre has answered any request: repeats the releases that the centre has not answered. */
  heard(): void;
}

interface OfficeHoursParts {
  client: Pick<CentreClient, 'ask'>;
  enrolment: () => Enrolment | null;
  key: () => SigningKey | null;
  clock: Pick<Clock, 'after'>;
}

/**
 * Returns the reason why the centre gave no appointment time. `gone` follows only from the centre's signed refusal; any other failure says
 * nothing about whether the time is free.
 */
function whyNot({ kind, signed, problemKind }: CallFault): NoHours | 'gone' {
  if (signed && (problemKind === 'hour-gone' || problemKind === 'not-found')) return 'gone';
  return kind === 'central-busy' || problemKind === 'too-many-tries' ? 'slow' : 'offline';
}

/** Asks the centre for appointment times at once, beside the schedule of other requests, so that a citizen does not wait for an upload. */
export function createOfficeHours({ client, enrolment, key, clock }: OfficeHoursParts): KioskHours {
  let unreleased = new Set<string>();
  const released = new Set<string>();
  let isReleasing = false;

  function question(body: object): Question | null {
    const [known, signing] = [enrolment(), key()];
    if (known === null || signing === null) return null;
    return { ...signedBy(known, signing), body };
  }

  /** Resolves with `slow` once the time for an answer is over; `onLate` gets an answer that arrives later. */
  function inTime<T>(answer: Promise<T>, slow: T, onLate: (late: T) => void = () => {}): Promise<T> {
    return new Promise((resolve) => {
      let isLate = false;
      const callOff = clock.after(ANSWER_WITHIN_MS, () => {
        isLate = true;
        resolve(slow);
      });
      void answer.then((given) => {
        callOff();
        if (isLate) onLate(given);
        else resolve(given);
      });
    });
  }

  const OFFLINE = refuse({ kind: 'offline' as const });
  const SLOW = refuse({ kind: 'slow' as const });

  async function askHours(asked: object): ReturnType<OfficeHours['ask']> {
    const body = question(asked);
    const answer = body && (await client.ask('askKioskHours', body));
    if (answer === null) return OFFLINE;
    if (answer.ok) return answer.value.body === null ? OFFLINE : succeed(answer.value.body);
    return whyNot(answer.error) === 'slow' ? SLOW : OFFLINE;
  }

  async function holdHour({ hold: own, ...hour }: HourToHold): ReturnType<OfficeHours['hold']> {
    const ask = async (order: object) => {
      const body = question(order);
      return body && client.ask('holdKioskHour', body);
    };
    let answer = await ask(own === undefined ? hour : { ...hour, hold: own });
    // A centre of an earlier release refuses the field `hold`, the secret that the kiosk makes for the reservation, so the kiosk asks again
    // without it.
    if (own !== undefined && answer?.ok === false && answer.error.problemKind === 'malformed-request')
      answer = await ask(hour);
    if (answer === null || (answer.ok && answer.value.body === null)) return OFFLINE;
    return answer.ok ? succeed({ hold: answer.value.body?.hold ?? '' }) : refuse({ kind: whyNot(answer.error) });
  }

  async function confirmHour(hold: string): ReturnType<OfficeHours['confirm']> {
    const body = question({ hold });
    const answer = body && (await client.ask('confirmKioskHour', body));
    if (answer === null) return OFFLINE;
    if (!answer.ok) return refuse({ kind: whyNot(answer.error) });
    const booked: BookedHour | null = answer.value.body;
    return booked === null ? OFFLINE : succeed(booked);
  }

  async function releaseOnce(hold: string): Promise<boolean> {
    const body = question({ hold });
    if (body === null) return false;
    const answer = await client.ask('releaseKioskHour', body);
    return answer.ok || (answer.error.signed && whyNot(answer.error) !== 'slow');
  }

  /** Only one run at a time: the centre's answer to a release calls `heard`, which starts `releaseAll` again. */
  async function releaseAll(): Promise<void> {
    if (isReleasing) return;
    isReleasing = true;
    for (const hold of unreleased) {
      // A release of this hold that is wanted during the request is sent again.
      unreleased.delete(hold);
      if (await releaseOnce(hold)) continue;
      unreleased = new Set([hold, ...unreleased]);
      break;
    }
    isReleasing = false;
  }

  function release(hold: string): void {
    for (const holds of [unreleased, released]) {
      holds.add(hold);
      const [oldest] = holds;
      if (holds.size > MOST_UNRELEASED && oldest !== undefined) holds.delete(oldest);
    }
    void releaseAll();
  }

  return {
    ask: (asked) => inTime(askHours(asked), SLOW),
    hold: (hour) =>
      inTime(holdHour(hour), SLOW, (late) => {
        // A reservation confirmed too late is released if the centre made its secret, because no caller knows that secret. A reservation
        // that was already released is released again, because the first release may have reached the centre before the reservation did.
        if (late.ok && (late.value.hold !== hour.hold || released.has(late.value.hold))) release(late.value.hold);
      }),
    confirm: (hold) => inTime(confirmHour(hold), SLOW),
    release,
    heard: () => void releaseAll(),
  };
}

export const NO_OFFICE_HOURS: OfficeHours = {
  ask: () => Promise.resolve(refuse({ kind: 'offline' })),
  hold: () => Promise.resolve(refuse({ kind: 'offline' })),
  confirm: () => Promise.resolve(refuse({ kind: 'offline' })),
  release: () => {},
};
