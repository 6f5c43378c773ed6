// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import sentences from '../../../config/locales/ca/technician.json' with { type: 'json' };
import { EVENT_CATALOGUE, type EventKind } from '../../../src-main/session/contract/event-catalogue.ts';
import type { Screen } from '../../../src-main/session/contract/view-state.ts';
import { faultOf } from '../../../src-main/technician/view/technician-pages.ts';
import { screensIn, stateOf } from '../../screenshots/canned-states.ts';
import { canned } from './canned.ts';
import { clearPage, drawPage } from './drawn-page.tsx';
import { succeeded } from './fake-kiosk.ts';

let { kiosk, show } = {} as ReturnType<typeof drawPage>;

beforeEach(() => {
  ({ kiosk, show } = drawPage());
});
afterEach(clearPage);

const pinScreen = (changes: Partial<Extract<Screen, { screen: 'technician-pin' }>>, stateNo: number) =>
  stateOf(
    {
      screen: 'technician-pin',
      step: 'enter',
      checking: false,
      notice: null,
      waitSeconds: null,
      codeWaitSeconds: null,
      namedWaitSeconds: null,
      takesPin: true,
      takesStaffCode: false,
      takesNamedCode: false,
      mayBeSkipped: false,
      ...changes,
    },
    'ca',
    { stateNo },
  );
const text = () => (document.body.textContent ?? '').replaceAll('\u00a0', ' ');
const control = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((button) => button.textContent === name);
  if (found === undefined) throw new Error(`no control ${name} in: ${text()}`);
  return found;
};
const touch = (...names: string[]) => {
  for (const name of names) act(() => control(name).click());
};
const calls = () => kiosk.calls.map(({ method }) => method);

describe('the hidden corner', () => {
  const corner = () => document.querySelector<HTMLElement>('.hidden-corner');
  const knockAt = (timesMs: readonly number[]) => {
    for (const atMs of timesMs) {
      const click = new MouseEvent('click', { bubbles: true });
      Object.defineProperty(click, 'timeStamp', { value: atMs });
      act(() => void corner()?.dispatchEvent(click));
    }
  };

  it.each(['idle', 'closed', 'out-of-service'])(
    'opens the technician’s login at five touches within 4 s: %s',
    (name) => {
      show(canned(name));
      knockAt([1_000, 2_000, 3_000, 4_000]);
      expect(calls()).toEqual([]);
      knockAt([5_000]);
      expect(calls()).toEqual(['openTechnician']);
    },
  );

  it('ignores five slow touches, and opens once five of them are quick', () => {
    show(canned('idle'));
    knockAt([0, 1_000, 2_000, 3_000, 4_001]);
    expect(calls()).toEqual([]);
    knockAt([4_500]);
    expect(calls()).toEqual(['openTechnician']);
  });

  it('counts anew after it has opened', async () => {
    show(canned('idle'));
    knockAt([0, 1, 2, 3, 4]);
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    knockAt([5, 6, 7, 8]);
    expect(calls()).toEqual(['openTechnician']);
  });

  it('is invisible, without focus and silent, and on no other screen', () => {
    show(canned('idle'));
    expect(corner()?.textContent).toBe('');
    expect(corner()?.getAttribute('aria-hidden')).toBe('true');
    expect(corner()?.hasAttribute('tabindex')).toBe(false);
    for (const [index, name] of ['services', 'language', 'take-ticket', 'technician-pin-choose'].entries()) {
      show(canned(name, { stateNo: index + 2 }));
      expect(corner()).toBeNull();
    }
  });
});

