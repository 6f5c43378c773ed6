import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createHelpCalls } from '../../../../../src-main/calling/steps/help-calls.ts';
import type { AlarmBook } from '../../../../../src-main/calling/steps/staff-alarms.ts';
import { RequestId } from '../../../../../src-main/contract/shared/ids.ts';
import { refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { announceHelp } from '../../../../../src-main/staff/steps/asked-of-staff.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { takeTicket } from '../../../../support/citizen-with-appointment.ts';
import { helpCallsOf } from '../../../../support/help-calls.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const ASKED = { preferential: false, comeAndFetch: true };

async function standWithTicket() {
  const place = await standAtCheckIn(undefined, { profile: { help: { callable: true } } });
  place.touch('openEntry', { visitType: 'walk-in' });
  takeTicket(place);
  return place;
}

test('a wish to be fetched after the number is given is sent to the centre with the ticket and without a reason', async () => {
  const place = await standWithTicket();
  const { view } = place.now();
  const ticketId = 'ticket' in view ? view.ticket.ticketId : null;
  place.touch('openAccess', {});
  expect(place.touch('setAttention', { attention: ASKED }).ok).toBe(true);
  expect(place.events('attention-asked')).toEqual([{ ticketId, ...ASKED }]);
  place.touch('back', {});
  expect(place.now().attention).toEqual(ASKED);
  place.touch('setAttention', { attention: { ...ASKED, comeAndFetch: false } });
  expect(place.events('attention-asked').at(-1)).toMatchObject({ ticketId, comeAndFetch: false });
});

test('a wish before the number is not sent by itself, and does not stay for the next person', async () => {
  const place = await standAtCheckIn();
  place.touch('setAttention', { attention: ASKED });
  expect(place.events('attention-asked')).toEqual([]);
  place.touch('finish', {});
  expect(place.now().attention).toEqual({ preferential: false, comeAndFetch: false });
});

test('a wish followed by the code of a number is sent to the centre once the number is printed again, or at once beside the number', async () => {
  const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS })]);
  const qr = place.booked[0]?.qr ?? '';
  place.scan(qr);
  const { view } = place.now();
  const ticketId = 'ticket' in view ? view.ticket.ticketId : null;
  place.finish();

  place.touch('setAttention', { attention: ASKED });
  place.scan(qr);
  expect(place.view()).toMatchObject({ result: 'already-checked-in' });
  expect(place.events('attention-asked')).toEqual([]);
  place.touch('reprintCheckIn', {});
  expect(place.events('attention-asked')).toEqual([{ ticketId, ...ASKED }]);
  place.finish();

  // Attention can also be requested on the screen that shows the number, before the slip is printed again.
  place.scan(qr);
  place.touch('openAccess', {});
  place.touch('setAttention', { attention: { ...ASKED, preferential: true } });
  expect(place.events('attention-asked').at(-1)).toEqual({ ticketId, preferential: true, comeAndFetch: true });
});

test('the citizen sees that help is coming once the staff acknowledge exactly this wish, and only in that session', async () => {
  const place = await standWithTicket();
  const { view } = place.now();
  const subjectId = 'ticket' in view ? view.ticket.ticketId : '';
  place.touch('setAttention', { attention: ASKED });
  const isComing = () => place.now().attentionAcknowledged;
  expect(isComing()).toBe(false);
  place.connection.acknowledge({ subjectId: randomUUID(), ...ASKED });
  place.connection.acknowledge({ subjectId, preferential: true, comeAndFetch: false });
  expect(isComing()).toBe(false);
  const { stateNo } = place.now();
  place.connection.acknowledge({ subjectId, ...ASKED });
  expect(isComing()).toBe(true);
  // The state number is unchanged, so a touch in progress is still accepted.
  expect(place.now().stateNo).toBe(stateNo);
  place.touch('setAttention', { attention: { ...ASKED, preferential: true } });
  expect(isComing()).toBe(false);
  place.touch('finish', {});
  place.connection.acknowledge({ subjectId, ...ASKED });
  expect(isComing()).toBe(false);
});

