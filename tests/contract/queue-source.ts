import { expect, it } from 'vitest';
import type { QueueSource } from '../../src-central/connectors/queue-source.ts';

/** How a system that keeps queues stands, before a source is asked for it. */
export type Standing =
  | { is: 'queue'; waiting: number; minutes: { from: number; to: number } | null }
  | { is: 'without such a queue' | 'refusing' | 'silent' | 'away' | 'talking nonsense' | 'talking without an end' };

export interface QueueBench {
  /** Its system stands so from now on. */
  stand(standing: Standing): void;
  source: QueueSource;
  /** A name of a queue that its system may have. */
  queue: string;
  /** A name that no queue of its system can have. */
  misnamed: string;
}

/** What every source keeps, whatever system is behind it. With `little` patience it waits for an answer for less than a second. */
export function keepsQueueSource(start: (patience?: 'little') => Promise<QueueBench>): void {
  it.each([
    { waiting: 0, minutes: { from: 0, to: 0 } },
    { waiting: 1, minutes: { from: 4, to: 9 } },
    { waiting: 37, minutes: { from: 40, to: 61 } },
    { waiting: 3, minutes: null },
  ])('tells how many wait and how long: %j', async (state) => {
    const { stand, source, queue } = await start();
    stand({ is: 'queue', ...state });
    expect(await source.read(queue)).toEqual({ ok: true, value: state });
  });

  it('tells a queue again as it has become', async () => {
    const { stand, source, queue } = await start();
    for (const waiting of [2, 5, 0]) {
      stand({ is: 'queue', waiting, minutes: { from: waiting, to: waiting } });
      expect(await source.read(queue)).toMatchObject({ value: { waiting } });
    }
  });

  it.each([
    ['without such a queue', 'unknown-queue'],
    ['refusing', 'refused'],
    ['away', 'unreachable'],
    ['talking nonsense', 'unreachable'],
    ['talking without an end', 'unreachable'],
  ] as const)('says of a system that is %s: %s', async (is, kind) => {
    const { stand, source, queue } = await start();
    stand({ is });
    expect(await source.read(queue)).toMatchObject({ ok: false, error: { kind } });
    stand({ is: 'queue', waiting: 1, minutes: null });
    expect(await source.read(queue)).toMatchObject({ ok: true });
  });

  it('does not wait for a system that is silent', async () => {
    const { stand, source, queue } = await start('little');
    stand({ is: 'silent' });
    expect(await source.read(queue)).toEqual({ ok: false, error: { kind: 'unreachable' } });
  });

  it('asks nothing of its system for a name that no queue can have', async () => {
    const { stand, source, misnamed } = await start();
    stand({ is: 'queue', waiting: 1, minutes: null });
    expect(await source.read(misnamed)).toEqual({ ok: false, error: { kind: 'unknown-queue' } });
  });
}
