// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../config/locales/index.ts';
import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../../../src-main/session/rules/default-access.ts';
import { SESSION_ID } from '../../../screenshots/canned-states.ts';
import { canned, listenAt, OFF, PRIVATE, SPEAKER } from './listener.tsx';

const t = createTranslator('ca', 'screen');
let place: ReturnType<typeof listenAt>;
beforeEach(() => {
  place = listenAt();
});
afterEach(() => place.leave());

/** The core refuses the last call. */
async function refuse(kind: 'service-closed' | 'no-slot'): Promise<void> {
  await place.kiosk.calls.at(-1)?.answer({ ok: false, error: { kind } });
  await new Promise((resolve) => setTimeout(resolve));
  place.reading.look();
}

const ring = () => document.querySelector('.reading-ring');

describe('a listener', () => {
  it('hears how the keys work, then the question, the number of choices, and the first choice', async () => {
    await place.show(canned('services'));
    const said = await place.said();
    expect(said[0]).toBe(t('speech.guidance'));
    expect(said[1]).toContain(t('services.question.walk-in'));
    expect(said[2]).toContain(t('services.lead.walk-in'));
    expect(said[3]).toMatch(/^Hi ha \d+ opcions\.$/);
    expect(said[4]).toContain(t('speech.button'));
    expect(said).toHaveLength(5);
  });

  it('does not hear about the keys again on the next screen', async () => {
    await place.show(canned('services'));
    await place.said();
    await place.show(canned('language', { stateNo: 2 }));
    expect((await place.said())[0]).toContain(t('language.title'));
  });

  it('goes from choice to choice, and orders the choice being read', async () => {
    await place.show(canned('services'));
    const first = (await place.said()).at(-1);
    await place.press('F18');
    const [second] = await place.said();
    expect(second).not.toBe(first);
    await place.press('F17');
    expect(await place.said()).toEqual([first]);
    await place.press('F19');
    expect(place.kiosk.calls.at(-1)?.method).toMatch(/takeTicket|openGroup/);
  });

  it('reaches all controls in the order of the Tab key', async () => {
    await place.show(canned('help-offered'));
    await place.said();
    const seen: Element[] = [];
    for (let step = 0; step < 40; step += 1) await place.press('F17');
    for (let step = 0; step < 40; step += 1) {
      await place.press('F18');
      if (document.activeElement instanceof HTMLButtonElement && !seen.includes(document.activeElement))
        seen.push(document.activeElement);
    }
    expect(seen).toEqual([...document.querySelectorAll('.frame button')]);
  });

  it('sees a ring around what is read', async () => {
    await place.show(canned('services'));
    expect(ring()).not.toBeNull();
  });

  it('hears that the screen is dark, and lights it with any key', async () => {
    for (const speech of [PRIVATE, OFF]) {
      await place.show(canned('night', { speech, stateNo: 2 }));
      const said = (await place.said()).join();
      expect(said.includes(t('night.title'))).toBe(speech === PRIVATE);
      await place.press('F18');
      expect(place.kiosk.calls.at(-1)?.method).toBe('act');
      place.kiosk.calls.at(-1)?.answer({ ok: true, value: null });
    }
  });

  it.each([
    ['services', 1],
    ['night', 0],
  ])(
    'counts as present while something is read, but not on a dark screen, where the headset was left behind: %s',
    async (name, signs) => {
      place.hearing.holds = true;
      await place.show(canned(name));
      await place.pass(5_000);
      expect(place.calls('act')).toHaveLength(signs);
    },
  );

  it('hears each language’s name in that language', async () => {
    await place.show(canned('language'));
    const said = await place.saidIn();
    expect(said.some((line) => line.startsWith('es: ') && line.includes('idioma'))).toBe(true);
    for (let step = 0; step < 3; step += 1) await place.press('F18');
    expect((await place.saidIn()).some((line) => line.startsWith('en: English'))).toBe(true);
  });

  it('hears the number and what to do with it', async () => {
    await place.show(canned('take-ticket'));
    const said = (await place.said()).join('\n');
    const paper = t('takeTicket.paper', { where: '' }).trim();
    for (const text of [t('takeTicket.title'), 'A047', t('ticket.sit'), paper, t('ticket.finish')])
      expect(said).toContain(text.replaceAll('\u00a0', ' '));
  });

  it('hears a switch change', async () => {
    await place.show(canned('access'));
    await place.said();
    const contrast = [...document.querySelectorAll<HTMLElement>('[role="switch"]')][1];
    for (let step = 0; document.activeElement !== contrast && step < 20; step += 1) await place.press('F18');
    await place.said();
    await place.show(canned('access', { stateNo: 2, access: { ...DEFAULT_ACCESS, contrast: 'high' } }));
    expect((await place.said()).join()).toContain(t('access.on'));
  });

  it('hears why a key had no effect', async () => {
    await place.show(canned('services'));
    await place.press('F19');
    await place.said();
    await refuse('service-closed');
    expect(await place.said()).toEqual([t('notice.serviceClosed')]);
  });

  it('hears the choice it moved to again after a message that cut it off, also by the repeat key', async () => {
    await place.show(canned('services'));
    await place.press('F19');
    await place.said();
    place.hearing.holds = true;
    await place.press('F18');
    const [moved = ''] = await place.said();
    await refuse('service-closed');
    place.end('ended');
    expect(await place.said()).toEqual([t('notice.serviceClosed'), moved]);
    place.end('ended');
    await place.said();
    await place.press('F24');
    place.end('ended');
    expect(await place.said()).toEqual([t('notice.serviceClosed'), moved]);
  });

  it('hears the choice it moved to again after a key for the loudness that cut it off', async () => {
    await place.show(canned('services'));
    await place.said();
    place.hearing.holds = true;
    await place.press('F18');
    const [moved = ''] = await place.said();
    await place.press('AudioVolumeUp');
    place.end('ended');
    expect(await place.said()).toEqual([t('speech.louder'), moved]);
    place.end('ended');
    await place.said();
    await place.press('AudioVolumeUp');
    place.end('ended');
    expect(await place.said()).toEqual([t('speech.louder')]);
  });

  it('hears only the message if the choice it moved to was spoken to its end, or was pressed', async () => {
    await place.show(canned('services'));
    await place.press('F19');
    await place.press('F18');
    await place.said();
    await refuse('service-closed');
    expect(await place.said()).toEqual([t('notice.serviceClosed')]);
    place.hearing.holds = true;
    await place.press('F18');
    await place.press('F19');
    await place.said();
    await refuse('no-slot');
    place.end('ended');
    expect(await place.said()).toEqual([t('notice.tryAgain')]);
  });

  it('hears only the message if a touch has pressed a choice since', async () => {
    await place.show(canned('services', { speech: SPEAKER }));
    await place.press('F19');
    await place.said();
    place.hearing.holds = true;
    await place.press('F18');
    await place.said();
    place.reading.finger.mayOrder(document.querySelector('button'));
    await refuse('service-closed');
    place.end('ended');
    expect(await place.said()).toEqual([t('notice.serviceClosed')]);
  });

  it('hears the last sentence again by the repeat key', async () => {
    await place.show(canned('services'));
    await place.press('F18');
    const before = (await place.said()).at(-1);
    await place.press('F24');
    expect(await place.said()).toEqual([before]);
  });

  it('cannot go back if there is no back, and hears so', async () => {
    await place.show(canned('take-ticket'));
    await place.said();
    await place.press('F23');
    expect(await place.said()).toEqual([t('speech.noBack')]);
    expect(place.calls('back')).toEqual([]);
  });

  it('hears how the keys work on the screen of help, and by its key', async () => {
    await place.show(canned('services'));
    await place.said();
    await place.press('F20');
    expect(place.calls('openHelp')).toHaveLength(1);
    await place.show(canned('help', { stateNo: 2 }));
    expect((await place.said())[0]).toBe(t('speech.guidance'));
    await place.press('F20');
    expect((await place.said())[0]).toBe(t('speech.guidance'));
  });

  it('hears how many characters are typed', async () => {
    await place.show(canned('locator-keypad'));
    await place.said();
    for (let step = 0; document.activeElement?.textContent !== '1' && step < 20; step += 1) await place.press('F18');
    await place.said();
    await place.press('F19');
    expect(await place.said()).toEqual([t('keys.typed', { count: 1 })]);
  });
});

