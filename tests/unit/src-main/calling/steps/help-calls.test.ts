import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HelpSaid } from '../../../../../src-main/calling/contract/kiosks.ts';
import { createHelpCalls, HELP_ANSWER_MS } from '../../../../../src-main/calling/steps/help-calls.ts';
import { HELP_OPEN_MS } from '../../../../../src-main/contract/shared/acknowledgement.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const MINUTE_MS = 60_000;

/** A kiosk whose clock is ahead by one hour for each slot number, so that the clocks of two kiosks differ. */
function kiosk(slot = 1) {
  const clock = createManualClock(Date.parse('2026-11-25T10:00:00Z') + slot * 3_600_000);
  const help = createHelpCalls({ slot, clock, run: `run-${slot}` });
  let changes = 0;
  help.onChange(() => {
    changes += 1;
  });
  return {
    help,
    changes: () => changes,
    ask() {
      const helpId = randomUUID();
      help.ask(helpId, 'ar', false);
      return helpId;
    },
    /** Advances the clock without looking for expired calls. */
    advance: (ms: number) => clock.advance(ms),
    pass(ms: number) {
      clock.advance(ms);
      help.tick();
    },
    /** Advances the clock while a desk's page reports every four seconds which calls it shows. */
    passWithDesk(ms: number) {
      for (let passed = 0; passed < ms; passed += 4_000) {
        clock.advance(4_000);
        help.tick();
        help.shown(
          'page',
          help.calls(null).map(({ helpId }) => helpId),
        );
      }
    },
    state: (helpId: string) => help.standing(helpId)?.state ?? null,
    open: (deskId: string | null = 'taula-1') => help.calls(deskId).filter(({ coming, isOver }) => !coming && !isOver),
  };
}

const tell = (from: ReturnType<typeof kiosk>, to: ReturnType<typeof kiosk>, pin: string, slot: number) =>
  to.help.hear(pin, slot, HelpSaid.parse(JSON.parse(JSON.stringify(from.help.said()))));

describe('whether a help call is heard', () => {
  test('is true while a desk’s page reports itself, and not later', () => {
    const { help, advance } = kiosk();
    expect(help.isHeard()).toBe(false);
    help.shown('page', []);
    expect(help.isHeard()).toBe(true);
    advance(12_000);
    expect(help.isHeard()).toBe(true);
    // The computer was unplugged: its reports stop, although its connection stays open for minutes.
    advance(1);
    expect(help.isHeard()).toBe(false);
    help.shown('page', []);
    help.closed('page');
    expect(help.isHeard()).toBe(false);
  });

  test('is true while the staff view is open at the kiosk', () => {
    const { help } = kiosk();
    help.staffLooks(true);
    expect(help.isHeard()).toBe(true);
    help.staffLooks(false);
    expect(help.isHeard()).toBe(false);
  });

  test('is true while a sibling kiosk that is in touch has such a desk', () => {
    const [own, other] = [kiosk(1), kiosk(2)];
    tell(other, own, 'other', 2);
    expect(own.help.isHeard()).toBe(false);
    other.help.shown('page', []);
    tell(other, own, 'other', 2);
    expect(own.help.isHeard()).toBe(true);
    own.pass(10_001);
    expect(own.help.isHeard()).toBe(false);
    tell(other, own, 'other', 2);
    own.help.forget('other');
    expect(own.help.isHeard()).toBe(false);
  });
});

