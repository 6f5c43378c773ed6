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

/** A city is read once in this time, whatever number of phones looks. */
export const LIVE_LIVES_MS = 5_000;

/** A page or data as it is sent, made once for all who ask for it. */
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
  /** The text of this name, written on first use. */
  written(name: string, write: () => string): Promise<Written>;
}

const zip = promisify(gzip);

async function writtenOf(text: string): Promise<Written> {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  return { etag, text: Buffer.from(text), zipped: await zip(text) };
}

/** The offices of a city now, from one reading for all who look within some seconds. */
export function shareOffices({ database, clock }: Centre, booking: Booking): (cityId: CityId) => Promise<CityNow> {
  const read = createReadOffices();
  const bookable = createLists(clock, (cityId: CityId) => booking.offices(cityId, 'web'));
  const cities = createLists(clock, readCity, LIVE_LIVES_MS);

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
  return (cityId) => cities(cityId, cityId);
}
