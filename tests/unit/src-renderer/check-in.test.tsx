// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTranslator } from '../../../config/locales/index.ts';
import { ShownResult } from '../../../src-main/check-in/contract/check-in.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { canned, USUAL_WARNING } from './canned.ts';
import { clearPage, drawPage } from './drawn-page.tsx';
import { succeeded } from './fake-kiosk.ts';

const t = createTranslator('ca', 'screen');

let page: ReturnType<typeof drawPage>;

beforeEach(() => {
  page = drawPage();
});
afterEach(() => {
  clearPage();
  vi.useRealTimers();
});

const show = (name: string, changes?: Partial<ViewState>) => page.show(canned(name, changes));
const text = () => document.body.textContent ?? '';
const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent?.startsWith(name));
  if (found === undefined) throw new Error(`no control ${name} in: ${text()}`);
  return found;
};
const key = (character: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll<HTMLButtonElement>('.large-key')].find(
    (one) => one.textContent === character,
  );
  if (found === undefined) throw new Error(`no key ${character}`);
  return found;
};
const touch = (name: string) => act(() => button(name).click());
const type = (characters: string) => {
  for (const character of characters) act(() => key(character).click());
};
const field = () => document.querySelector('.typed')?.textContent;
const said = () => document.querySelector('.typed-said')?.textContent ?? '';

describe('the check-in screen', () => {
  it('has a row for each of the office’s methods, and names the reader if one reads', () => {
    show('check-in');
    expect([...document.querySelectorAll('.row-name')].map((name) => name.textContent)).toEqual([
      t('checkIn.method.locator'),
      t('checkIn.method.document'),
      t('checkIn.method.no-code'),
    ]);
    expect(document.querySelector('.stripe')?.textContent).toBe(t('checkIn.stripe'));
    touch(t('checkIn.method.document'));
    expect(page.kiosk.calls[0]).toMatchObject({ method: 'openCheckIn', params: { method: 'document' } });
  });

  it('does not mention a reader if none reads', () => {
    show('check-in-no-reader');
    expect(document.querySelector('.stripe')).toBeNull();
    expect(text()).not.toContain('QR');
  });

  it('asks what the appointment is for without giving a ticket yet', () => {
    show('services-appointment');
    touch('Empadronament');
    expect(page.kiosk.calls[0]).toMatchObject({
      method: 'chooseCheckInService',
      params: { serviceId: 'empadronament' },
    });
  });

  it('accepts the appointment’s hour, or that the citizen does not know it', () => {
    show('appointment-hour');
    touch('10.20');
    show('appointment-hour', { stateNo: 2 });
    touch(t('appointmentHour.unknown'));
    expect(page.kiosk.calls.map(({ params }) => params)).toMatchObject([{ startsAt: '10:20' }, { startsAt: null }]);
  });
});

describe('the keypad of locators', () => {
  it('submits only a possible locator', () => {
    show('locator-keypad');
    expect(field()).toBe('____-____');
    type('NE4NAF7');
    expect(button('Busca').disabled).toBe(true);
    expect(said()).toBe('');
    type('Q');
    expect(field()).toBe('NE4N-AF7Q');
    expect(said()).toBe('');
    touch('Busca');
    expect(page.kiosk.calls[0]).toMatchObject({ method: 'presentLocator', params: { text: 'NE4NAF7Q' } });
  });

  it('reports a mistyped locator before it is looked up', () => {
    show('locator-keypad');
    type('NE4NAF7R');
    expect(said()).toBe(`${t('locatorKeypad.mistyped')}${t('keys.check')}`);
    expect(button('Busca').disabled).toBe(true);
    touch(t('keys.erase'));
    expect(said()).toBe('');
    expect(key('Q').disabled).toBe(false);
  });
});

describe('the keypad where turns are given to citizens at home', () => {
  it('takes such a code in no other office', () => {
    show('locator-keypad');
    type('A0521234');
    expect(button('Busca').disabled).toBe(true);
    expect(key('1').disabled).toBe(true);
  });

  it.each([
    ['A0521234', 'A052-1234'],
    ['AA0521234', 'AA052-1234'],
    ['AA91001234', 'AA9100-1234'],
    ['NE4NAF7Q', 'NE4N-AF7Q'],
  ])('submits %s', (typed, shown) => {
    show('locator-keypad-from-home');
    type(typed);
    expect(field()).toBe(shown);
    expect(said()).toBe('');
    touch(t('codeKeypad.search'));
    expect(page.kiosk.calls[0]).toMatchObject({ method: 'presentLocator', params: { text: typed } });
  });

  it('reports an invalid code, and takes no eleventh character', () => {
    show('locator-keypad-from-home');
    type('NE4NAF7M');
    expect(said()).toContain(t('locatorKeypad.mistyped'));
    expect(key('1').disabled).toBe(true);
    for (let count = 0; count < 8; count += 1) touch(t('keys.erase'));
    type('A0521234');
    expect([key('1').disabled, key('A').disabled]).toEqual([false, true]);
    type('56');
    expect(key('1').disabled).toBe(true);
  });

  it('says where the citizen finds either code', () => {
    show('locator-keypad-from-home');
    expect(document.querySelector('h1')?.textContent).toContain(t('codeKeypad.title'));
    touch(t('keys.more'));
    expect(document.querySelector('.explained')?.textContent).toContain(t('codeKeypad.lead'));
  });

  it('names both among the methods', () => {
    show('check-in-from-home');
    expect(text()).toContain(t('checkIn.method.code'));
    expect(text()).not.toContain(t('checkIn.method.locator'));
  });
});

