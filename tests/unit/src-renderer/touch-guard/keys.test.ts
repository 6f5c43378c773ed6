import { beforeEach, describe, expect, it } from 'vitest';
import { createGlass } from './glass.ts';

let glass: ReturnType<typeof createGlass>;
beforeEach(() => {
  glass = createGlass();
});

const HEARD = [true, true];
const UNHEARD = [false, false];

describe('a key that presses', () => {
  it.each(['Enter', 'Space', 'NumpadEnter'])('struck twice orders once: %s', (key) => {
    expect(glass.strike(key)).toEqual(HEARD);
    glass.wait(490);
    expect(glass.strike(key)).toEqual(UNHEARD);
    glass.wait(490);
    expect(glass.strike(key)).toEqual(UNHEARD);
    glass.wait(500);
    expect(glass.strike(key)).toEqual(HEARD);
  });

  it('orders once while it is held, however long, and its release begins no new press', () => {
    expect(glass.strike('Enter', { holdMs: 0 })).toEqual(HEARD);
    expect(glass.guard.key({ type: 'down', key: 'Space', atMs: 10_000, isRepeat: false, pace: 'order' })).toBe(true);
    for (let count = 0; count < 20; count += 1) {
      glass.wait(33);
      expect(glass.repeat('Space')).toBe(false);
    }
    expect(glass.guard.key({ type: 'up', key: 'Space', atMs: 10_660 })).toBe(true);
    glass.wait(400);
    expect(glass.strike('Space')).toEqual(UNHEARD);
  });

  it('orders nothing on a screen that came while it was held', () => {
    glass.guard.key({ type: 'down', key: 'Space', atMs: 10_000, isRepeat: false, pace: 'order' });
    glass.turnTo();
    expect(glass.repeat('Space')).toBe(false);
    glass.wait(2_000);
    expect(glass.guard.key({ type: 'up', key: 'Space', atMs: 12_016 })).toBe(false);
  });

  it('orders nothing before the new screen is painted, nor within half a second after that', () => {
    expect(glass.strike('Enter')).toEqual(HEARD);
    glass.wait(2_000);
    glass.guard.screenShown();
    expect(glass.strike('Space', { holdMs: 0 })).toEqual(UNHEARD);
    glass.wait(16);
    glass.wait(490);
    expect(glass.strike('Space')).toEqual(UNHEARD);
  });

  it('orders at once after another key', () => {
    glass.strike('Enter');
    glass.turnTo();
    glass.strike('Tab');
    expect(glass.strike('Enter')).toEqual(HEARD);
  });

  it('types the same character twice on a keypad as fast as a finger does', () => {
    expect(glass.strike('Enter', { pace: 'typing' })).toEqual(HEARD);
    glass.wait(40);
    expect(glass.strike('Enter', { pace: 'typing' })).toEqual(UNHEARD);
    glass.wait(110);
    expect(glass.strike('Enter', { pace: 'typing' })).toEqual(HEARD);
    glass.wait(110);
    expect(glass.strike('Enter')).toEqual(UNHEARD);
  });
});

describe('a key that moves the focus', () => {
  it('moves one step when it is held or bounces, and one per press', () => {
    expect(glass.strike('Tab')).toEqual(HEARD);
    glass.wait(60);
    expect(glass.strike('Tab')[0]).toBe(false);
    expect(glass.repeat('Tab')).toBe(false);
    glass.wait(110);
    expect(glass.strike('Tab')).toEqual(HEARD);
    glass.wait(10);
    expect(glass.strike('ArrowDown')).toEqual(HEARD);
  });
});
