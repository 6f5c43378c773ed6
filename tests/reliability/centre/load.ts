import type { Database } from '../../../src-central/database/database.ts';
import type { PublicKey } from '../../../src-main/contract/shared/ids.ts';
import type { Random } from '../random.ts';
import { checkChanges, checkDerived, checkEvents } from './check.ts';
import { enrolKiosk, OFFICES, type Order, publishOffices } from './city.ts';
import type { Complaints } from './complaints.ts';
import { createFollower } from './follower.ts';
import { createKiosk, type Pace, type SimulatedKiosk } from './kiosk.ts';
import { createPublisher } from './publisher.ts';

/** A city's kiosks, some of which read changes, and the people who make these changes. */
export interface Load {
  uploads(): number;
  events(): number;
  changes(): number;
  /** Stops making events and orders, sends all waiting events, and reads all waiting changes. */
  finish(): Promise<void>;
  /** Complains if the centre's rows differ from the records of the kiosks and people. */
  check(database: Database): Promise<void>;
  /** Stops everything without sending the rest. */
  abandon(): void;
}

export interface LoadOptions {
  url: string;
  order: Order;
  centreKey: PublicKey;
  kiosks: number;
  nextRandom: () => Random;
  complaints: Complaints;
  pace?: Pace;
  /** Whether the centre is restored from a backup. A restoration loses people's orders, so none are given. */
  isRestored?: boolean;
  onEnrolled?: (count: number) => Promise<unknown>;
  /** Called once all kiosks are enrolled, before their first event. */
  beforeLife?: () => Promise<unknown>;
  onUpload?: () => void;
}

const FOLLOWERS = 4;
const PUBLISHERS = 4;
/** The time limit for sending everything at the end; far longer than needed. */
const DRAIN_TIMEOUT_MS = 60_000;

export async function startLoad(options: LoadOptions): Promise<Load> {
  const { url, order, centreKey, nextRandom, complaints, pace, onUpload, isRestored = false } = options;
  await publishOffices(order);
  const kiosks: SimulatedKiosk[] = [];
  for (let index = 0; index < options.kiosks; index += 1) {
    const identity = await enrolKiosk(url, order, index);
    const more = { ...(pace ? { pace } : {}), ...(onUpload ? { onUpload } : {}), isRestored };
    kiosks.push(createKiosk(identity, { url, centreKey, random: nextRandom(), complaints, ...more }));
    await options.onEnrolled?.(kiosks.length);
  }
  await options.beforeLife?.();
  const followers = kiosks
    .slice(0, isRestored ? 0 : FOLLOWERS)
    .map((kiosk) => createFollower(kiosk, { random: nextRandom(), complaints }));
  const publishers = Array.from({ length: isRestored ? 0 : PUBLISHERS }, (_, index) =>
    createPublisher(
      { officeId: OFFICES[index % OFFICES.length] ?? OFFICES[0], index },
      { order, random: nextRandom(), complaints },
    ),
  );
  const stopped = new AbortController();
  const lives = Promise.all([...kiosks, ...followers, ...publishers].map((each) => each.live(stopped.signal)));
  // `finish` awaits `lives` and so reports a failure. If the run ends with another error before `finish`, a failure of `lives` is ignored.
  lives.catch(() => undefined);
  return {
    uploads: () => kiosks.reduce((sum, kiosk) => sum + kiosk.uploads(), 0),
    events: () => kiosks.reduce((sum, { held }) => sum + held.length, 0),
    changes: () => followers.reduce((sum, follower) => sum + (follower.story()?.changes.length ?? 0), 0),
    async finish() {
      stopped.abort();
      await lives;
      const giveUp = AbortSignal.timeout(DRAIN_TIMEOUT_MS);
      await Promise.all([...kiosks, ...followers].map((each) => each.drain(giveUp)));
    },
    async check(database) {
      await checkEvents(database, kiosks, complaints);
      await checkDerived(database, kiosks, complaints);
      if (!isRestored) await checkChanges(database, publishers, followers, complaints);
    },
    abandon: () => stopped.abort(),
  };
}