describe('help that does not fit on a keypad', () => {
  it('is behind a key, and the typed text is kept', () => {
    show('locator-keypad');
    type('NE4N');
    touch(t('keys.more'));
    expect(document.querySelector('h1')?.textContent).toBe(t('locatorKeypad.where'));
    expect(document.querySelector('.explained')?.textContent).toContain(t('locatorKeypad.lead'));
    touch(t('keys.typing'));
    expect(field()).toContain('NE4N');
  });
});

describe('the keypad of documents', () => {
  it('says what the number is for before a key is touched', () => {
    show('document-keypad');
    expect(document.querySelector('.privacy')?.textContent).toBe(t('documentKeypad.privacy'));
  });

  it('shows the letter that follows, and sends the whole number', () => {
    show('document-keypad');
    type('1234567');
    expect(document.querySelector('.typed-letter')).toBeNull();
    expect(button('Agafo').disabled).toBe(true);
    type('8');
    expect(said()).toBe(`${t('documentKeypad.letter', { letter: 'Z' })} ${t('documentKeypad.yours')}`);
    touch('Agafo');
    expect(page.kiosk.calls[0]).toMatchObject({
      method: 'presentDocument',
      params: { kind: 'dni', text: '12345678Z' },
    });
  });

  it('hides the number when it is left alone, and shows it at a touch', () => {
    vi.useFakeTimers();
    show('document-keypad');
    type('12345678');
    act(() => void vi.advanceTimersByTime(3_999));
    expect(field()).toBe('12345678');
    act(() => void vi.advanceTimersByTime(1));
    expect(field()).toBe('•••4567•');
    expect(text()).not.toContain(t('documentKeypad.yours'));
    touch(t('keys.show'));
    expect(field()).toBe('12345678');
  });

  it('stays readable while a person types: each key restarts the wait', () => {
    vi.useFakeTimers();
    show('document-keypad');
    for (const digit of '1234567') {
      type(digit);
      act(() => void vi.advanceTimersByTime(3_000));
    }
    expect(field()).toBe('1234567');
    act(() => void vi.advanceTimersByTime(1_000));
    expect(field()).toContain('•');
  });

  it('never has the number read aloud', () => {
    show('document-keypad');
    type('123');
    expect(document.querySelector('.typed')?.getAttribute('aria-hidden')).toBe('true');
    expect(document.querySelector('.typed-field .spoken')?.textContent).toBe(t('keys.typed', { count: 3 }));
  });

  it('changes to another document and drops what was typed', () => {
    show('document-keypad');
    type('123');
    touch(t('documentKeypad.other'));
    touch(t('documentKeypad.name.passport'));
    expect(document.querySelector('h1 > [data-gives]')?.textContent).toBe(t('documentKeypad.title.passport'));
    expect(field()).toBe('');
    type('ABC123456');
    touch('Agafo');
    expect(page.kiosk.calls[0]).toMatchObject({ params: { kind: 'passport', text: 'ABC123456' } });
  });

  it('is empty for the next person', () => {
    show('document-keypad');
    type('123');
    show('document-keypad', { sessionId: '0d7d3a0e-2f0b-4a52-8f2e-5b9f6f3a1c12' });
    expect(field()).toBe('');
  });

  it('repeats the same request until it is answered, and makes a new request after that', async () => {
    show('document-keypad');
    type('12345678');
    const requestIds = () => page.kiosk.calls.map(({ params }) => (params as { requestId: string }).requestId);
    touch('Agafo');
    await act(async () => page.kiosk.calls[0]?.answer({ ok: false, error: { kind: 'core-down' } }));
    touch('Agafo');
    await act(async () => page.kiosk.calls[1]?.answer(succeeded));
    touch('Agafo');
    expect(requestIds()[1]).toBe(requestIds()[0]);
    expect(requestIds()[2]).not.toBe(requestIds()[0]);
  });
});

