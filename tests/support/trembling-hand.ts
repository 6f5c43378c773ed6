import { setTimeout as passing } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Point, panelOf, remember } from './touch.ts';

/** Milliseconds from the first tap to each later tap. */
export type Tremor = readonly number[];

export const TREMORS: readonly Tremor[] = [60, 120, 240, 480].flatMap((gap) => [[gap], [gap, 2 * gap]]);

const CONTACT_MS = 20;

/**
 * Taps a point several times, as a trembling hand does. Each tap carries the time at which a panel would report it, so that a busy machine
 * does not change the tremor.
 */
export async function tremble(page: Page, point: Point, tremor: Tremor): Promise<void> {
  const panel = await panelOf(page);
  const startedMs = Date.now();
  for (const afterMs of [0, ...tremor]) {
    const atMs = startedMs + afterMs;
    await passing(Math.max(0, atMs - Date.now()));
    const send = (type: 'touchStart' | 'touchEnd', seenMs: number) =>
      panel.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchStart' ? [point] : [],
        timestamp: seenMs / 1_000,
      });
    await send('touchStart', atMs);
    await send('touchEnd', atMs + CONTACT_MS);
  }
  remember(page, point);
}

const KEYS = {
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Space: { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
} as const;

export async function strike(page: Page, name: keyof typeof KEYS, tremor: Tremor): Promise<void> {
  const keyboard = await panelOf(page);
  const startedMs = Date.now();
  for (const afterMs of [0, ...tremor]) {
    const atMs = startedMs + afterMs;
    await passing(Math.max(0, atMs - Date.now()));
    await keyboard.send('Input.dispatchKeyEvent', { ...KEYS[name], type: 'keyDown', timestamp: atMs / 1_000 });
    const upMs = atMs + CONTACT_MS;
    await keyboard.send('Input.dispatchKeyEvent', { ...KEYS[name], type: 'keyUp', timestamp: upMs / 1_000 });
  }
}

const REPEATS = 20;

export async function hold(page: Page, name: keyof typeof KEYS): Promise<void> {
  const keyboard = await panelOf(page);
  await keyboard.send('Input.dispatchKeyEvent', { ...KEYS[name], type: 'keyDown' });
  for (let count = 0; count < REPEATS; count += 1)
    await keyboard.send('Input.dispatchKeyEvent', { ...KEYS[name], type: 'keyDown', autoRepeat: true });
  await keyboard.send('Input.dispatchKeyEvent', { ...KEYS[name], type: 'keyUp' });
}
