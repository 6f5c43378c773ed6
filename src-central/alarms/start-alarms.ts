import type { FastifyBaseLogger } from 'fastify';
import { type Rounds, roundOf, trying } from '../rounds.ts';
import { lookAtCity } from './look.ts';
import { type OutboxParts, sendMessages } from './outbox.ts';
import type { ReplicaState } from './read-troubles.ts';
import { sendResults, writeResults } from './result-messages.ts';

const LOOK_EVERY_MS = 20_000;
/** Messages of this many cities are sent at the same time, so that one city's dead mail server delays few others. */
const SENT_AT_ONCE = 8;

export interface AlarmParts extends Omit<OutboxParts, 'ending'>, ReplicaState {
  logger: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}

export interface Alarms extends Rounds {
  send(): Promise<void>;
}

/**
 * Starts looking for alarms and sending their messages. Every replica does both: the lock of a city's row lets one replica raise that
 * city's alarms, and each message is taken by one replica. Sending follows each look, but a look does not wait for earlier sending.
 */
export function startAlarms(parts: AlarmParts): Alarms {
  const ending = new AbortController();
  const { signal } = ending;
  const round = { ...parts, event: 'alarms-failed', ending: signal };
  const look = roundOf(round, async (cityId) => {
    await trying(round, { cityId }, () => lookAtCity(parts, cityId));
    await writeResults(parts, cityId);
  });
  const send = roundOf(
    round,
    async (cityId) => {
      // A message that was not accepted becomes due later, so the loops end.
      while (!signal.aborted && (await sendMessages(round, cityId)) > 0);
      while (!signal.aborted && (await sendResults(round, cityId)) > 0);
    },
    SENT_AT_ONCE,
  );
  const timer = setInterval(() => void look().then(send), LOOK_EVERY_MS);
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
