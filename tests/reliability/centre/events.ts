import { randomUUID } from 'node:crypto';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import type { Random } from '../random.ts';

export const SERVICE_DAY = '2026-11-25';
/** A series in which kiosks draw random numbers from a small range, so that some numbers are given twice. */
const SHARED_SERIES = 'X';
const SHARED_NUMBERS = 400;

export interface EventMaker {
  next(count: number): WireEvent[];
}

export function createEventMaker(random: Random, { slot, bootId }: { slot: number; bootId: string }): EventMaker {
  let epoch = 0;
  let seq = 0;
  let number = slot * 100_000;
  const open: string[] = [];

  function happen(): Pick<WireEvent, 'type' | 'payload'> {
    const printedId = open.length > 0 && random.chance(0.5) ? random.pick(open) : null;
    if (printedId !== null) {
      if (random.chance(0.8)) open.splice(open.indexOf(printedId), 1);
      const state = random.pick(['printed', 'printed', 'unknown', 'not-sent', 'cancelled']);
      return { type: 'ticket-print-ended', payload: { ticketId: printedId, state, cause: null, duplicate: false } };
    }
    if (random.chance(0.05))
      return {
        type: 'printer-condition',
        payload: { printer: 'taulell', condition: random.pick(['ready', 'paper-out']) },
      };
    if (random.chance(0.03))
      return {
        type: 'not-known-yet',
        payload: { text: 'ç·€·☕', deep: [{ value: random.int(0, 9) / 8, nothing: null }] },
      };
    const ticketId = randomUUID();
    open.push(ticketId);
    const isShared = random.chance(0.05);
    if (!isShared) number += 1;
    return {
      type: 'ticket-issued',
      payload: {
        ticketId,
        series: isShared ? SHARED_SERIES : 'A',
        serviceDay: SERVICE_DAY,
        number: isShared ? random.int(1, SHARED_NUMBERS) : number,
        serviceId: 'empadronament',
        way: 'walk-in',
        language: random.pick(['ca', 'es', 'en']),
        followToken: null,
      },
    };
  }

  return {
    next: (count) =>
      Array.from({ length: count }, () => {
        const isNewEpoch = seq > 0 && random.chance(0.002);
        if (isNewEpoch) epoch += 1;
        seq = isNewEpoch ? 1 : seq + 1;
        const at = { wall: new Date().toISOString(), bootId, monoMs: performance.now(), trust: 'guess' } as const;
        return { id: randomUUID(), epoch, seq, v: 1, at, ...happen() };
      }),
  };
}
