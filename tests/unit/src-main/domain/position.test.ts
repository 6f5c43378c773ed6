import { expect, test } from 'vitest';
import { metresBetween, readPosition } from '../../../../src-main/domain/position.ts';

test('a position is read as maps copy it, and a place that the earth does not have is refused', () => {
  const [square, hall] = [readPosition('41.5632, 2.0089'), readPosition('41.5745,2.0211')];
  expect([square, hall]).toEqual([
    { latitude: 41.5632, longitude: 2.0089 },
    { latitude: 41.5745, longitude: 2.0211 },
  ]);
  expect(square && hall && Math.round(metresBetween(square, hall) / 100)).toBe(16);
  expect(square && metresBetween(square, square)).toBe(0);
  for (const text of ['', '41.5632', '91, 2', '41, 181', '41,5632, 2,0089', '41.5632, 2.0089, 3', 'plaça Didó, 5'])
    expect(readPosition(text), text).toBeNull();
});
