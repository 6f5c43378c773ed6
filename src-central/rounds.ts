import { CityId } from '../src-main/contract/shared/ids.ts';
import { type Queries, StoreTrouble } from './database/database.ts';

export const ROUNDS = {
  cities: 'SELECT name FROM city ORDER BY name',
} as const;

interface Logged {
  logger: { warn(words: object): void; error(words: object): void };
  /** The name of the log line of a failure. */
  event: string;
}

interface RoundParts extends Logged {
  database: Queries;
}

export interface Rounds {
  /** Never rejects: a failure is logged, and the next round tries again. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `work` for each city every `everyMs`, also at each call of `look`. `stop` waits for the round in progress. */
export function startRounds(
  { everyMs, ...parts }: RoundParts & { everyMs: number },
  work: (cityId: CityId, ending: AbortSignal) => Promise<unknown>,
): Rounds {
  const ending = new AbortController();
  const look = roundOf({ ...parts, ending: ending.signal }, (cityId) => work(cityId, ending.signal));
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      ending.abort();
      await look();
    },
  };
}

/** Returns a function that does `work` for each city, for `atOnce` cities at a time. The failure of a city stops no other city. */
export function roundOf(
  { database, ending, ...logged }: RoundParts & { ending: AbortSignal },
  work: (cityId: CityId) => Promise<unknown>,
  atOnce = 1,
): () => Promise<void> {
  return onceAtATime(() =>
    trying(logged, {}, async () => {
      if (ending.aborted) return;
      const rows = await database.query<{ name: string }>(ROUNDS.cities);
      const cities = rows.flatMap(({ name }) => CityId.safeParse(name).data ?? []).values();
      const goOn = async (): Promise<void> => {
        for (const cityId of cities) {
          if (ending.aborted) return;
          await trying(logged, { cityId }, () =>
            work(cityId).catch((error: unknown) => {
              // Work that ends with the program has not failed.
              if (!ending.aborted || error !== ending.reason) throw error;
            }),
          );
        }
      };
      await Promise.all(Array.from({ length: atOnce }, goOn));
    }),
  );
}

/** Logs a failure of `work` instead of rejecting. `named`: further members of the log line. */
export async function trying({ logger, event }: Logged, named: object, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const details = { event, ...named, err: error };
    if (error instanceof StoreTrouble) logger.warn(details);
    else logger.error(details);
  }
}

/** Wraps `work` so that a call during a run waits for the end of that run and begins no second run. */
export function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  return () => {
    underWay ??= work().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
