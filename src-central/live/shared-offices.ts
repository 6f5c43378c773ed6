import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LiveOffices } from '../../src-main/contract/centre/live-offices.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Booking } from '../booking/booking.ts';
import { createLists } from '../citizens/door.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import { createReadOffices } from './read-offices.ts';

/** All phones share one reading of a city for this long. */
export const LIVE_LIVES_MS = 5_000;
/** A reading is still shown this long, while the next reading is made, so that phones do not wait for the database. */
const SHOWN_MS = 2 * LIVE_LIVES_MS;

export interface Written {
  etag: string;
  text: Buffer;
  zipped: Buffer;
}

export interface CityNow {
  atMs: number;
  /** `null`: the city has no public office. */
  live: LiveOffices | null;
  phones: ReadonlyMap<string, string | null>;
  /** Returns the text with this name. The first call for the name writes it with `write`. */
  written(name: string, write: () => string): Promise<Written>;
}

/** A reading of a city for all phones. `isReadAgain`: the next reading has begun. */
interface Shared {
  readonly fromMs: number;
  readonly now: Promise<CityNow>;
  isReadAgain: boolean;
}

const zip = promisify(gzip);

async function writtenOf(text: string): Promise<Written> {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  return { etag, text: Buffer.from(text), zipped: await zip(text) };
}

export function shareOffices({ database, clock }: Centre, booking: Booking): (cityId: CityId) => Promise<CityNow> {
  const read = createReadOffices();
  const bookable = createLists(clock, (cityId: CityId) => booking.offices(cityId, 'web'));

  async function readCity(cityId: CityId): Promise<CityNow> {
    const atMs = clock.nowMs();
    const offices = await read(database, cityId, atMs);
    const books = offices.length === 0 ? [] : await bookable(cityId, cityId);
    const known = new Map<string, Promise<Written>>();
    const named = offices.map((office) => ({
      ...office,
      books: books.some(({ officeId }) => officeId === office.officeId),
    }));
    return {
      atMs,
      live: offices.length === 0 ? null : LiveOffices.parse({ at: instantOf(atMs), offices: named }),
      phones: new Map(offices.map(({ officeId, phone }) => [officeId, phone])),
      written(name, write) {
        const before = known.get(name);
        if (before !== undefined) return before;
        const made = writtenOf(write());
        known.set(name, made);
        return made;
      },
    };
  }
  const known = new Map<CityId, Shared>();
  return (cityId) => {
    const nowMs = clock.nowMs();
    // A reading from the future was made before the clock was set back.
    for (const [one, { fromMs }] of known) if (fromMs > nowMs || nowMs - fromMs >= SHOWN_MS) known.delete(one);
    const shown = known.get(cityId);
    if (shown !== undefined && (shown.isReadAgain || nowMs - shown.fromMs < LIVE_LIVES_MS)) return shown.now;
    const now = readCity(cityId);
    const read = { fromMs: nowMs, now, isReadAgain: false };
    if (shown === undefined) {
      known.set(cityId, read);
      now.catch(() => {
        if (known.get(cityId) === read) known.delete(cityId);
      });
      return now;
    }
    shown.isReadAgain = true;
    now.then(
      () => known.set(cityId, read),
      () => {
        shown.isReadAgain = false;
      },
    );
    return shown.now;
  };
}