describe('a setting of speech', () => {
  it('is heard at once, and sent to the core with all the others', async () => {
    await place.show(canned('services'));
    await place.said();
    await place.press('AudioVolumeUp');
    expect(place.hearing.volume).toBe(3);
    expect(await place.said()).toEqual([t('speech.louder')]);
    await place.press('AudioVolumeMute');
    expect(place.hearing.volume).toBe(6);
    await place.press('F22');
    expect(place.calls('setSpeech').at(-1)).toMatchObject({
      speech: { mode: 'private', speed: 1, volume: 6, curtain: false },
    });
  });

  it('stops at its limits', async () => {
    await place.show(canned('services', { speech: { ...PRIVATE, volume: 6, speed: -2 } }));
    await place.press('AudioVolumeUp');
    await place.press('F21');
    expect(place.calls('setSpeech').at(-1)).toMatchObject({ speech: { speed: -2, volume: 6 } });
  });
});

describe('a warning', () => {
  const warned = (): ViewState =>
    canned('services', {
      stateNo: 1,
      warning: {
        endsInSeconds: 20,
        ofSeconds: 20,
        extensionsLeft: 10,
        about: 'choices',
        numberStands: false,
        chimePercent: 50,
      },
    });

  it('is read whole, and any key answers it and does nothing else', async () => {
    await place.show(canned('services'));
    await place.said();
    await place.show(warned());
    const said = (await place.said()).join('\n');
    expect(said).toContain(t('warning.title'));
    expect(said).toContain(t('warning.body.choices', { count: 20 }));
    for (const key of ['F18', 'F19', 'F23', 'F20', 'F24', 'AudioVolumeUp', 'F14'] as const) {
      const before = place.calls('stay').length;
      await place.press(key);
      await place.kiosk.calls.at(-1)?.answer({ ok: true, value: null });
      expect(place.calls('stay')).toHaveLength(before + 1);
    }
    expect(place.kiosk.calls.map(({ method }) => method)).not.toContain('openHelp');
  });

  it('is not answered by being read', async () => {
    await place.show(warned());
    place.hearing.holds = true;
    await place.press('F24');
    await place.pass(10_000);
    expect(place.calls('act')).toEqual([]);
  });
});

