import { type Addition, edit, inEachLanguage } from './addition.ts';

/** A command with which a desk holds a ticket while the citizen steps aside to fill in a form. */
export const DESK_ORDER: Addition = {
  heading: 'An order of a desk',
  missed: ['hold', 'held'],
  first: [
    edit(
      'src-main/domain/ticket-life.ts',
      [/DESK_ACTS = \{\n/, "  hold: { names: 'desk', makes: 'held' },\n"],
      [/LIFE_STATES = \{\n/, "  held: 'serving',\n"],
    ),
    ...inEachLanguage('staff', [/"finishNext": /, '"hold": "Omple un formulari",\n$&']),
  ],
  answers: [
    edit('src-main/domain/ticket-life.ts', [
      / {4}case 'no-show':\n/,
      "    case 'hold':\n      return life.desk === act.desk ? { ...life, state: 'held' } : life;\n$&",
    ]),
    edit('src-main/calling/steps/desk-orders.ts', [
      / {4}case 'no-show':\n/,
      `    case 'hold':
      return isOwn ? succeed({ living, act: { kind: 'hold', desk: deskId } }) : no('not-yours');
$&`,
    ]),
    edit('src-renderer/desk/acts.ts', [
      / {2}finish: ofCurrent/,
      "  hold: ofCurrent('hold', 'm', (t) => t('desk.do.hold')),\n$&",
    ]),
    edit('tests/unit/src-main/domain/ticket-life.test.ts', [
      / {2}served: \[OWN\.call.*\n/,
      "  held: [OWN.call, OWN.serve, { kind: 'hold', desk: 'desk-1' }],\n$&",
    ]),
  ],
  proof: `
    const { lifeOf, statesIn } = await import('../../../src-main/domain/ticket-life.ts');
    const { DeskOrder } = await import('../../../src-main/calling/contract/desk.ts');
    const { KioskEvent } = await import('../../../src-main/contract/shared/events.ts');
    const { deskLifeOf } = await import('../../../src-central/projections/desk-events.ts');
    const { ACTIONS } = await import('../../../src-renderer/desk/acts.ts');
    const [orderId, ticketId] = ['0d7d3a0e-2f0b-4a52-8f2e-5b9f6f3a1c11', '0d7d3a0e-2f0b-4a52-8f2e-5b9f6f3a1c12'];
    expect(DeskOrder.safeParse({ orderId, kind: 'hold', ticketId }).success).toBe(true);
    const payload = { lifeId: orderId, ticketId, rank: 3, deskId: 'taula-1', act: 'hold', ageMs: 0 };
    expect(KioskEvent.safeParse({ type: 'ticket-life', v: 1, payload }).success).toBe(true);
    const row = { by: 'taula-1', target: null, undoes: null, at: '2026-11-24T10:00:00Z' };
    const rows = ['call', 'serve', 'hold'].map((act, no) => ({ ...row, act, id: act, rank: no + 1 }));
    expect(lifeOf(rows.map(({ act, ...one }) => ({ ...one, act: { kind: act, desk: one.by } as never }))).state).toBe('held');
    expect(statesIn('at-desk')).toContain('held');
    expect(deskLifeOf(rows)).toEqual({ turn: 'serving', desk: 'taula-1', endedAt: null });
    expect(ACTIONS.hold.key).toBe('m');
  `,
};