describe('the PIN', () => {
  it('is shown as dots, with a spoken count, and sent whole', () => {
    show(canned('technician-pin-choose'));
    touch('2', '7', '0', '5', '1', '8');
    expect(document.querySelector('.pin-dots')?.textContent).toBe('••••••');
    expect(text()).toContain('6 xifres');
    touch('Esborra', '9', 'Continua');
    expect(kiosk.calls[0]).toMatchObject({ method: 'setPin', params: { pin: '270519' } });
  });

  it('is entered if one is set, and its digits are cleared once it is sent', () => {
    show(pinScreen({}, 1));
    touch('2', '7', '0', '5', '1', '9', 'Entra');
    expect(kiosk.calls[0]).toMatchObject({ method: 'enterPin', params: { pin: '270519' } });
    show(pinScreen({ checking: true }, 2));
    expect(document.querySelector('.pin-dots')?.textContent).toBe('');
    show(pinScreen({ notice: 'wrong' }, 3));
    expect(text()).toContain('Aquest no és el PIN.');
    expect(document.querySelector('.pin-dots')?.textContent).toBe('');
  });

  it('is not sent with fewer than six digits, and takes no more than twelve', () => {
    show(pinScreen({}, 1));
    touch('1', '2', '3', '4', '5');
    expect(control('Entra').disabled).toBe(true);
    touch('6', '7', '8', '9', '0', '1', '2', '3', '4', 'Entra');
    expect(kiosk.calls[0]).toMatchObject({ params: { pin: '123456789012' } });
  });

  it('can be typed while the staff code is locked, and the code while the PIN is locked', () => {
    const either = { notice: 'wrong', takesStaffCode: true } as const;
    show(pinScreen({ ...either, codeWaitSeconds: 90 }, 1));
    expect(text()).toContain('Massa codis equivocats: espereu 1 min 30 s.');
    touch('1', '2', '3', '4');
    expect(control('Entra').disabled).toBe(true);
    touch('5', '6');
    expect(control('Entra').disabled).toBe(false);
    show(pinScreen({ ...either, waitSeconds: 30 }, 2));
    expect(text()).toContain('Massa PIN equivocats: espereu 0 min 30 s.');
    expect(control('Entra').disabled).toBe(true);
    touch('Esborra', 'Esborra');
    expect(control('Entra').disabled).toBe(false);
    show(pinScreen({ ...either, waitSeconds: 30, codeWaitSeconds: 20 }, 3));
    expect(text()).toContain('Massa intents. Espereu 0 min 20 s.');
    expect(control('5').disabled).toBe(true);
  });

  it('of ten digits can be sent while codes of named persons are locked', () => {
    show(pinScreen({ notice: 'wrong', takesNamedCode: true, namedWaitSeconds: 30 }, 1));
    touch('1', '2', '3', '4', '5', '6', '7', '8', '9', '0');
    expect(control('Entra').disabled).toBe(false);
    show(pinScreen({ notice: 'wrong', takesNamedCode: true, waitSeconds: 30 }, 2));
    expect(control('Entra').disabled).toBe(false);
    touch('Esborra');
    expect(control('Entra').disabled).toBe(true);
  });

  it('cannot be typed while both must wait, and can afterwards', () => {
    show(pinScreen({ notice: 'wrong', waitSeconds: 90 }, 1));
    expect(text()).toContain('Massa intents. Espereu 1 min 30 s.');
    expect([...document.querySelectorAll<HTMLButtonElement>('.keypad button')].every(({ disabled }) => disabled)).toBe(
      true,
    );
    show(pinScreen({ notice: 'wrong' }, 1));
    expect(control('5').disabled).toBe(false);
    expect(text()).toContain('Aquest no és el PIN.');
  });

  it('takes no digit while it is being checked, because the answer would clear it', () => {
    const keys = () => [...document.querySelectorAll<HTMLButtonElement>('.keypad button')];
    show(pinScreen({ checking: true }, 1));
    expect(keys().every(({ disabled }) => disabled)).toBe(true);
    show(pinScreen({ notice: 'wrong' }, 2));
    touch('5');
    expect(document.querySelector('.pin-dots')?.textContent).toBe('•');
  });

  it('keeps the focus on the key when only the clock moves', () => {
    show(pinScreen({}, 1));
    touch('5');
    control('5').focus();
    show({ ...pinScreen({}, 1), localTime: '2026-11-24T10:25' });
    expect(document.activeElement).toBe(control('5'));
    expect(document.querySelector('.pin-dots')?.textContent).toBe('•');
  });

  it('offers a way back to a person who came by chance', () => {
    show(canned('technician-pin-choose'));
    touch('Torna a l’inici');
    expect(calls()).toEqual(['finish']);
  });
});

