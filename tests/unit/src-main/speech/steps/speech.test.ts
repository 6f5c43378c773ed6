import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SpeechSettings, USUAL_SPEECH } from '../../../../../src-main/speech/contract/speech-mode.ts';
import { standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { demonstrationOffice, newRequestId, service } from '../../../../support/core-process.ts';
import { withoutAppointments } from '../../../../support/no-appointments.ts';

type Place = Awaited<ReturnType<typeof standAtCheckIn>>;
let place: Place;
const demonstration = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as { services: { serviceId: string }[] };
const SPEAKS = { ...withoutAppointments.speech, state: () => 'ready' as const };
const stand = async (speech: object = {}, changes: object = {}): Promise<void> => {
  const services = demonstration.services.map((one) => ({
    ...one,
    ...(one.serviceId === 'queixes-i-suggeriments' ? changes : {}),
  }));
  place = await standAtCheckIn(undefined, { profile: { speech, services }, parts: { speech: SPEAKS } });
};
const plug = (isIn: boolean) => place.kiosk.handle('plugJack', { isIn });
const set = (speech: Partial<SpeechSettings>) => {
  const { mode, speed, volume, curtain } = place.now().speech;
  return place.touch('setSpeech', { speech: { mode, speed, volume, curtain, ...speech } });
};
const wait = (seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) {
    place.clock.advance(1_000);
    place.kiosk.tick();
  }
};

beforeEach(() => stand());
afterEach(() => place.close());

describe('a headset', () => {
  it('makes speech private, and shows the choice of language if the session is untouched', () => {
    expect(place.now().speech).toMatchObject({ mode: 'off', says: false });
    plug(true);
    expect(place.now()).toMatchObject({ speech: { mode: 'private', says: true }, view: { screen: 'language' } });
  });

  it('leaves a session in progress where it is', () => {
    place.touch('openEntry', { visitType: 'walk-in' });
    const { stateNo } = place.now();
    plug(true);
    expect(place.now()).toMatchObject({ stateNo, speech: { mode: 'private' }, view: { screen: 'services' } });
  });

  it('that is pulled out ends speech and opens the curtain, and keeps speed and volume', () => {
    plug(true);
    set({ speed: 2, volume: 5, curtain: true });
    expect(place.now().speech).toMatchObject({ curtain: true });
    plug(false);
    expect(place.now().speech).toMatchObject({ mode: 'off', says: false, curtain: false, speed: 2, volume: 5 });
  });

  it('that is left behind speaks to the next person with the usual settings', () => {
    plug(true);
    place.touch('chooseLanguage', { language: 'es' });
    set({ speed: 2, volume: 6, curtain: true });
    place.touch('finish', {});
    expect(place.now()).toMatchObject({
      language: 'ca',
      speech: { ...USUAL_SPEECH, mode: 'private' },
      view: { screen: 'idle' },
    });
    expect(place.kiosk.atRest()).toBe(true);
  });

  it('with a loose contact does not keep a session alive', () => {
    place.touch('openEntry', { visitType: 'walk-in' });
    const { sessionId } = place.now();
    for (let second = 0; second < 120; second += 1) {
      plug(second % 2 === 0);
      wait(1);
    }
    expect(place.now().sessionId).not.toBe(sessionId);
  });

  it('gets an answer fifty times a second, also without a change', () => {
    for (let time = 0; time < 50; time += 1) expect(plug(time % 2 === 0)).toMatchObject({ ok: true });
    expect(place.now().speech.mode).toBe('off');
    const shown = place.states.length;
    plug(false);
    expect(place.states).toHaveLength(shown);
  });
});

