// @vitest-environment happy-dom
import jsQr from 'jsqr';
import { render } from 'preact';
import { expect, test } from 'vitest';
import { FollowCode } from '../../../src-renderer/screens/tickets/follow-code.tsx';

const PX = 4;

test('the code on the screen holds the address on the ticket', () => {
  const address = 'HTTPS://EXEMPLE.CAT/T/A2B3C4D5E6F7G2H3J4K5L6M7N2';
  const host = document.createElement('div');
  render(<FollowCode address={address} />, host);
  const svg = host.querySelector('svg');
  expect(svg?.getAttribute('aria-hidden')).toBe('true');
  const [from = 0, , side = 0] = (svg?.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const width = side * PX;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of (svg?.querySelector('path')?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let at = 0; at < PX * PX; at += 1) {
      const column = (Number(x) - from) * PX + (at % PX);
      const row = (Number(y) - from) * PX + Math.floor(at / PX);
      pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  expect(jsQr(pixels, width, width)?.data).toBe(address);
});