describe('the result of a check-in', () => {
  const withNumber: readonly ShownResult[] = ['already-checked-in', 'arrived-from-home'];
  for (const result of ShownResult.options.filter((one) => !withNumber.includes(one)))
    it(`leads to a ticket in one touch: ${result}`, () => {
      show(`result-${result}`);
      touch(t('checkInResult.action.walk-in'));
      expect(page.kiosk.calls[0]?.method).toBe('takeWalkIn');
    });

  it('asks a citizen from home before another number is given', () => {
    show('result-arrived-from-home');
    touch('Vull un altre torn');
    expect(page.kiosk.calls[0]?.method).toBe('askAnotherTicket');
  });

  it('asks a citizen with a number before a second number is given, and keeps the number at the main button', () => {
    show('result-already-checked-in');
    touch('Vull un altre torn');
    expect(page.kiosk.calls[0]?.method).toBe('askAnotherTicket');
    show('another-ticket', { stateNo: 2 });
    expect(text()).toContain('Ja teniu el torn E014');
    expect(document.querySelector('.button-primary')?.textContent).toBe('No, em quedo amb aquest');
    touch('No, em quedo');
    expect(page.kiosk.calls[1]?.method).toBe('back');
    show('another-ticket', { stateNo: 3 });
    touch('Sí, vull un altre torn');
    expect(page.kiosk.calls[2]?.method).toBe('takeWalkIn');
  });

  it('offers to give a ticket up in the place of the back button, on all its screens but not under a warning', () => {
    for (const [at, name] of ['printing', 'take-ticket', 'printer-trouble'].entries()) {
      show(name, { stateNo: at });
      expect(button('No és el que volia').className).toContain('bar-back');
      show(name, {
        stateNo: at,
        warning: USUAL_WARNING,
      });
      expect(document.querySelector('.bar-withdraw')).toBeNull();
      show(name, { stateNo: at, canWithdraw: false });
      expect(document.querySelector('.bar-withdraw')).toBeNull();
    }
    show('take-ticket', { stateNo: 9 });
    touch('No és el que volia');
    expect(page.kiosk.calls[0]).toMatchObject({ method: 'withdrawTicket', params: { ticketId: expect.any(String) } });
  });

  it('that was given up is named by its number on the next screen', () => {
    for (const name of ['services', 'check-in']) {
      show(name, { givenUp: 'A047' });
      expect(text()).toContain('Hem anul·lat el torn A047');
    }
  });

  it('tells an early citizen when to come back', () => {
    show('result-too-early');
    expect([...document.querySelectorAll('.moment')].map((moment) => moment.textContent)).toEqual([
      '10.24Ara',
      '12.10Confirmeu',
      '12.40Cita',
    ]);
    touch(t('checkInResult.action.come-back'));
    expect(page.kiosk.calls[0]?.method).toBe('finish');
  });

  it('names the other office and its address', () => {
    show('result-wrong-office');
    expect(text()).toContain('OAC Districte 2Carrer de Sant Damià, 200');
    show('result-wrong-office-unknown', { stateNo: 2 });
    expect(text()).toContain(t('checkInResult.lead.wrong-office-unknown'));
  });

  it('reprints the ticket of a citizen who has already checked in', () => {
    show('result-already-checked-in');
    expect(document.querySelector('.number')?.textContent).toBe('E014');
    touch(t('checkInResult.action.reprint'));
    expect(page.kiosk.calls[0]?.method).toBe('reprintCheckIn');
  });

  it('is a ticket with its hour, and the place if a specialist waits', () => {
    show('arrived-specialist');
    expect(document.querySelector('h1')?.textContent).toBe(t('arrived.title'));
    expect(document.querySelector('.paper-hour')?.textContent).toBe(t('arrived.time', { time: '10.40' }));
    expect(text()).toContain(`${t('arrived.waitAt')} Despatx 2, primera planta`);
    expect(text()).not.toContain('Empadronament');
  });

  it('tells where the proof of attendance comes out, or that it did not print', () => {
    show('attendance-proof');
    expect(document.querySelector('.stripe')?.textContent).toBe(t('attendanceProof.out', { where: t('where.below') }));
    show('attendance-proof-no-paper', { stateNo: 2 });
    expect(document.querySelector('.stripe')).toBeNull();
    expect(text()).toContain(t('attendanceProof.failed'));
  });
});

describe('priority service', () => {
  it('is asked for without a reason', () => {
    show('access');
    touch(t('access.preferential'));
    expect(page.kiosk.calls[0]).toMatchObject({
      method: 'setAttention',
      params: { attention: { preferential: true, comeAndFetch: false } },
    });
    expect(text()).toContain(t('access.noReason'));
  });
});

describe('the keys of a keypad', () => {
  it.each(['document-keypad', 'technician-devices-address'])(
    'have the focus order row by row, as they are seen: %s',
    (screen) => {
      show(screen);
      const keys = [...document.querySelectorAll<HTMLElement>('.keys > button, .keypad > button')];
      const zero = keys.findIndex(({ textContent }) => textContent === '0');
      const digits = keys.map(({ textContent }) => textContent).filter((text) => /^\d$/.test(text ?? ''));
      expect(digits.join('')).toBe('1234567890');
      if (screen === 'document-keypad') expect(keys[zero - 1]?.className).toContain('word-key-sight');
      expect(keys[zero + 1]?.className).toMatch(/word-key-erase|key-send/);
    },
  );
});
