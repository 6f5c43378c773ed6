import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CROSSES, type TouchMatrix } from '../../../../../src-main/domain/touch-calibration.ts';
import { openTouchPanel } from '../../../../../src-main/technician/machine/touch-panel.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const KEPT: TouchMatrix = [1.1, 0, -0.05, 0, 0.9, 0.05];
const SHIFTED = CROSSES.map(({ x, y }) => ({ x: x + 0.02, y }));

function open(kept: TouchMatrix | null = null) {
  const folder = temporaryFolder();
  const clock = createManualClock(0);
  const panel = openTouchPanel({ folder, kept, clock });
  return {
    folder,
    panel,
    asked: () => readFileSync(join(folder, 'touch-matrix'), 'utf8').trim(),
    touch: (touched: { x: number; y: number }[]) => panel.calibrate({ touched, aspect: 0.5, turn: 0 }),
    wait(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 1) {
        clock.advance(1_000);
        panel.look();
      }
    },
  };
}

test('a kiosk requests its stored matrix at the start, or the identity if it has none', () => {
  expect(open(KEPT).asked()).toBe('1.1 0 -0.05 0 0.9 0.05');
  expect(open().asked()).toBe('1 0 0 0 1 0');
});

test('a calibration takes effect at once and is undone after 15 seconds unless it is confirmed', () => {
  const { panel, asked, touch, wait } = open(KEPT);
  expect(touch(SHIFTED)).toBe(true);
  expect(asked()).toBe('1.1 0 -0.07 0 0.9 0.05');
  expect(panel.state()).toEqual({ stage: 'trying', endsInSeconds: 15 });
  expect(panel.tried()).toEqual([1.1, 0, -0.07, 0, 0.9, 0.05]);
  wait(14);
  expect(panel.state()).toEqual({ stage: 'trying', endsInSeconds: 1 });
  wait(1);
  expect(asked()).toBe('1.1 0 -0.05 0 0.9 0.05');
  expect(panel.state()).toEqual({ stage: 'undone', endsInSeconds: 0 });
  expect(panel.tried()).toBeNull();
});

test('a confirmed calibration stays, and the next one starts from it', () => {
  const { panel, asked, touch, wait } = open();
  touch(SHIFTED);
  expect(touch(SHIFTED)).toBe(false);
  panel.confirm();
  wait(60);
  expect(panel.state().stage).toBe('kept');
  expect(asked()).toBe('1 0 -0.02 0 1 0');
  touch(SHIFTED);
  expect(asked()).toBe('1 0 -0.04 0 1 0');
  wait(15);
  expect(asked()).toBe('1 0 -0.02 0 1 0');
});

test('touches that disagree change nothing', () => {
  const { panel, asked, touch } = open(KEPT);
  expect(touch(CROSSES.map(() => ({ x: 0.5, y: 0.5 })))).toBe(true);
  expect(panel.state()).toEqual({ stage: 'disagree', endsInSeconds: 0 });
  expect(panel.tried()).toBeNull();
  expect(asked()).toBe('1.1 0 -0.05 0 0.9 0.05');
});

test('calibration is unavailable without a service, and no trial begins if the folder is gone', () => {
  const alone = openTouchPanel({ folder: null, kept: null, clock: createManualClock(0) });
  expect(alone.canBeCalibrated).toBe(false);
  expect(alone.calibrate({ touched: SHIFTED, aspect: 1, turn: 0 })).toBe(false);
  const { folder, panel, touch } = open();
  rmSync(folder, { recursive: true });
  expect(touch(SHIFTED)).toBe(false);
  expect(panel.state().stage).toBe('none');
});