describe('the session’s time', () => {
  it('is extended while something is read, and no longer', async () => {
    place.hearing.holds = true;
    await place.show(canned('services'));
    await place.pass(10_000);
    await place.pass(10_000);
    expect(place.calls('act').length).toBeGreaterThan(0);
    place.hearing.holds = false;
    place.end('ended');
    await place.pass(10_000);
    const acts = place.calls('act').length;
    await place.pass(10_000);
    expect(place.calls('act')).toHaveLength(acts);
  });
});

describe('a headset', () => {
  it('pulled out silences speech at once, whatever the core still reports', async () => {
    await place.show(canned('services'));
    await place.said();
    place.hearing.holds = true;
    await place.press('F18');
    await place.said();
    const { hushed } = place.hearing;
    place.down('F16');
    expect(place.hearing.hushed).toBe(hushed + 1);
    expect(place.calls('plugJack')).toEqual([{ isIn: false }]);
    await place.show(canned('take-ticket', { stateNo: 2 }));
    await place.press('F18');
    expect(await place.said()).toEqual([]);
    await place.show(canned('take-ticket', { stateNo: 2, speech: OFF }));
    place.down('F15');
    await place.show(canned('take-ticket', { stateNo: 2 }));
    expect((await place.said())[0]).toBe(t('speech.guidance'));
  });

  it('with a loose plug leaves few timers pending, and each change goes to the core', async () => {
    await place.show(canned('services', { speech: OFF }));
    for (let time = 0; time < 50; time += 1) {
      place.down(time % 2 === 0 ? 'F15' : 'F16');
      await place.show(canned('services', { speech: time % 2 === 0 ? PRIVATE : OFF }));
      expect(place.waits.length).toBeLessThan(4);
    }
    place.down('F15');
    expect(place.calls('plugJack')).toHaveLength(51);
  });

  it('is spoken to again by a reloaded page', async () => {
    await place.show(canned('services', { stateNo: 7 }));
    expect((await place.said())[0]).toBe(t('speech.guidance'));
  });

  it('repeats nothing of the last person to the next one', async () => {
    await place.show(canned('take-ticket'));
    place.hearing.holds = true;
    await place.press('F24');
    await place.said();
    const { hushed } = place.hearing;
    await place.show(canned('idle', { sessionId: '5f0c7a3e-3f50-4c8e-8d54-3b7f7b0c7c11', stateNo: 0 }));
    expect(place.hearing.hushed).toBeGreaterThan(hushed);
    place.hearing.holds = false;
    place.end('interrupted');
    await place.said();
    await place.press('F24');
    expect((await place.said()).join()).not.toContain('A047');
  });
});