test('a wish before a reprint is sent with the reprinted number', async () => {
  const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS })]);
  const [one] = place.booked;
  if (!one) throw new Error('nothing is booked');
  place.scan(one.qr);
  place.finish();
  place.touch('setAttention', { attention: ASKED });
  place.scan(one.qr);
  place.touch('reprintCheckIn', {});
  expect(place.events('attention-asked')).toMatchObject([ASKED]);
});

describe('a wish with a number', () => {
  const PREFERENTIAL = { preferential: true, comeAndFetch: false };
  const BOTH = { preferential: true, comeAndFetch: true };

  async function standAfter() {
    const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS }), book({ startMs: NOW_MS })]);
    place.touch('setAttention', { attention: PREFERENTIAL });
    place.scan(place.booked[0]?.qr ?? '');
    const { view } = place.now();
    const subjectId = 'ticket' in view ? view.ticket.ticketId : '';
    place.finish();
    return { ...place, place, subjectId, comeBack: () => place.scan(place.booked[0]?.qr ?? '') };
  }

  test('is not taken back by a later reprint without a wish', async () => {
    const { place, comeBack, now } = await standAfter();
    comeBack();
    place.touch('reprintCheckIn', {});
    expect(now().attention).toEqual(PREFERENTIAL);
    expect(place.events('attention-asked')).toEqual([]);
  });

  test('is extended if its holder comes back with another wish', async () => {
    const { place, comeBack, now, subjectId } = await standAfter();
    place.touch('setAttention', { attention: ASKED });
    comeBack();
    place.touch('reprintCheckIn', {});
    expect(place.events('attention-asked')).toEqual([{ ticketId: subjectId, ...BOTH }]);
    expect(now().attention).toEqual(BOTH);
    place.finish();
    comeBack();
    expect(now().attention).toEqual(BOTH);
  });

  test('is taken back by its holder, who sees it switched on', async () => {
    const { place, comeBack, now, subjectId } = await standAfter();
    comeBack();
    expect(now().attention).toEqual(PREFERENTIAL);
    place.touch('openAccess', {});
    place.touch('setAttention', { attention: { preferential: false, comeAndFetch: false } });
    place.touch('back', {});
    place.touch('reprintCheckIn', {});
    expect(place.events('attention-asked')).toEqual([
      { ticketId: subjectId, preferential: false, comeAndFetch: false },
    ]);
    place.finish();
    comeBack();
    expect(now().attention).toEqual({ preferential: false, comeAndFetch: false });
  });

  test('stays with that number, and passes only to its holder’s next number', async () => {
    const { place, comeBack, now } = await standAfter();
    comeBack();
    place.touch('back', {});
    expect(now().attention).toEqual({ preferential: false, comeAndFetch: false });
    place.scan(place.booked[1]?.qr ?? '');
    expect(now().attention).toEqual({ preferential: false, comeAndFetch: false });
    place.finish();
    comeBack();
    place.touch('askAnotherTicket', {});
    place.touch('takeWalkIn', { requestId: RequestId.parse(randomUUID()) });
    expect(now()).toMatchObject({ attention: PREFERENTIAL, view: { screen: 'services' } });
  });

  test('is shown as acknowledged when its holder is back, and stays visible to the staff', async () => {
    const { place, comeBack, now, subjectId } = await standAfter();
    comeBack();
    expect(now().attentionAcknowledged).toBe(false);
    expect(place.kiosk.handle('getStatus', {})).toMatchObject({
      value: { asked: [{ subjectId, acknowledged: false }] },
    });
    place.kiosk.handle('acknowledgeAsked', { subjectId });
    expect(now().attentionAcknowledged).toBe(true);
    place.finish();
    expect(now().attentionAcknowledged).toBe(false);
    comeBack();
    place.touch('reprintCheckIn', {});
    expect(now()).toMatchObject({ attention: PREFERENTIAL, attentionAcknowledged: true });
    place.touch('setAttention', { attention: BOTH });
    expect(now().attentionAcknowledged).toBe(false);
  });
});

