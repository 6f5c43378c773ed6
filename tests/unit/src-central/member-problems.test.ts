import { expect, test } from 'vitest';
import { z } from 'zod';
import { parsePart } from '../../../src-central/server/body.ts';
import { OPERATIONS, type Operation } from '../../../src-main/contract/centre/operations.ts';
import { MEMBER_PROBLEMS, PROBLEMS } from '../../../src-main/contract/centre/problems.ts';

const MISTAKES = [
  {},
  { profile: {} },
  { kind: 'none' },
  { action: 'dance' },
  { decision: 'perhaps' },
  { events: [{}] },
];

const bodies = Object.entries<Operation>(OPERATIONS).flatMap(([name, { body }]) => (body ? [{ name, body }] : []));

test.each(bodies)('$name names the wrong member of a body and the reason', ({ body }) => {
  for (const mistake of MISTAKES) {
    const read = parsePart(body, mistake, 'body');
    if (read.ok || !(body instanceof z.ZodObject || body instanceof z.ZodUnion)) continue;
    expect(read.error.errors.length).toBeGreaterThan(0);
    for (const { pointer, detail } of read.error.errors) {
      expect(detail).not.toMatch(/^Invalid input$/);
      if (detail !== 'expected no other members') expect(pointer).not.toBe('/body');
    }
  }
});

test('a problem without a member concerns credentials, transport or the centre itself', () => {
  const others = Object.keys(PROBLEMS).filter((kind) => !MEMBER_PROBLEMS.some((one) => one === kind));
  expect(others).toEqual([
    'unsigned',
    'bad-signature',
    'unknown-key',
    'kiosk-revoked',
    'bad-token',
    'token-expired',
    'wrong-token',
    'wrong-role',
    'foreign-origin',
    'not-yours',
    'too-slow',
    'replayed-request',
    'no-staff-pages',
    'cursor-gone',
    'too-large',
    'unsupported-media',
    'too-many-tries',
    'internal-error',
    'overloaded',
    'draining',
    'store-unreachable',
  ]);
});
