import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TOUCH } from '../../../../src-main/contract/shared/touch.ts';
import { USUAL_LIMITS } from '../../../../src-renderer/touch-guard/limits.ts';
import { createGlass } from './glass.ts';

let glass: ReturnType<typeof createGlass>;
beforeEach(() => {
  glass = createGlass();
});

function orderAtOnce(): void {
  expect(glass.tap()).toBe('order');
  glass.turnTo();
}

describe('a touch after a new screen', () => {
  it('near the last touch is no order until half a second after the screen was painted', () => {
    orderAtOnce();
    glass.wait(499);
    expect(glass.tap()).toBe('too-soon');
  });

  it('is an order half a second after the screen was painted', () => {
    orderAtOnce();
    glass.wait(500);
    expect(glass.tap()).toBe('order');
  });

  it('is an order at once if it is further away than 20 mm', () => {
    orderAtOnce();
    expect(glass.tap({ x: 50 + 20.1 })).toBe('order');
  });

  it('is no order within 20 mm, also diagonally', () => {
    orderAtOnce();
    expect(glass.tap({ x: 50 + 12, y: 50 + 15.9 })).toBe('too-soon');
  });

  it('is timed from the paint, however long the kiosk took to answer', () => {
    expect(glass.tap()).toBe('order');
    glass.wait(3_000);
    glass.turnTo();
    glass.wait(490);
    expect(glass.tap()).toBe('too-soon');
  });

  it('is no order while a hand goes on trembling there', () => {
    orderAtOnce();
    for (let count = 0; count < 10; count += 1) {
      glass.wait(480);
      expect(glass.tap()).toBe('too-soon');
    }
    glass.wait(500);
    expect(glass.tap()).toBe('order');
  });

  it('near the last touch is no order even if the screen came by itself', () => {
    expect(glass.tap()).toBe('order');
    glass.wait(60_000);
    glass.turnTo();
    expect(glass.tap()).toBe('too-soon');
    expect(glass.tap({ x: 90 })).toBe('order');
  });

  it('by the first of two people is no order, if the second touched elsewhere in between', () => {
    orderAtOnce();
    glass.wait(100);
    expect(glass.tap({ x: 150 })).toBe('order');
    glass.turnTo();
    glass.wait(100);
    expect(glass.tap()).toBe('too-soon');
  });

  it('is no order if it began before that screen was painted, wherever it is', () => {
    expect(glass.tap()).toBe('order');
    glass.guard.screenShown();
    glass.down({ x: 150 });
    glass.wait(100);
    expect(glass.up({ x: 150 })).toBe('unseen-screen');
  });

  it('is no order if the screen changed under the finger', () => {
    glass.down();
    glass.turnTo();
    expect(glass.up()).toBe('unseen-screen');
    glass.wait(499);
    expect(glass.tap()).toBe('too-soon');
  });

  it('is an order again even if a window paints nothing at all', () => {
    glass.guard.screenShown();
    glass.wait(500);
    expect(glass.tap()).toBe('order');
  });
});

describe('a touch on the same screen', () => {
  it('orders once, however often it is doubled, because it may have changed the screen without a new state', () => {
    expect(glass.tap()).toBe('order');
    glass.wait(400);
    expect(glass.tap()).toBe('too-soon');
  });

  it('is an order at once after a touch without a control', () => {
    expect(glass.tap({ control: null })).toBe('order');
    glass.wait(60);
    expect(glass.tap()).toBe('order');
  });

  it('is an order at once after a touch that slid away', () => {
    expect(glass.tap({ to: { control: {} } })).toBe('drag');
    glass.wait(60);
    expect(glass.tap()).toBe('order');
  });
});

