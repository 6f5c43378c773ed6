import type { FastifyBaseLogger } from 'fastify';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { StoreTrouble } from '../database/database.ts';
import { lookAtCity } from './look.ts';
import { type OutboxParts, sendMessages } from './outbox.ts';
import type { ReplicaState } from './read-troubles.ts';
import { sendResults, writeResults } from './result-messages.ts';

export const ALARM_CITIES = {
  all: 'SELECT name FROM city ORDER BY name',
} as const;

const LOOK_EVERY_MS = 20_000;
/** Messages of this many cities are sent at the same time, so that one city's dead mail server delays few others. */
const SENT_AT_ONCE = 8;

export interface AlarmParts extends Omit<OutboxParts, 'ending'>, ReplicaState {
  logger: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}

export interface Alarms {
  /** Never rejects: a failure is logged, and the next look tries again. */
  look(): Promise<void>;
  send(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts looking and sending. Every replica does both: the lock of a city's row lets one of them raise its alarms, and each message is
 * taken by one. Looking and sending do not wait for each other.
 */
export function startAlarms(parts: AlarmParts): Alarms {
  const { database, logger } = parts;
  const ending = new AbortController();

  async function trying(place: { cityId?: string }, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const details = { event: 'alarms-failed', ...place, err: error };
      if (error instanceof StoreTrouble) logger.warn(details);
      else logger.error(details);
    }
  }

  async function atEachCity(work: (cityId: CityId) => Promise<unknown>, atOnce: number): Promise<void> {
    const rows = await database.query<{ name: string }>(ALARM_CITIES.all);
    const cities = rows.flatMap(({ name }) => CityId.safeParse(name).data ?? []).values();
    const goOn = async (): Promise<void> => {
      for (const cityId of cities) {
        if (ending.signal.aborted) return;
        await trying({ cityId }, () => work(cityId));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, goOn));
  }

  async function lookAt(cityId: CityId): Promise<void> {
    await trying({ cityId }, () => lookAtCity(parts, cityId));
    await writeResults(parts, cityId);
  }
  const look = onceAtATime(() => trying({}, () => atEachCity(lookAt, 1)));
  const sending = { ...parts, ending: ending.signal };
  /** A message that was not accepted becomes due later, so the loops end. */
  async function sendAll(cityId: CityId): Promise<void> {
    while (!ending.signal.aborted && (await sendMessages(sending, cityId)) > 0);
    while (!ending.signal.aborted && (await sendResults(sending, cityId)) > 0);
  }
  const send = onceAtATime(() => trying({}, () => atEachCity(sendAll, SENT_AT_ONCE)));

  const timer = setInterval(() => {
    void look().then(send);
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    look,
    send,
    async stop() {
      clearInterval(timer);
      ending.abort();
      await Promise.all([look(), send()]);
    },
  };
}

/** Wraps `work` so that a call during a run waits for that run instead of beginning another. */
export function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  return () => {
    underWay ??= work().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
