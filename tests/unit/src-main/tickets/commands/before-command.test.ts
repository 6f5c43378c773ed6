import { expect, test } from 'vitest';
import type { NumberLine } from '../../../../../src-main/tickets/ports/number-line.ts';
import { NO_LINE } from '../../../../../src-main/tickets/steps/number-asking.ts';
import { standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { newRequestId, service } from '../../../../support/core-process.ts';

const SERVICE = service('empadronament');
const LONG = { waiting: 12, minutes: { from: 60, to: 90 } };
const SHORT = { waiting: 1, minutes: { from: 1, to: 5 } };

/** A citizen at the list of services of a kiosk that asks a sibling for numbers. */
async function standWithLine(queue: typeof LONG) {
  const asked: string[] = [];
  let given = 6;
  const line: NumberLine = {
    ...NO_LINE,
    isThere: () => true,
    ask({ series, serviceDay }) {
      asked.push(series);
      given += 1;
      return Promise.resolve({ serviceDay, number: given, fromSlot: 2 });
    },
  };
  const queueStates = { ofService: () => queue, ofTicket: () => queue };
  const place = await standAtCheckIn(() => [], { parts: { line, queueStates } });
  place.touch('openEntry', { visitType: 'walk-in' });
  const answer = (method: 'takeTicket' | 'pressTicketKey', params: ReturnType<typeof wish>) => {
    const { sessionId, stateNo } = place.now();
    return place.kiosk.answer(method, { stamp: { sessionId, stateNo }, ...params });
  };
  return { ...place, answer, asked };
}
const wish = () => ({ requestId: newRequestId(), serviceId: SERVICE, language: 'ca' as const });

test('a sibling kiosk is asked for a number by every command that gives one, and by none that is refused or asks first', async () => {
  for (const method of ['takeTicket', 'pressTicketKey'] as const) {
    const place = await standWithLine(SHORT);
    await place.answer(method, wish());
    expect(place.asked).toEqual(['A']);
    // The screen of the first ticket is shown and accepts no request for another ticket.
    await place.answer(method, wish());
    expect(place.asked).toEqual(['A']);
  }
  const asks = await standWithLine(LONG);
  await asks.answer('pressTicketKey', wish());
  expect([asks.view()?.screen, asks.asked]).toEqual(['long-wait', []]);
  asks.clock.advance(2_000);
  await asks.answer('pressTicketKey', wish());
  expect(asks.asked).toEqual(['A']);
});