describe('a keypad’s key on the glass', () => {
  const one = {};
  const key = { control: one, pace: 'typing' } as const;

  it('types twice when the same digit is touched twice at a person’s speed', () => {
    expect(glass.tap(key)).toBe('order');
    glass.wait(90);
    expect(glass.tap(key)).toBe('order');
  });

  it('types once when the finger bounces', () => {
    expect(glass.tap(key)).toBe('order');
    glass.wait(30);
    expect(glass.tap(key)).toBe('bounce');
    glass.wait(30);
    expect(glass.tap(key)).toBe('bounce');
    glass.wait(120);
    expect(glass.tap(key)).toBe('order');
  });

  it('does not hold back the key beside it', () => {
    expect(glass.tap(key)).toBe('order');
    expect(glass.tap({ x: 60, control: {}, pace: 'typing' })).toBe('order');
  });

  it('is no order if it slid under a resting finger, until the hand is calm', () => {
    expect(glass.tap(key)).toBe('order');
    for (const waitMs of [60, 120, 490]) {
      glass.wait(waitMs);
      expect(glass.tap({ x: 50 + 2.9, control: {}, pace: 'typing' })).toBe('too-soon');
    }
    glass.wait(501);
    expect(glass.tap({ control: {}, pace: 'typing' })).toBe('order');
    expect(glass.tap({ x: 50 + 3.1, control: {}, pace: 'typing' })).toBe('order');
  });

  it('is guarded like any control on a new screen', () => {
    orderAtOnce();
    expect(glass.tap(key)).toBe('too-soon');
  });

  it('is an order at once for the next number after one was sent', () => {
    expect(glass.tap(key)).toBe('order');
    expect(glass.tap({ y: 90 })).toBe('order');
    glass.turnTo();
    expect(glass.tap(key)).toBe('order');
  });

  it('leads to no order beside it in the same movement', () => {
    expect(glass.tap(key)).toBe('order');
    glass.wait(200);
    expect(glass.tap({ y: 65 })).toBe('too-soon');
  });
});

describe('the hidden corner', () => {
  it('takes five quick touches, and guards its place on the next screen', () => {
    for (let count = 0; count < 5; count += 1) expect(glass.tap({ pace: 'knocking', holdMs: 5 })).toBe('order');
    glass.turnTo();
    expect(glass.tap()).toBe('too-soon');
  });
});

describe('fingers that are not one short touch', () => {
  it('at the same time order nothing', () => {
    glass.down({ finger: 1 });
    glass.down({ finger: 2, x: 150 });
    expect(glass.up({ finger: 2, x: 150 })).toBe('several-fingers');
    glass.down({ finger: 3, x: 100 });
    expect(glass.up({ finger: 1 })).toBe('several-fingers');
    expect(glass.up({ finger: 3, x: 100 })).toBe('several-fingers');
  });

  it('one after another each order, without a pause', () => {
    expect(glass.tap({ finger: 1 })).toBe('order');
    expect(glass.tap({ finger: 2, x: 150 })).toBe('order');
  });

  it('resting as a palm order nothing', () => {
    expect(glass.tap({ contactMm: 31 })).toBe('palm');
    expect(glass.tap({ contactMm: 25 })).toBe('order');
  });

  it('that leave their control order nothing', () => {
    expect(glass.tap({ to: { control: {} } })).toBe('drag');
  });

  it('that slide further than 10 mm order nothing, also when they come back', () => {
    glass.down();
    glass.move({ x: 60.1 });
    glass.move({ x: 50 });
    expect(glass.up()).toBe('drag');
  });

  it('that tremble within 10 mm order', () => {
    glass.down();
    for (const x of [55, 45, 59, 42]) glass.move({ x });
    expect(glass.up({ x: 45 })).toBe('order');
  });

  it('held for three seconds order once on release, and held longer nothing', () => {
    expect(glass.tap({ holdMs: 3_000 })).toBe('order');
    glass.wait(600);
    expect(glass.tap({ holdMs: 3_001 })).toBe('too-long');
  });

  it('resting for more than three seconds block no other', () => {
    glass.down({ finger: 1 });
    glass.wait(3_001);
    expect(glass.tap({ finger: 2, x: 150 })).toBe('order');
  });

  it('cancelled by the panel order nothing', () => {
    glass.down();
    glass.guard.finger({ type: 'cancel', finger: 1, atMs: 10_010 });
    expect(glass.up()).toBeNull();
    expect(glass.tap({ finger: 2 })).toBe('order');
  });
});

describe('the guard', () => {
  it('shows on the page when a touch near the last one counts again', () => {
    expect(glass.word()).toBe('off');
    glass.tap();
    glass.guard.screenShown();
    expect(glass.word()).toBe('new');
    glass.wait(16);
    expect(glass.word()).toBe('on');
    glass.wait(499);
    expect(glass.word()).toBe('on');
    glass.wait(1);
    expect(glass.word()).toBe('off');
  });

  it('shows no sign on a screen that was not touched', () => {
    glass.turnTo();
    expect(glass.word()).toBe('off');
  });

  it('has the limits of an office that sets none', () => {
    expect(USUAL_LIMITS).toMatchObject(DEFAULT_TOUCH);
  });

  it('follows the office’s settings', () => {
    glass.guard.limitBy({ ...USUAL_LIMITS, guardMs: 1_000, guardMm: 30 });
    orderAtOnce();
    glass.wait(990);
    expect(glass.tap({ x: 79 })).toBe('too-soon');
    expect(glass.tap({ x: 110 })).toBe('order');
  });
});
