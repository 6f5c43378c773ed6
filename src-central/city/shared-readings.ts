import type { CityOverview } from '../../src-main/contract/centre/city-overview.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';
import { cityNow, etagOf, isKnown, keyOf, type OfficeNames, type Reach } from './read-city.ts';

export interface CityReading {
  /** The same object for all pages that share the reading, so that it is written as JSON once. */
  body: CityOverview;
  etag: string;
  /** This tag does not change with the number of waiting people. */
  kiosksTag: string;
}

export type ReadShared = (reach: Reach) => Promise<CityReading>;

interface Line {
  underWay: Promise<CityReading>;
  next: Promise<CityReading> | null;
}

/**
 * Shares readings of a city among requests, because after a change every open page sends a request at once. Each request gets a reading
 * that began after the request, so that the page shows what its user has just changed.
 */
export function shareReadings({ database, clock }: Pick<Centre, 'database' | 'clock'>): ReadShared {
  const lines = new Map<string, Line>();
  const names: OfficeNames = new Map();

  async function read(reach: Reach): Promise<CityReading> {
    const atMs = clock.nowMs();
    const city = await cityNow(database, reach, atMs, names);
    const { kiosks, offices } = city;
    const kiosksTag = etagOf([kiosks, offices.map(({ officeId, name }) => [officeId, name])]);
    // The kiosks' tag is hashed in place of the kiosks, so that the long list is hashed once.
    return { body: { at: instantOf(atMs), ...city }, etag: etagOf([kiosksTag, offices]), kiosksTag };
  }

  function begin(key: string, reach: Reach): Promise<CityReading> {
    const line: Line = { underWay: read(reach), next: null };
    lines.set(key, line);
    const end = (): void => {
      if (line.next === null && lines.get(key) === line) lines.delete(key);
    };
    line.underWay.then(end, end);
    return line.underWay;
  }

  return ({ cityId, officeIds }) => {
    const key = keyOf({ cityId, officeIds });
    const reach = { cityId, officeIds };
    const line = lines.get(key);
    if (line === undefined) return begin(key, reach);
    const again = (): Promise<CityReading> => begin(key, reach);
    line.next ??= line.underWay.then(again, again);
    return line.next;
  };
}

export const readCity =
  (read: ReadShared): Handler<'readCity'> =>
  async ({ caller, ifNoneMatch }) => {
    const { body, etag } = await read(caller);
    return succeed(isKnown(etag, ifNoneMatch) ? 'not-modified' : { body, etag });
  };
