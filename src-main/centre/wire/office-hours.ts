import type { BookedHour, NoHours, OfficeHours } from '../../booking/ports/office-hours.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { Enrolment } from '../ports/centre-memory.ts';
import type { CallFault } from './call-fault.ts';
import type { CentreClient, Question } from './centre-client.ts';
import { pathOfKiosk } from './tasks/task.ts';

/** A person stands at the screen: longer than this they are not kept waiting. */
const ANSWER_WITHIN_MS = 6_000;

/** Far more than a kiosk and its desks hold within the time of a cut. */
const MOST_UNRELEASED = 200;

export interface KioskHours extends OfficeHours {
  /** The centre has answered: what it has not heard is given back again. */
  heard(): void;
}

interface OfficeHoursParts {
  client: Pick<CentreClient, 'ask'>;
  /** `null`: this kiosk is not enrolled. */
  enrolment: () => Enrolment | null;
  key: () => SigningKey | null;
  clock: Pick<Clock, 'after'>;
}

/** Only the centre's own refusal says anything of the hour. */
function whyNot({ kind, signed, problemKind }: CallFault): NoHours | 'gone' {
  if (signed && (problemKind === 'hour-gone' || problemKind === 'not-found')) return 'gone';
  return kind === 'central-busy' || problemKind === 'too-many-tries' ? 'slow' : 'offline';
}

/** Asks the centre for hours outside the schedule of exchanges, so that neither waits for the other. */
export function createOfficeHours({ client, enrolment, key, clock }: OfficeHoursParts): KioskHours {
  /** Holds whose release the centre has not answered, the oldest first. */
  const unreleased = new Set<string>();
  let isReleasing = false;

  function question(body: object): Question | null {
    const [known, signing] = [enrolment(), key()];
    if (known === null || signing === null) return null;
    return { params: pathOfKiosk(known), body, signer: { key: signing, tag: 'kiosk', count: null } };
  }

  /** `slow` once the time is up; `onLate` gets the answer that comes all the same. */
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

  async function holdHour(hour: object): ReturnType<OfficeHours['hold']> {
    const body = question(hour);
    const answer = body && (await client.ask('holdKioskHour', body));
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

  /** Whether the centre has answered. */
  async function releaseOnce(hold: string): Promise<boolean> {
    const body = question({ hold });
    if (body === null) return false;
    const answer = await client.ask('releaseKioskHour', body);
    return answer.ok || (answer.error.signed && whyNot(answer.error) !== 'slow');
  }

  /** One at a time: its own answers are contact with the centre too. */
  async function releaseAll(): Promise<void> {
    if (isReleasing) return;
    isReleasing = true;
    for (const hold of unreleased) {
      if (!(await releaseOnce(hold))) break;
      unreleased.delete(hold);
    }
    isReleasing = false;
  }

  function release(hold: string): void {
    unreleased.add(hold);
    const [oldest] = unreleased;
    if (unreleased.size > MOST_UNRELEASED && oldest !== undefined) unreleased.delete(oldest);
    void releaseAll();
  }

  return {
    ask: (asked) => inTime(askHours(asked), SLOW),
    hold: (hour) =>
      inTime(holdHour(hour), SLOW, (late) => {
        if (late.ok) release(late.value.hold);
      }),
    confirm: (hold) => inTime(confirmHour(hold), SLOW),
    release,
    heard: () => void releaseAll(),
  };
}

/** A kiosk without a centre gives no hours. */
export const NO_OFFICE_HOURS: OfficeHours = {
  ask: () => Promise.resolve(refuse({ kind: 'offline' })),
  hold: () => Promise.resolve(refuse({ kind: 'offline' })),
  confirm: () => Promise.resolve(refuse({ kind: 'offline' })),
  release: () => {},
};
