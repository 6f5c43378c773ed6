import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type Addition, edit, inEachLanguage, newFile } from './addition.ts';

const MIGRATIONS = 'src-central/database/migrations';
const numbered = readdirSync(join(repositoryRoot, MIGRATIONS)).filter((name) => /^\d{4}-/.test(name));
const NEXT = String(numbered.length + 1).padStart(4, '0');

export const EVENT: Addition = {
  heading: 'An event that the centre sees',
  missed: ['roll-changed'],
  first: [
    edit('src-main/contract/shared/events.ts', [
      /EVENT_TYPES = \[\n/,
      `  eventType({
    type: 'roll-changed',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { printer: z.string(), slips: z.int().nonnegative() },
  }),
`,
    ]),
    ...inEachLanguage('technician', [/"event": \{\n/, '"roll-changed": "Rotllo nou",\n']),
  ],
  answers: [
    edit(
      'src-central/projections/machine-events.ts',
      [
        /\/\*\* The projection of each event type\. /,
        `const rollChanged = projectionOf({
  type: 'roll-changed',
  v: 1,
  payload: seen('roll-changed', 'printer', 'slips'),
  table: 'roll_change',
  class: 'machine',
  hasOffice: false,
  columns: {
    incarnation: { type: 'uuid', of: ({ incarnation }) => incarnation },
    printer: { type: 'text', of: ({ printer }) => printer },
    slips: { type: 'bigint', of: ({ slips }) => slips },
  },
  key: ['incarnation', 'printer'],
  keeps: 'last',
});

$&`,
      ],
      [/MACHINE_EVENTS = \{\n/, "  'roll-changed': rollChanged,\n"],
    ),
    newFile(
      `${MIGRATIONS}/${NEXT}-roll-changes.ts`,
      `/** When a roll of paper was changed last. */
export const rollChanges: readonly string[] = [
  \`CREATE TABLE roll_change (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    incarnation uuid NOT NULL,
    printer text NOT NULL,
    slips bigint NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation, printer)
  )\`,
];
`,
    ),
    edit(
      `${MIGRATIONS}/index.ts`,
      [/(?<=;\n)\n\/\*\*/, `import { rollChanges } from './${NEXT}-roll-changes.ts';\n$&`],
      [/MIGRATIONS: [^;]*?(?=,?\s*\];)/, ', rollChanges'],
    ),
  ],
  proof: `
    const { newEvents, startTestCentre } = await import('../../support/test-centre.ts');
    const { rebuild } = await import('../../../src-central/projections/rebuild.ts');
    const centre = await startTestCentre(await postgres.newDatabase());
    const kiosk = await centre.enrol(1);
    await kiosk.send([newEvents().next('roll-changed', { printer: 'main', slips: 412 })]);
    const seen = () => centre.database.query('SELECT printer, slips::int AS slips FROM roll_change');
    expect(await seen()).toEqual([{ printer: 'main', slips: 412 }]);
    await rebuild(centre.database, 'terrassa');
    expect(await seen()).toEqual([{ printer: 'main', slips: 412 }]);
    const { KioskEvent } = await import('../../../src-main/contract/shared/events.ts');
    const event = { type: 'roll-changed', v: 1, payload: { printer: 'main', slips: 412 } };
    expect(KioskEvent.parse(event)).toEqual(event);
  `,
};
