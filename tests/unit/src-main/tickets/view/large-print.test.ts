import { describe, expect, test } from 'vitest';
import { RequestId, ServiceId } from '../../../../../src-main/contract/shared/ids.ts';
import type { SlipBlock } from '../../../../../src-main/tickets/ports/printer.ts';
import { inLargePrint } from '../../../../../src-main/tickets/view/large-print.ts';
import { SAMPLES } from '../../../../references/samples.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';

const empadronament = ServiceId.parse('empadronament');
type Place = Awaited<ReturnType<typeof standAtCheckIn>>;

const requestId = () => RequestId.parse(crypto.randomUUID());
const enlarge = (place: Place, textSize: 100 | 150 | 200) =>
  place.touch('setAccess', { access: { ...place.now().access, textSize } });
function take(place: Place, request = requestId()) {
  if (place.view().screen === 'idle') place.touch('openEntry', { visitType: 'walk-in' });
  const order = { serviceId: empadronament, visitType: 'walk-in', language: 'ca' } as const;
  expect(place.touch('takeTicket', { requestId: request, ...order })).toMatchObject({ ok: true });
  return request;
}
const isLarge = ({ papers }: Place) => {
  const order = papers.at(-1);
  return order?.largePrint === true || order?.ticket?.largePrint === true;
};

const wordsOf = (blocks: readonly SlipBlock[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'edges') return [block.left, block.right];
    if (block.kind === 'details') return block.parts;
    return 'text' in block ? [block.text] : [];
  });

describe('a person with larger text', () => {
  test.each([
    [100, false],
    [150, true],
    [200, true],
  ] as const)('at %i % has a ticket in large print: %s', async (textSize, large) => {
    const place = await standAtCheckIn();
    enlarge(place, textSize);
    take(place);
    expect(place.papers.at(-1)?.ticket?.largePrint).toBe(large);
  });

  test('who gives the number up has the next one in large print too', async () => {
    const place = await standAtCheckIn();
    enlarge(place, 150);
    take(place);
    const view = place.view();
    if (!('ticket' in view)) throw new Error(view.screen);
    place.touch('withdrawTicket', { ticketId: view.ticket.ticketId });
    take(place);
    expect(isLarge(place)).toBe(true);
  });

  test('does not affect the next person’s ticket', async () => {
    const place = await standAtCheckIn();
    enlarge(place, 200);
    take(place);
    place.finish();
    take(place);
    expect(isLarge(place)).toBe(false);
  });

  test('has the list of documents in large print', async () => {
    const place = await standAtCheckIn();
    enlarge(place, 200);
    expect(place.touch('printDocuments', { serviceId: empadronament })).toMatchObject({ ok: true });
    expect(isLarge(place)).toBe(true);
  });

  test('has the ticket of a check-in in large print', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS })]);
    enlarge(place, 150);
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.papers.at(-1)).toMatchObject({ kind: 'ticket', ticket: { largePrint: true } });
  });
});

describe('a reprinted ticket', () => {
  test('stays in large print, whatever the settings at the screen', async () => {
    const place = await standAtCheckIn();
    enlarge(place, 150);
    const request = take(place);
    place.finish();
    expect(place.kiosk.handle('reprintTicket', { requestId: request })).toEqual({ ok: true, value: null });
    expect(isLarge(place)).toBe(true);
  });

  test('stays plain while another person reads the screen in larger letters', async () => {
    const place = await standAtCheckIn();
    const request = take(place);
    place.finish();
    enlarge(place, 200);
    expect(place.kiosk.handle('reprintTicket', { requestId: request })).toEqual({ ok: true, value: null });
    expect(isLarge(place)).toBe(false);
  });
});

describe('a slip in large print', () => {
  test.each(SAMPLES)('has all the words of the plain one: $name on $paper', ({ document }) => {
    expect(wordsOf(inLargePrint(document).blocks)).toEqual(wordsOf(document.blocks));
  });

  test.each(SAMPLES)('has only enlarged letters: $name on $paper', ({ document }) => {
    const sizes = inLargePrint(document).blocks.flatMap((block) => ('size' in block ? [block.size] : []));
    expect(new Set(sizes)).toEqual(new Set(sizes.filter((size) => ['tall', 'big', 'huge'].includes(size))));
  });

  test.each(SAMPLES)('keeps number, code and logo unchanged: $name on $paper', ({ document }) => {
    const parts = (blocks: readonly SlipBlock[]) =>
      blocks.filter(({ kind }) => kind === 'number' || kind === 'qr' || kind === 'logo');
    expect(parts(inLargePrint(document).blocks)).toEqual(parts(document.blocks));
  });
});
