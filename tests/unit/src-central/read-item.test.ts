import { describe, expect, it } from 'vitest';
import { readItem } from '../../../src-central/ingest/read-item.ts';
import { MAX_EVENT_BYTES } from '../../../src-main/contract/centre/events-upload.ts';
import { kindOf } from '../../../src-main/contract/centre/problems.ts';

const eventOf = (says: string) => ({
  id: '019ac000-0000-7000-8000-000000000000',
  epoch: 0,
  seq: 1,
  type: 'note',
  v: 1,
  at: { wall: '2026-11-25T11:00:00.000+01:00', trust: 'guess' },
  payload: { says },
});
const around = Buffer.byteLength(JSON.stringify(eventOf('')));

function eventOfBytes(character: string, bytes: number) {
  const each = Buffer.byteLength(JSON.stringify(character)) - 2;
  const many = Math.floor((bytes - around) / each);
  const event = eventOf(character.repeat(many) + 'x'.repeat(bytes - around - many * each));
  expect(Buffer.byteLength(JSON.stringify(event))).toBe(bytes);
  return event;
}

describe('an event as received', () => {
  it.each(['x', 'é', '€', '🙂', '"', '\u0001'])('of %j is too large from one byte beyond the limit', (character) => {
    expect(readItem(eventOfBytes(character, MAX_EVENT_BYTES)).ok).toBe(true);
    const beyond = readItem(eventOfBytes(character, MAX_EVENT_BYTES + 1));
    expect(beyond.ok ? null : kindOf(beyond.error.problem)).toBe('too-large');
  });

  it('is measured as a whole, not only by its payload', () => {
    const event = { ...eventOfBytes('x', MAX_EVENT_BYTES), type: 'a-type-of-another-length' };
    expect(Buffer.byteLength(JSON.stringify(event.payload))).toBeLessThan(MAX_EVENT_BYTES);
    expect(readItem(event).ok).toBe(false);
  });

  it('that is no object is refused as a whole, with the empty pointer', () => {
    const read = readItem('no event');
    expect(read.ok ? null : read.error.problem.errors?.map(({ pointer }) => pointer)).toEqual(['']);
  });
});