describe('without a headset', () => {
  it('the first key turns the loudspeaker on if the office allows it, and does nothing else', async () => {
    place.leave();
    place = listenAt({ speaker: true });
    await place.show(canned('idle', { speech: OFF }));
    await place.press('F18');
    expect(place.calls('setSpeech')).toMatchObject([{ speech: { mode: 'speaker' } }]);
    expect(await place.said()).toEqual([]);
    await place.show(canned('idle', { speech: SPEAKER }));
    expect((await place.said())[0]).toBe(t('speech.guidanceSpeaker'));
  });

  it('personal screens are not spoken, and the listener hears how to use a headset', async () => {
    await place.show(canned('check-in', { speech: { ...SPEAKER, says: false } }));
    expect(await place.said()).toEqual([t('speech.guidanceSpeaker'), t('speech.private')]);
    await place.press('F18');
    await place.press('F18');
    expect(await place.said()).toEqual([]);
  });

  it('the keys move and choose in silence if the office forbids the loudspeaker', async () => {
    await place.show(canned('services', { speech: OFF }));
    await place.press('F18');
    expect(ring()).not.toBeNull();
    await place.press('F18');
    expect(ring()).not.toBeNull();
    for (let step = 0; !(document.activeElement instanceof HTMLButtonElement) && step < 9; step += 1)
      await place.press('F18');
    await place.press('F19');
    expect(place.kiosk.calls.at(-1)?.method).toMatch(/takeTicket|openGroup/);
    expect(await place.said()).toEqual([]);
  });
});