describe('the technician’s page', () => {
  it('gives each part’s level in a word, and the most urgent advice', () => {
    show(canned('technician-trouble'));
    const levels = [...document.querySelectorAll('.part')].map((part) => [
      part.querySelector('.part-level')?.textContent,
      part.querySelector('.part-name')?.textContent,
    ]);
    expect(levels).toEqual([
      ['Avaria', 'Impressora'],
      ['Atenció', 'Segona impressora'],
      ['Avaria', 'Lector de codis'],
      ['Avaria', 'Rètol de torns'],
      ['Avaria', 'Xarxa i central'],
      ['Atenció', 'Números'],
      ['Atenció', 'Rellotge'],
      ['Bé', 'Programa'],
    ]);
    expect(document.querySelector('.advice')?.textContent).toMatch(/^Impressora\. S’ha acabat el paper\. Obriu/);
    expect(text()).toContain('últim contacte: dissabte 21, 9.41');
    expect(text()).toContain('avançat 92,04 s');
  });

  it('says that all is well, when the session closes, and when the centre last answered', () => {
    show(canned('technician'));
    expect(text()).toContain('Tot va bé.');
    expect(text()).toContain('La sessió es tanca sola d’aquí a 2 min');
    expect(text()).toContain('contacte fa 43 s');
    expect(text()).toContain('De cada sèrie dona del 400 al 599');
    expect(text()).toContain('OAC Didó · quiosc 2 · 10.24');
  });

  it('offers pairing, a test of the network and closing', async () => {
    show(canned('technician-unpaired'));
    touch('Prova la xarxa');
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    touch('Vincula el quiosc');
    await act(async () => kiosk.calls[1]?.answer(succeeded));
    touch('Tanca la sessió');
    expect(calls()).toEqual(['tryCentre', 'startPairing', 'finish']);
  });

  it('offers a test print, the diagnostics and the last notices first', async () => {
    show(canned('technician'));
    expect(document.querySelector('.technician-corner')?.textContent).toBe('Imprimeix una prova');
    expect(document.querySelector('.frame.technician main button')?.textContent).toBe('Desa el diagnòstic');
    touch('Imprimeix una prova');
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    touch('Desa el diagnòstic');
    await act(async () => kiosk.calls[1]?.answer(succeeded));
    expect(calls()).toEqual(['printTest', 'saveDiagnostics']);
    expect(text()).toContain('Últims avisos9.58Queda poc paper.');
    show(canned('technician-saved', { stateNo: 2 }));
    expect(text()).toContain('torn-2-2026-11-24.jsonl');
    show(canned('technician-alone', { stateNo: 3 }));
    expect(text()).not.toContain('Últims avisos');
  });

  it('leads from a printer that cannot print to the advice', async () => {
    show(canned('technician-trouble'));
    touch('Imprimeix una prova');
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    expect(kiosk.calls.map(({ method, params }) => [method, params])).toMatchObject([
      ['showFault', { kind: 'paper-out' }],
    ]);
  });

  it('offers to requeue dead letters, and only if there are any', () => {
    show(canned('technician-unpaired'));
    expect(text()).not.toContain('Reenvia les dades');
    show(canned('technician-trouble', { stateNo: 2 }));
    touch('Reenvia les dades');
    expect(calls()).toEqual(['requeueDeadLetters']);
  });

  it('offers nothing about a centre if there is none', () => {
    show(canned('technician-alone'));
    const controls = [...document.querySelectorAll('button')].map(({ textContent }) => textContent);
    expect(controls).toEqual([
      'Desa el diagnòstic',
      'Autotest',
      'Dispositius',
      'Oficina',
      'Xarxa i cua',
      'Dades',
      'Registre',
      'Accés',
      'Programa i llicències',
      'Tanca la sessió',
      'Imprimeix una prova',
    ]);
  });

  it.each(Object.keys(screensIn('ca')).filter((name) => name.startsWith('technician')))(
    '%s has its primary action in the corner of the page, and no other',
    (name) => {
      show(canned(name));
      expect(document.querySelectorAll('main .technician-button-primary')).toHaveLength(0);
      expect(document.querySelectorAll('.technician-corner button').length).toBeLessThan(2);
    },
  );

  it('keeps nothing of the previous page in its corner', () => {
    show(canned('technician'));
    show(canned('technician-data', { stateNo: 2 }));
    expect(document.querySelectorAll('.technician-corner *')).toHaveLength(0);
  });

  it('is kept open by a touch beside the buttons, and a citizen’s screen is not', () => {
    show(canned('technician'));
    act(() => document.querySelector<HTMLElement>('.parts')?.click());
    expect(calls()).toEqual(['stay']);
    show(canned('idle', { stateNo: 2 }));
    act(() => document.querySelector<HTMLElement>('.question')?.click());
    expect(calls()).toEqual(['stay']);
  });
});