describe('without a headset', () => {
  it('speech cannot be private, and the loudspeaker speaks only if the office allows it', () => {
    expect(set({ mode: 'private' })).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
    expect(set({ mode: 'speaker' })).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
    expect(set({ curtain: true })).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
    expect(place.now().speech.mode).toBe('off');
  });

  it('the loudspeaker speaks on public screens, and not about appointments', async () => {
    place.close();
    await stand({ speaker: true });
    set({ mode: 'speaker' });
    expect(place.now().speech).toMatchObject({ mode: 'speaker', says: true });
    place.touch('openEntry', { visitType: 'walk-in' });
    expect(place.now().speech.says).toBe(true);
    place.touch('openAccess', {});
    expect(place.now().speech.says).toBe(false);
    place.touch('finish', {});
    expect(place.now().speech.mode).toBe('off');
    set({ mode: 'speaker' });
    place.touch('openEntry', { visitType: 'appointment' });
    expect(place.now()).toMatchObject({ speech: { mode: 'speaker', says: false }, view: { screen: 'check-in' } });
  });

  it('the loudspeaker is silent once a sensitive service was chosen; a headset still speaks', async () => {
    for (const [sensitive, says] of [
      [false, true],
      [true, false],
    ] as const) {
      place.close();
      await stand({ speaker: true }, { sensitive });
      set({ mode: 'speaker' });
      place.touch('openEntry', { visitType: 'walk-in' });
      const wish = {
        serviceId: service('queixes-i-suggeriments'),
        visitType: 'walk-in' as const,
        language: 'ca' as const,
      };
      place.touch('takeTicket', { requestId: newRequestId(), ...wish });
      expect('ticket' in place.now().view).toBe(true);
      expect(place.now().speech).toMatchObject({ mode: 'speaker', says });
      place.touch('openHelp', {});
      expect(place.now().speech.says).toBe(says);
      plug(true);
      expect(place.now().speech).toMatchObject({ mode: 'private', says: true });
    }
  });

  it('a touch may have a screen read aloud that the loudspeaker may speak, if the office allows it', async () => {
    const shown = () => [place.now().view.screen, place.now().speech.aloud];
    expect(shown()).toEqual(['idle', false]);
    place.close();
    await stand({ speaker: true });
    expect(shown()).toEqual(['idle', true]);
    place.touch('openEntry', { visitType: 'walk-in' });
    place.touch('openAccess', {});
    expect(shown()).toEqual(['access', true]);
    set({ mode: 'speaker' });
    expect(shown()).toEqual(['access', false]);
    set({ mode: 'off' });
    plug(true);
    expect(shown()).toEqual(['access', false]);
    plug(false);
    place.touch('finish', {});
    place.touch('openEntry', { visitType: 'appointment' });
    expect(shown()).toEqual(['check-in', false]);
    place.touch('openAccess', {});
    expect(shown()).toEqual(['access', false]);
    place.touch('back', {});
    place.touch('openCheckIn', { method: 'locator' });
    expect(shown()).toEqual(['locator-keypad', false]);
  });

  it('a headset replaces the loudspeaker, and no speech is left when it goes', async () => {
    place.close();
    await stand({ speaker: true });
    set({ mode: 'speaker' });
    plug(true);
    expect(place.now().speech.mode).toBe('private');
    plug(false);
    expect(place.now().speech.mode).toBe('off');
  });
});

describe('a setting of speech', () => {
  it('does not change the meaning of a touch, so that no touch is refused for it', () => {
    plug(true);
    const { stateNo } = place.now();
    set({ volume: 6 });
    expect(place.now()).toMatchObject({ stateNo, speech: { volume: 6 } });
  });

  it('is forgotten at the end of the session, also without a touch', () => {
    plug(true);
    place.touch('back', {});
    set({ volume: 6 });
    wait(120);
    expect(place.now().speech).toMatchObject({ ...USUAL_SPEECH, mode: 'private' });
  });
});

it('a session with speech has more time, also in the warning', () => {
  const quietFor = (plugged: boolean): [number, number] => {
    plug(plugged);
    if (place.now().view.screen === 'language') place.touch('back', {});
    place.touch('openEntry', { visitType: 'walk-in' });
    const { sessionId } = place.now();
    let seconds = 0;
    for (; place.now().warning === null; seconds += 1) wait(1);
    const warnedAt = seconds;
    for (; place.now().sessionId === sessionId; seconds += 1) wait(1);
    return [warnedAt, seconds - warnedAt];
  };
  const [quiet, warned] = quietFor(false);
  expect(quietFor(true)).toEqual([quiet + 15, warned + 15]);
});
