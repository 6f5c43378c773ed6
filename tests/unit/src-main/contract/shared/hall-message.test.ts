import { expect, test } from 'vitest';
import { HallMessage } from '../../../../../src-main/contract/shared/hall-message.ts';

const takes = (value: unknown): boolean => HallMessage.safeParse(value).success;
const letters = (count: number) => ({ ca: 'm'.repeat(count) });

test('a hall’s message has limited lengths, a Catalan text and a known picture', () => {
  expect(takes({ title: letters(40), text: letters(90), pictogram: 'graduation' })).toBe(true);
  expect(takes({ title: letters(1) })).toBe(true);
  for (const wrong of [
    { title: letters(41) },
    { title: letters(0) },
    { title: letters(1), text: letters(91) },
    { title: { es: 'Solo castellano' } },
    { title: letters(1), pictogram: 'https://exemple.cat/foto.png' },
    { title: letters(1), picture: 'data:image/png;base64,' },
    {},
  ])
    expect(takes(wrong), JSON.stringify(wrong)).toBe(false);
});
