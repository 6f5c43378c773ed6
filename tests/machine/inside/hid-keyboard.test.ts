import { expect, onTestFinished, test } from 'vitest';
import { createScannerKeys } from '../../../src-main/shell/scanner-keys.ts';
import { createKeyReader, hidKeyboard, inputOf, SCANNER, watchInput } from './hid-keyboard.ts';

test('a code that a USB scanner types is read from its key presses', async () => {
  const scanner = hidKeyboard();
  await scanner.plugIn(0);
  onTestFinished(scanner.unplug);
  const path = inputOf(SCANNER) ?? '';
  const codes: unknown[] = [];
  let keys = 0;
  const typed = createScannerKeys(
    {
      hasWedge: () => true,
      request: async (_, params) => {
        codes.push(params);
        return { ok: true, value: null };
      },
    },
    { event: () => {} },
  );
  const reader = createKeyReader(({ key, isRepeat, atMs }) => {
    keys += 1;
    typed({ type: 'keyDown', key, control: false, alt: false, meta: false, isAutoRepeat: isRepeat }, atMs);
  });
  const watch = watchInput(path, reader);
  onTestFinished(watch.stop);
  // The test scans the code repeatedly until it is read, because the kiosk does not take slow typing for a scan, and this machine may be
  // slow.
  while (codes.length === 0) {
    const before = keys;
    await scanner.type('TORN-47-2026');
    await expect.poll(() => keys).toBeGreaterThan(before + 12);
  }
  expect(codes[0]).toEqual({ text: 'TORN-47-2026' });
});