describe('the further pages', () => {
  it.each([
    ['Xarxa i cua', 'technician-network'],
    ['Dades', 'technician-data'],
    ['Registre', 'technician-log'],
    ['Programa i llicències', 'technician-about'],
  ])('are each a touch away: %s', async (name, page) => {
    show(canned('technician'));
    touch(name);
    expect(kiosk.calls.at(-1)?.params).toMatchObject({ page });
    show(canned(page, { stateNo: 2 }));
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    expect(document.querySelector('h1')?.textContent).toBe(name);
    touch('Torna a l’estat');
    expect(calls()).toEqual(['showPage', 'back']);
  });

  it('show each dead letter with its reason and age, and requeue all of them', () => {
    show(canned('technician-network-dead'));
    expect(text()).toContain('Torn donat9.12La central no l’entén.');
    expect(text()).toContain('Una dada d’una altra versiófa 3 diesEl quiosc ja no la pot llegir.');
    touch('Reenvia les dades');
    expect(calls()).toEqual(['requeueDeadLetters']);
  });

  it('show the log in words, filtered by warnings or by faults', async () => {
    show(canned('technician-log'));
    const lines = () => [...document.querySelectorAll('.part-name')].map(({ textContent }) => textContent);
    expect(lines()).toHaveLength(7);
    expect(text()).toContain('Xarxa i central9.41 × 12No s’arriba a la central.');
    for (const kind of Object.keys(EVENT_CATALOGUE).filter((one) => one.includes('-')))
      expect(text()).not.toContain(kind);
    touch('Avisos i avaries');
    expect(lines()).toEqual(['Impressora', 'Xarxa i central']);
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    touch('Només avaries');
    expect(lines()).toEqual(['Xarxa i central']);
    expect(control('Només avaries').getAttribute('aria-pressed')).toBe('true');
    // Each choice of a filter keeps the session open.
    expect(calls()).toEqual(['stay', 'stay']);
    await act(async () => kiosk.calls[1]?.answer(succeeded));
    act(() => document.querySelector<HTMLElement>('.part-touch')?.click());
    expect(kiosk.calls.at(-1)).toMatchObject({ method: 'showFault', params: { kind: 'central-unreachable' } });
  });

  it('lead on from parts with a fault, and from no part that is well', () => {
    show(canned('technician'));
    expect(document.querySelectorAll('.part-touch')).toHaveLength(0);
    show(canned('technician-trouble', { stateNo: 2, storeNotice: 'database-restored' }));
    const touched = [...document.querySelectorAll<HTMLElement>('.part-touch')].map((part) => {
      act(() => part.click());
      const [call] = kiosk.calls.splice(0);
      act(() => void call?.answer(succeeded));
      return (call?.params as { kind: string } | undefined)?.kind;
    });
    expect(touched[0]).toBe('paper-out');
  });

  it('have a picture for each kind of log entry, with its meaning, cause and steps', () => {
    let stateNo = 10;
    for (const [kind, { steps }] of Object.entries(EVENT_CATALOGUE)) {
      stateNo += 1;
      const screen = {
        screen: 'technician-fault',
        slot: 1,
        closesInMinutes: 2,
        ...faultOf(kind as EventKind),
      } as const;
      show(stateOf(screen, 'ca', { stateNo }));
      expect(document.querySelectorAll('.fault-picture path').length, kind).toBeGreaterThan(0);
      expect(document.querySelectorAll('.step'), kind).toHaveLength(steps.length);
      expect(text(), kind).not.toMatch(/(?:cause|step|about)\./);
    }
  });
});