describe('a call for help', () => {
  test('is asked, then shown at a desk, and answered only once a desk has answered', () => {
    const { help, ask, state } = kiosk();
    help.shown('page', []);
    const helpId = ask();
    expect(state(helpId)).toBe('asked');
    help.shown('page', [helpId]);
    expect(state(helpId)).toBe('heard');
    expect(help.answer(helpId, 'taula-2')).toEqual({ ok: true, value: null });
    expect(help.standing(helpId)).toMatchObject({ state: 'coming', deskId: 'taula-2' });
  });

  test('has one answer: the same desk may repeat it, another desk is refused', () => {
    const { help, ask } = kiosk();
    const helpId = ask();
    expect(help.answer(helpId, 'taula-1').ok && help.answer(helpId, 'taula-1').ok).toBe(true);
    expect(help.answer(helpId, 'taula-2')).toMatchObject({ error: { kind: 'help-answered' } });
    expect(help.answer(randomUUID(), 'taula-2')).toMatchObject({ error: { kind: 'help-over' } });
  });

  test('is unanswered after two minutes, or as soon as no desk shows it; a late answer still counts', () => {
    const { help, ask, state, passWithDesk, pass } = kiosk();
    help.shown('page', []);
    const helpId = ask();
    passWithDesk(HELP_ANSWER_MS - 4_000);
    expect(state(helpId)).toBe('heard');
    passWithDesk(8_000);
    expect(state(helpId)).toBe('unanswered');
    help.answer(helpId, 'taula-1');
    expect(state(helpId)).toBe('coming');
    const another = ask();
    expect(state(another)).toBe('asked');
    pass(12_001);
    expect(state(another)).toBe('unanswered');
  });

  test('ends ten minutes after it was asked, five after it was answered, three after the screen was cleared', () => {
    const { help, ask, open, passWithDesk, state } = kiosk();
    const [asked, answered, left] = [ask(), ask(), ask()];
    help.answer(answered, 'taula-1');
    help.leave(left);
    expect(open().map(({ isLeft }) => isLeft)).toEqual([false, true]);
    passWithDesk(3 * MINUTE_MS + 4_000);
    expect(open().map(({ helpId }) => helpId)).toEqual([asked]);
    expect(state(answered)).toBe('coming');
    passWithDesk(2 * MINUTE_MS);
    expect(state(answered)).toBeNull();
    passWithDesk(HELP_OPEN_MS);
    expect(help.calls(null)).toEqual([]);
  });

  test('that is withdrawn disappears, except for a minute at the desk that is on its way', () => {
    const { help, ask, pass, state } = kiosk();
    const [open, answered] = [ask(), ask()];
    help.answer(answered, 'taula-1');
    help.withdraw(open);
    help.withdraw(answered);
    expect(state(answered)).toBeNull();
    expect(help.calls('taula-1')).toMatchObject([{ helpId: answered, isOver: true, coming: { isOwn: true } }]);
    expect(help.answer(open, 'taula-1')).toMatchObject({ error: { kind: 'help-over' } });
    pass(MINUTE_MS + 1);
    expect(help.calls('taula-1')).toEqual([]);
  });

  test('that is withdrawn twice keeps its notice at the desk no longer', () => {
    const { help, ask, pass } = kiosk();
    const helpId = ask();
    help.answer(helpId, 'taula-1');
    help.withdraw(helpId);
    pass(MINUTE_MS - 1);
    help.withdraw(helpId);
    pass(2);
    expect(help.calls(null)).toEqual([]);
  });
});

describe('at a sibling kiosk whose clock shows another hour', () => {
  function office() {
    const [own, other] = [kiosk(1), kiosk(2)];
    const meet = (): void => {
      tell(own, other, 'own', 1);
      tell(other, own, 'other', 2);
      tell(own, other, 'own', 1);
    };
    return { own, other, meet };
  }

  test('a call is shown with its kiosk and language, answered there, and its answer reaches the kiosk that asked', () => {
    const { own, other, meet } = office();
    other.help.shown('page', []);
    meet();
    const helpId = own.ask();
    own.pass(30_000);
    meet();
    expect(other.open('taula-9')).toMatchObject([{ helpId, slot: 1, language: 'ar', isLeft: false }]);
    const [seen] = other.open();
    // The kiosk that shows the call converts its time to its own clock.
    expect((seen?.askedAtMs ?? 0) - (own.help.standing(helpId)?.askedAtMs ?? 0)).toBe(3_600_000 - 30_000);
    expect(own.state(helpId)).toBe('asked');
    other.help.shown('page', [helpId]);
    meet();
    expect(own.state(helpId)).toBe('heard');
    expect(other.help.answer(helpId, 'taula-9').ok).toBe(true);
    expect(own.state(helpId)).toBe('heard');
    meet();
    expect(own.help.standing(helpId)).toMatchObject({ state: 'coming', deskId: 'taula-9' });
    expect(other.open()).toEqual([]);
  });

  test('two answers given apart are settled by the kiosk that asked, and both desks read the same', () => {
    const { own, other, meet } = office();
    other.help.shown('page', []);
    const helpId = own.ask();
    meet();
    own.help.answer(helpId, 'taula-1');
    other.help.answer(helpId, 'taula-9');
    expect(other.help.calls('taula-9')).toMatchObject([{ coming: { deskId: 'taula-9', isOwn: true } }]);
    meet();
    for (const { help } of [own, other])
      expect(help.calls('taula-9')).toMatchObject([{ coming: { deskId: 'taula-1', isOwn: false } }]);
  });

  test('a call ends when its kiosk restarts, and when its kiosk is unpaired', () => {
    const { own, other, meet } = office();
    own.ask();
    meet();
    expect(other.open()).toHaveLength(1);
    const again = kiosk(1);
    tell(again, other, 'own', 1);
    expect(other.open()).toEqual([]);
    meet();
    other.help.forget('own');
    expect(other.open()).toEqual([]);
  });

  test('a call stays while its kiosk is silent, and expires there', () => {
    const { own, other, meet } = office();
    own.ask();
    meet();
    other.pass(HELP_OPEN_MS - 1);
    expect(other.open()).toHaveLength(1);
    other.pass(2);
    expect(other.open()).toEqual([]);
  });

  test('news without a change notifies no listener', () => {
    const { own, other, meet } = office();
    own.ask();
    other.help.shown('page', []);
    meet();
    const before = [own.changes(), other.changes()];
    own.pass(4_000);
    meet();
    other.help.shown('page', []);
    expect([own.changes(), other.changes()]).toEqual(before);
  });
});
