import { expect, it } from 'vitest';
import type { QueueSource } from '../../src-central/connectors/queue-source.ts';

/** The state of the outside queue system from which the tested source reads. */
export type Standing =
  | { is: 'queue'; waiting: number; minutes: { from: number; to: number } | null }
  | { is: 'without such a queue' | 'refusing' | 'silent' | 'away' | 'talking nonsense' | 'talking without an end' };

export interface QueueBench {
  stand(standing: Standing): void;
  source: QueueSource;
  queue: string;
  /** A name that no queue of the source's system can have. */
  misnamed: string;
}

/** Declares the tests that every queue source must pass. With `little` patience the source waits less than a second for an answer. */
export function keepsQueueSource(start: (patience?: 'little') => Promise<QueueBench>): void {
  it.each([
    { waiting: 0, minutes: { from: 0, to: 0 } },
    { waiting: 1, minutes: { from: 4, to: 9 } },
    { waiting: 37, minutes: { from: 40, to: 61 } },
    { waiting: 3, minutes: null },
  ])('reports how many wait and how long: %j', async (state) => {
    const { stand, source, queue } = await start();
    stand({ is: 'queue', ...state });
    expect(await source.read(queue)).toEqual({ ok: true, value: state });
  });

  it('reports the new state of a queue on each read', async () => {
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
  ] as const)('reports a system that is %s as %s', async (is, kind) => {
    const { stand, source, queue } = await start();
    stand({ is });
    expect(await source.read(queue)).toMatchObject({ ok: false, error: { kind } });
    stand({ is: 'queue', waiting: 1, minutes: null });
    expect(await source.read(queue)).toMatchObject({ ok: true });
  });

  it('gives up a silent system as unreachable', async () => {
    const { stand, source, queue } = await start('little');
    stand({ is: 'silent' });
    expect(await source.read(queue)).toEqual({ ok: false, error: { kind: 'unreachable' } });
  });

  it('sends its system no request for a name that no queue can have', async () => {
    const { stand, source, misnamed } = await start();
    stand({ is: 'queue', waiting: 1, minutes: null });
    expect(await source.read(misnamed)).toEqual({ ok: false, error: { kind: 'unknown-queue' } });
  });
}