describe('the slots', () => {
  it('with long numbers are behind one choice that explains them, in groups of ten', () => {
    show(canned('technician-first-slot'));
    const choices = () => [...document.querySelectorAll<HTMLElement>('.technician-choice')];
    const touch = (words: string) =>
      act(() =>
        choices()
          .find((one) => one.textContent?.startsWith(words))
          ?.click(),
      );
    expect(choices()).toHaveLength(9);
    expect(choices().at(-1)?.textContent).toContain('A1000000');
    touch('Quioscs 10 a 99');
    expect(choices().map((one) => one.querySelector('strong')?.textContent)).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90].map((first) => `Quioscs ${first} a ${first + 9}`),
    );
    touch('Quioscs 20');
    expect(choices()).toHaveLength(10);
    touch('Quiosc 23');
    expect(text()).toContain('cap altre és el quiosc 23');
    const confirm = [...document.querySelectorAll<HTMLElement>('.technician-corner button')][0];
    act(() => confirm?.click());
    expect(kiosk.calls.at(-1)).toMatchObject({ method: 'takeSlot', params: { slot: 23 } });
  });
});

describe('the pairing', () => {
  it('shows the code and the fingerprint in groups, and how long they are valid', () => {
    show(canned('technician-pairing'));
    expect(document.querySelector('.pairing-code')?.textContent).toBe('K4TX 9RWM');
    expect(document.querySelector('.step-command')?.textContent?.trim()).toBe(
      'torn-central confirm --url https://torn.terrassa.example --city terrassa --code K4TX9RWM',
    );
    expect(document.querySelector('.pairing-fingerprint')?.textContent).toBe('7QX2M 0ZK4T 9RWCE 5HJ8N 3YVBP');
    expect(text()).toContain('El codi caduca d’aquí a 9 min 40 s.');
    touch('Atura la vinculació');
    expect(calls()).toEqual(['stopPairing']);
  });

  it('says why it failed, and can be tried again or left', async () => {
    show(canned('technician-pairing-failed'));
    expect(text()).toContain('Aquest programa és una versió de proves');
    touch('Torna-ho a provar');
    await act(async () => kiosk.calls[0]?.answer(succeeded));
    touch('Torna a l’estat');
    expect(calls()).toEqual(['startPairing', 'back']);
  });

  it('says that it is done', () => {
    show(canned('technician-pairing-done'));
    expect(text()).toContain('Quiosc vinculat');
    expect(() => control('Torna-ho a provar')).toThrow();
  });
});

describe('the technician’s sentences', () => {
  const keys = (value: object, prefix = ''): string[] =>
    Object.entries(value).flatMap(([key, child]) =>
      typeof child === 'object' && child !== null
        ? keys(child, `${prefix}${key}.`)
        : [`${prefix}${key.replace(/_(one|other)$/, '')}`],
    );

  for (const language of WORKING_LANGUAGES)
    for (const name of Object.keys(screensIn(language)).filter((screen) => /^(?:technician|staff-view)/.test(screen)))
      it(`are complete: ${name} in ${language}`, () => {
        show(canned(name, {}, language));
        expect(text()).not.toContain('{{');
        for (const key of keys(sentences).filter((one) => one.includes('.'))) expect(text()).not.toContain(key);
      });
});

