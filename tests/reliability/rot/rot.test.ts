import { expect, test } from 'vitest';
import { rotOften } from './part.ts';

test.each(['start', 'running'] as const)(
  'bytes that rot in indexes and inner pages (%s) lose no ticket, and no start fails for ever',
  async (mode) => {
    const { complaints, cases } = await rotOften(4, 3, () => {}, { modes: [mode] });
    expect(complaints).toEqual([]);
    expect(cases).toBe(4);
  },
);