test('staff acknowledge a wish at the kiosk; the centre hears it once, and an unknown subject is refused', async () => {
  const place = await standWithTicket();
  place.touch('setAttention', { attention: ASKED });
  const asked = place.kiosk.handle('getStatus', {});
  const { view } = place.now();
  const subjectId = 'ticket' in view ? view.ticket.ticketId : '';
  expect(asked).toMatchObject({ ok: true, value: { asked: [{ subjectId, ...ASKED, acknowledged: false }] } });
  const acknowledge = (id: string) => place.kiosk.handle('acknowledgeAsked', { subjectId: id });
  expect(acknowledge(randomUUID())).toMatchObject({ ok: false, error: { kind: 'nothing-asked' } });
  expect(acknowledge(subjectId).ok && acknowledge(subjectId).ok).toBe(true);
  expect(place.now().attentionAcknowledged).toBe(true);
  expect(place.events('staff-acknowledged')).toEqual([{ subjectId, ...ASKED }]);
});

describe('help', () => {
  const call = (place: Awaited<ReturnType<typeof standWithTicket>>) => {
    const view = place.view();
    return view.screen === 'help' ? (view.call?.state ?? null) : 'another screen';
  };
  const PAIRED = { state: 'paired', trouble: null, lastContactMs: 1 } as const;

  test('is offered while the centre hears it, can be asked once, and is coming once the staff acknowledge it', async () => {
    const place = await standWithTicket();
    place.touch('openHelp', {});
    expect(call(place)).toBeNull();
    expect(place.touch('askHelp', {})).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
    place.connection.become(PAIRED);
    expect(call(place)).toBe('offered');
    place.connection.become({ trouble: 'central-unreachable' });
    expect(call(place)).toBeNull();
    place.connection.become(PAIRED);
    expect(place.touch('askHelp', {}).ok).toBe(true);
    expect(place.touch('askHelp', {}).ok).toBe(false);
    const [asked, ...more] = place.events('help-asked');
    expect(more).toEqual([]);
    // The call was made, so the network may fail from here on.
    place.connection.become({ trouble: 'central-unreachable' });
    expect(call(place)).toBe('asked');
    place.connection.acknowledge({ subjectId: String(asked?.helpId), preferential: false, comeAndFetch: false });
    expect(call(place)).toBe('coming');
  });

  test('tells the centre that a desk comes and that the call has ended', async () => {
    const place = await askedAtCentre();
    const helpId = String(place.events('help-asked')[0]?.helpId);
    place.help.answer(helpId, 'taula-1');
    expect(place.events('help-answered')).toEqual([{ helpId, deskId: 'taula-1' }]);
    expect(place.events('help-ended')).toEqual([]);
    place.touch('withdrawHelp', {});
    place.wait(10 * 60_000);
    expect(place.events('help-ended')).toEqual([{ helpId, end: 'withdrawn' }]);
    expect(place.events('help-answered')).toHaveLength(1);
  });

  test('tells the centre each thing once, after the disk had refused', () => {
    const help = helpCallsOf(createManualClock(0));
    help.ask('first', 'ca', true);
    help.answer('first', 'taula-1');
    help.withdraw('first');
    const sent: string[] = [];
    let isFull = true;
    const store = {
      recordEvent({ type }: { type: string }) {
        if (isFull) return refuse({ kind: 'store-failed' as const, detail: 'full' });
        sent.push(type);
        return succeed(null);
      },
    };
    const log = { event: () => undefined };
    announceHelp({ help, store, log });
    expect(sent).toEqual([]);
    isFull = false;
    announceHelp({ help, store, log });
    announceHelp({ help, store, log });
    expect(sent).toEqual(['help-answered', 'help-ended']);
  });

  test('tells the centre that an unanswered call is over', async () => {
    const place = await askedAtCentre();
    const helpId = String(place.events('help-asked')[0]?.helpId);
    place.wait(10 * 60_000 + 1);
    expect(place.events('help-ended')).toEqual([{ helpId, end: expect.stringMatching(/^(over|left)$/) }]);
  });

  test('is offered to the next person after an unanswered call of the last one', async () => {
    const place = await askedAtCentre();
    place.touch('back', {});
    place.wait(10 * 60_000);
    const [asked] = place.events('help-asked');
    place.connection.acknowledge({ subjectId: String(asked?.helpId), preferential: false, comeAndFetch: false });
    place.touch('openHelp', {});
    expect(call(place)).toBe('offered');
  });

  /** Lets time pass while a desk's page keeps reporting the calls that it shows, as a real page does. */
  function waitWithDesk(place: Awaited<ReturnType<typeof standAtCheckIn>>, ms: number): void {
    for (let passed = 0; passed < ms; passed += 5_000) {
      place.help.shown(
        'page',
        place.help.calls(null).map(({ helpId }) => helpId),
      );
      place.wait(5_000);
    }
  }
  async function askedAtCentre() {
    const place = await standAtCheckIn(undefined, { profile: { help: { callable: true } } });
    place.connection.become(PAIRED);
    place.touch('openHelp', {});
    place.touch('askHelp', {});
    return place;
  }
  async function askedAtDesk() {
    const place = await standAtCheckIn();
    place.touch('chooseLanguage', { language: 'ar' });
    place.help.shown('page', []);
    place.touch('openHelp', {});
    place.touch('askHelp', {});
    return place;
  }

  test('is offered while a desk hears it, without a centre, and is coming once the desk answers', async () => {
    const place = await askedAtDesk();
    const [asked] = place.help.calls(null);
    expect(asked).toMatchObject({ language: 'ar', coming: null });
    expect(call(place)).toBe('asked');
    place.help.shown('page', [String(asked?.helpId)]);
    expect(call(place)).toBe('heard');
    expect(place.kiosk.handle('getStatus', {})).toMatchObject({ value: { asked: [{ acknowledged: false }] } });
    place.help.answer(String(asked?.helpId), 'taula-1');
    expect(call(place)).toBe('coming');
    expect(place.kiosk.handle('getStatus', {})).toMatchObject({ value: { asked: [{ acknowledged: true }] } });
    // The note that a person is coming also stays on the next screen, until the citizen leaves.
    place.touch('back', {});
    expect(place.now()).toMatchObject({ helpComing: true, view: { screen: 'idle' } });
    place.touch('finish', {});
    expect(place.now().helpComing).toBe(false);
    // No help event is stored, because no centre hears this call.
    for (const type of ['help-asked', 'help-answered', 'help-ended']) expect(place.events(type)).toEqual([]);
  });

  test('is not offered once the desk has gone, and an open call becomes unanswered', async () => {
    const place = await askedAtDesk();
    place.help.closed('page');
    expect(call(place)).toBe('unanswered');
    place.touch('withdrawHelp', {});
    expect(call(place)).toBeNull();
    expect(place.touch('askHelp', {})).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  });

  test('is not offered if the office switched it off', async () => {
    const place = await standAtCheckIn(undefined, { profile: { help: { callable: false } } });
    place.help.shown('page', []);
    place.touch('openHelp', {});
    expect(call(place)).toBeNull();
  });

  test('that is withdrawn can be asked for again', async () => {
    const place = await askedAtDesk();
    expect(place.touch('withdrawHelp', {}).ok).toBe(true);
    expect(place.help.calls(null)).toEqual([]);
    expect(call(place)).toBe('offered');
    expect(place.touch('withdrawHelp', {})).toMatchObject({ ok: false });
    expect(place.touch('askHelp', {}).ok).toBe(true);
  });

  test('stays at the desks if the screen is cleared without a touch, and ends if the person leaves by a touch', async () => {
    const place = await askedAtDesk();
    waitWithDesk(place, 115_000);
    expect(place.now().warning).toBeNull();
    waitWithDesk(place, 30_000);
    expect(place.view().screen).toBe('idle');
    expect(place.help.calls(null)).toMatchObject([{ isLeft: true }]);

    place.touch('openHelp', {});
    place.touch('askHelp', {});
    expect(place.help.calls(null)).toHaveLength(2);
    place.touch('back', {});
    place.touch('finish', {});
    expect(place.help.calls(null)).toMatchObject([{ isLeft: true }]);
  });

  test('of a sibling kiosk is shown and answered in the staff view, which counts as a listener', async () => {
    const pins = {
      hash: (pin: string) => Promise.resolve(pin),
      matches: (pin: string, hash: string) => Promise.resolve(pin === hash),
    };
    const place = await standAtCheckIn(undefined, {
      profile: {
        staffView: true,
        desks: [{ deskId: 'taula-1', name: { ca: 'Taula 1' } }],
        hub: { kiosks: ['192.0.2.1'] },
      },
      parts: { pins, deskAlarms },
    });
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((resolve) => void setImmediate(resolve));
    };
    const settled = () => until(() => place.view().screen !== 'technician-pin');
    place.touch('openTechnician', {});
    place.touch('setPin', { pin: '508263' });
    await until(() => JSON.stringify(place.view()).includes('"repeat"'));
    place.touch('setPin', { pin: '508263' });
    await settled();
    place.touch('showPage', { page: 'technician-access' });
    place.touch('setStaffCode', { code: '7294' });
    await until(() => JSON.stringify(place.view()).includes('"kept"'));
    place.touch('finish', {});
    expect(place.help.isHeard()).toBe(false);
    place.touch('openTechnician', {});
    place.touch('enterPin', { pin: '7294' });
    await settled();
    expect(place.help.isHeard()).toBe(true);

    const other = createHelpCalls({ slot: 2, clock: place.clock, run: 'other' });
    const helpId = randomUUID();
    other.ask(helpId, 'ur', false);
    place.help.hear('other', 2, other.said());
    const shown = () => {
      const view = place.view();
      return view.screen === 'staff' ? view.help : view.screen;
    };
    expect(shown()).toMatchObject([{ helpId, slot: 2, language: 'ur', isComing: false }]);
    const stale = place.touch('answerHelp', { helpId: randomUUID() });
    expect(stale).toMatchObject({ ok: false, error: { kind: 'unknown-request' } });
    expect(place.touch('answerHelp', { helpId }).ok).toBe(true);
    expect(shown()).toMatchObject([{ helpId, isComing: true }]);
    other.hear('own', 1, place.help.said());
    expect(other.standing(helpId)).toMatchObject({ state: 'coming', deskId: null });

    const alarms = () => {
      const view = place.view();
      return view.screen === 'staff' ? view.alarms : null;
    };
    expect(alarms()).toMatchObject([{ alarmId, desk: 'Taula 1', isOver: false }]);
    expect(place.touch('endAlarm', { alarmId: helpId }).ok).toBe(false);
    expect(place.touch('endAlarm', { alarmId }).ok).toBe(true);
    expect(ended).toEqual([[alarmId, null]]);

    place.touch('finish', {});
    expect(place.touch('endAlarm', { alarmId })).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
    expect(place.help.isHeard()).toBe(false);
    expect(place.touch('answerHelp', { helpId })).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  });

  test('is not offered by default, even with a centre', async () => {
    const place = await standAtCheckIn();
    place.connection.become(PAIRED);
    place.touch('openHelp', {});
    expect(call(place)).toBeNull();
  });
});
const alarmId = randomUUID();
const ended: [string, string | null][] = [];
const deskAlarms: AlarmBook = {
  alarms: () => succeed([{ alarmId, deskId: 'taula-1', atMs: NOW_MS, end: null }]),
  endAlarm(...end) {
    ended.push(end);
    return succeed(null);
  },
};