describe('browsers of desks and halls', () => {
  const row = (text: string) => {
    const found = [...document.querySelectorAll('button')].find((button) => button.textContent?.includes(text));
    if (found === undefined) throw new Error(`no row ${text}`);
    act(() => found.click());
  };
  const answered = () => act(async () => kiosk.calls.at(-1)?.answer(succeeded));

  it('are paired with a code and a desk, and unpaired, each at the second touch', async () => {
    show(canned('technician-access-desks'));
    row('483 920');
    row('Taula 2');
    const seen = '00FF1A2B3C4D5E6F';
    const type = (text: string) => {
      for (const key of text) touch(key);
    };
    type(seen.slice(1));
    expect(text()).not.toContain(sentences.do.letIn);
    type(seen.slice(0, 1));
    touch(sentences.do.letIn);
    expect(kiosk.calls.at(-1)).toMatchObject({
      method: 'pairBrowser',
      params: { code: '483920', deskId: 'taula-2', seen: `${seen.slice(1)}0` },
    });
    await act(async () => kiosk.calls.at(-1)?.answer({ ok: false, error: { kind: 'certificate-differs' } }));
    await expect.poll(text).toContain(sentences.access.hub.seen.differs);
    type(seen);
    touch(sentences.do.letIn);
    expect(kiosk.calls.at(-1)).toMatchObject({ method: 'pairBrowser', params: { deskId: 'taula-2', seen } });
    await answered();
    await expect.poll(text).not.toContain(sentences.access.hub.seen.ask);
    row('Taula 1');
    touch(sentences.do.unpair);
    expect(kiosk.calls.at(-1)).toMatchObject({
      method: 'unpairBrowser',
      params: { identityId: '00000000-0000-4000-8000-000000000001' },
    });
  });

  it('and sibling kiosks are paired by their digits, at the second touch', () => {
    show(canned('technician-access-desks'));
    row('7712 0334 5528');
    touch(sentences.do.pair);
    expect(kiosk.calls.at(-1)).toMatchObject({ method: 'pairKiosk', params: { check: '771203345528' } });
  });
});

describe('the crosses by which a touch panel is calibrated', () => {
  const begin = () => {
    show(canned('technician-first-panel-touch'));
    touch('Calibra el tacte');
  };
  const lift = (x: number, y: number) =>
    act(() => {
      const [clientX, clientY] = [x * window.innerWidth, y * window.innerHeight];
      const init = { clientX, clientY, isPrimary: true, bubbles: true };
      document.querySelector('.touch-crosses')?.dispatchEvent(new PointerEvent('pointerup', init));
    });

  it('are sent together once the fifth was touched, wherever the panel reports the finger', () => {
    begin();
    const touched = [0.25, 0.5, 0.75, 0.125, 0.375].map((x) => ({ x, y: 1 - x }));
    for (const [at, { x, y }] of touched.entries()) {
      expect(text()).toContain(`Creu ${at + 1} de 5.`);
      expect(calls()).not.toContain('calibrateTouch');
      lift(x, y);
    }
    const aspect = window.innerWidth / window.innerHeight;
    expect(kiosk.calls.find(({ method }) => method === 'calibrateTouch')?.params).toMatchObject({ touched, aspect });
    expect(document.querySelector('.touch-crosses')).toBeNull();
  });

  it('can be left, and a touch of that button counts as no cross', () => {
    begin();
    const leave = control('Deixa-ho com està');
    act(() => void leave.dispatchEvent(new PointerEvent('pointerup', { isPrimary: true, bubbles: true })));
    expect(text()).toContain('Creu 1 de 5.');
    touch('Deixa-ho com està');
    expect(document.querySelector('.touch-crosses')).toBeNull();
    expect(calls()).not.toContain('calibrateTouch');
  });

  it('are followed by a question that a touch of its button answers', () => {
    show(canned('technician-first-panel-trying'));
    expect(text()).toContain('d’aquí a 12 segons torna a ser com abans');
    touch('Sí, desa-ho');
    expect(calls()).toContain('keepTouch');
  });
});
