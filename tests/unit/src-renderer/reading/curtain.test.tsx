// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTranslator, fetchWords } from '../../../../config/locales/index.ts';
import { canned, listenAt, OFF, PRIVATE } from './listener.tsx';

const t = createTranslator('ca', 'screen');
let place: ReturnType<typeof listenAt>;
beforeEach(() => {
  place = listenAt();
});
afterEach(() => place.leave());

describe('the curtain', () => {
  const DRAWN = { ...PRIVATE, curtain: true };
  const words = () => document.querySelector<HTMLElement>('.curtain-words');

  it('hides the screen, says that the kiosk is in use, and is announced to the listener', async () => {
    await place.show(canned('services'));
    await place.said();
    await place.press('F13');
    expect(place.calls('setSpeech').at(-1)).toMatchObject({ speech: { mode: 'private', curtain: true } });
    await place.show(canned('services', { speech: DRAWN }));
    expect(await place.said()).toEqual([t('speech.curtainDrawn')]);
    expect(words()?.textContent).toContain(t('speech.inUse'));
    await place.show(canned('services'));
    expect(await place.said()).toEqual([t('speech.curtainOpen')]);
    expect(words()).toBeNull();
  });

  it('is written in the office’s language for bystanders, whatever the listener chose', async () => {
    await fetchWords('ar');
    await place.show(canned('services', { speech: DRAWN, language: 'ar', languages: ['ca', 'es', 'ar'] }));
    const curtain = document.querySelector<HTMLElement>('.curtain');
    expect(words()?.textContent).toContain(t('speech.inUse'));
    expect(words()?.textContent).toContain(t('speech.holdToSee'));
    expect([curtain?.lang, curtain?.dir]).toEqual(['ca', 'ltr']);
  });

  it('does not change how the screen below is read', async () => {
    await place.show(canned('services', { speech: DRAWN }));
    expect((await place.said()).join()).toContain(t('services.question.walk-in'));
  });

  it('is opened by a finger held on its words, and not by a short touch', async () => {
    vi.useFakeTimers();
    try {
      place.store.setState({ shown: { owner: 'core', state: canned('services', { speech: DRAWN }) } });
      await vi.advanceTimersByTimeAsync(100);
      const hand = (type: string): void => void words()?.dispatchEvent(new PointerEvent(type, { bubbles: true }));
      hand('pointerdown');
      await vi.advanceTimersByTimeAsync(2_900);
      hand('pointerup');
      await vi.advanceTimersByTimeAsync(5_000);
      expect(place.calls('setSpeech')).toEqual([]);
      hand('pointerdown');
      await vi.advanceTimersByTimeAsync(3_000);
      expect(place.calls('setSpeech')).toMatchObject([{ speech: { mode: 'private', curtain: false } }]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('has a switch among the access settings, for keypads without a key for it', async () => {
    await place.show(canned('access'));
    await place.said();
    for (let step = 0; !document.activeElement?.textContent?.includes(t('access.curtain')) && step < 20; step += 1)
      await place.press('F18');
    await place.press('F19');
    expect(place.calls('setSpeech').at(-1)).toMatchObject({ speech: { curtain: true } });
  });
});

it('a dead synthesiser is a sentence on the screen, if speech is on', async () => {
  await place.show(canned('services', { speech: { ...PRIVATE, synthesiser: 'dead' } }));
  expect(document.querySelector('.voice-note')?.textContent).toBe(t('speech.notHeard'));
  await place.show(canned('services', { speech: { ...OFF, synthesiser: 'dead' } }));
  expect(document.querySelector('.voice-note')).toBeNull();
});