describe('a screen read aloud by a touch', () => {
  const ALOUD = { ...OFF, aloud: true };
  const listen = async (): Promise<void> => {
    const name = t('bar.aloud');
    const key = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
    act(() => place.reading.finger.down(0, 0));
    act(() => key?.click());
    await place.pass(0);
  };

  it('is read whole, and changes neither speech settings nor the place on the screen', async () => {
    await place.show(canned('services', { speech: ALOUD }));
    await listen();
    const said = await place.said();
    expect(said[0]).toBe(document.querySelector('h1')?.textContent);
    const choices = [...document.querySelectorAll('main .row-name')].map(({ textContent }) => textContent ?? '');
    for (const choice of choices) expect(said.join(' ')).toContain(choice);
    expect(said.join(' ')).not.toContain(t('bar.help'));
    expect(place.calls('setSpeech')).toEqual([]);
    expect(ring()).toBeNull();
  });

  it('falls silent at the next touch, even of the same key, and begins again with the one after', async () => {
    await place.show(canned('services', { speech: ALOUD }));
    place.hearing.holds = true;
    await listen();
    expect(await place.said()).toHaveLength(1);
    const { hushed } = place.hearing;
    await listen();
    expect(place.hearing.hushed).toBe(hushed + 1);
    expect(await place.said()).toEqual([]);
    await listen();
    expect(await place.said()).toHaveLength(1);
  });

  it.each<[string, Partial<ViewState>]>([
    ['another screen', { view: canned('take-ticket').view, stateNo: 2, speech: ALOUD }],
    ['another person', { sessionId: '5f0c7a3e-3f50-4c8e-8d54-3b7f7b0c7c11', stateNo: 0, speech: ALOUD }],
    ['a headset', { speech: PRIVATE }],
  ])('ends with %s', async (_what, changes) => {
    await place.show(canned('services', { speech: ALOUD }));
    place.hearing.holds = true;
    await listen();
    const { hushed } = place.hearing;
    await place.show(canned('services', changes));
    expect(place.hearing.hushed).toBeGreaterThan(hushed);
  });

  it('is the screen below the access settings, once that screen is drawn', async () => {
    await place.show(canned('access', { speech: ALOUD }));
    const name = t('access.readAloud');
    act(() => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click());
    await place.pass(0);
    expect(place.calls('back')).toHaveLength(1);
    expect(await place.said()).toEqual([]);
    await place.show(canned('services', { stateNo: 2, speech: ALOUD }));
    expect((await place.said())[0]).toBe(document.querySelector('h1')?.textContent);
  });

  it('is not offered if the core forbids it, and a late request says nothing', async () => {
    await place.show(canned('services', { speech: OFF }));
    expect(document.querySelector('.bar-aloud')).toBeNull();
    act(() => place.store.setState({ aloudAsked: true }));
    await place.pass(0);
    expect(await place.said()).toEqual([]);
    expect(place.store.getState().aloudAsked).toBe(false);
  });
});

describe('the ticket key', () => {
  it('takes a ticket for the office’s service, and repeats the same request if that fails', async () => {
    place.leave();
    place = listenAt({ ticketKey: 'orientacio' as never });
    await place.show(canned('idle'));
    await place.press('F14');
    const [order] = place.calls('pressTicketKey');
    expect(order).toMatchObject({
      stamp: { sessionId: SESSION_ID, stateNo: 1 },
      serviceId: 'orientacio',
      language: 'ca',
    });
    await place.kiosk.calls.at(-1)?.answer({ ok: false, error: { kind: 'core-down' } });
    await place.press('F14');
    expect(place.calls('pressTicketKey')).toEqual([order, order]);
  });

  it('gives none if the office has chosen no service', async () => {
    await place.show(canned('idle'));
    await place.said();
    await place.press('F14');
    expect(await place.said()).toEqual([t('speech.noTicketKey')]);
    expect(place.calls('pressTicketKey')).toEqual([]);
  });
});

describe('hands on the keypad', () => {
  it('that hold a key for ten seconds press it once', async () => {
    await place.show(canned('services'));
    await place.said();
    place.down('F18');
    for (let time = 0; time < 300; time += 1)
      window.dispatchEvent(new KeyboardEvent('keydown', { code: 'F18', repeat: true, cancelable: true }));
    expect((await place.said()).length).toBeLessThanOrEqual(1);
  });

  it('that press two keys at once order nothing', async () => {
    await place.show(canned('services'));
    place.down('F18');
    place.down('F19');
    expect(place.kiosk.calls.map(({ method }) => method)).not.toContain('takeTicket');
    place.up('F18');
    place.up('F19');
    await place.press('F19');
    expect(place.kiosk.calls.at(-1)?.method).toMatch(/takeTicket|openGroup/);
  });
});
