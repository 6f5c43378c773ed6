import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import type { Findings } from '../../../../hardware/proving/interview.ts';
import {
  ANSWERS,
  beginProof,
  type ProofAnswer,
  type ProofEvent,
  type ProofPlan,
  type ProofState,
  type ProofStep,
  stepProof,
} from '../../../../hardware/proving/proof.ts';

const FOLDER = join(import.meta.dirname, '../../../../config/printers');
const profiles = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => PrinterProfile.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))));

const WELL = [0x16, 0x12, 0x12, 0x12];
const LOW = [0x16, 0x12, 0x12, 0x1e];
const OUT = [0x1e, 0x32, 0x12, 0x7e];
const findings = (changed: Partial<Findings> = {}): Findings => ({
  status: WELL,
  names: { maker: 'EPSON', model: 'TM-T20III', firmware: '1.00' },
  answersInOrder: true,
  processId: true,
  clearing: true,
  starStatus: null,
  customStatus: false,
  ...changed,
});
const CLONE = findings({ names: { maker: null, model: null, firmware: null }, processId: false, clearing: false });
const SILENT = findings({ status: [], names: null, answersInOrder: null, processId: null, clearing: null });

const plan = (changed: Partial<ProofPlan> = {}): ProofPlan => ({ deviceName: null, profiles, ways: 1, ...changed });
const interviewed = (found: Findings): ProofEvent => ({ type: 'interviewed', found });
const said = (answer: ProofAnswer): ProofEvent => ({ type: 'said', answer });
const PRINTED: ProofEvent = { type: 'printed', result: { kind: 'printed' } };
const UNPROVED: ProofEvent = { type: 'printed', result: { kind: 'unknown', cause: 'no-answer' } };

function run(events: readonly ProofEvent[], given = plan()): ProofStep {
  return events.reduce((step, event) => stepProof(given, step.state, event), beginProof());
}

describe('a printer that identifies itself', () => {
  test('gets its profile and a page, and is proven by a person who confirms the whole page', () => {
    const printing = run([interviewed(findings())]);
    expect(printing.state.profile?.profileId).toBe('epson-tm-t20iii');
    expect(printing.effects).toEqual([{ do: 'print', way: 0, profile: printing.state.profile }]);
    const { state } = run([interviewed(findings()), PRINTED, said('whole')]);
    expect(state.stage).toEqual({ at: 'proven' });
    expect(state.profile).toMatchObject({ confirmation: 'process-id', clearing: 'dle-dc4-8', widthDots: 576 });
    expect(state.profile?.toConfirm).not.toContain('/widthDots');
    expect(state.profile?.toConfirm).toContain('/headToCutterMm');
  });

  test('only by its plug is recognised by that plug', () => {
    const { state } = run([interviewed(CLONE)], plan({ deviceName: 'Citizen CT-S310II' }));
    expect(state.profile).toMatchObject({ profileId: 'citizen-ct-s310ii', confirmation: 'fence', clearing: 'none' });
  });

  test('nowhere begins as the widest common printer', () => {
    expect(run([interviewed(CLONE)]).state.profile?.profileId).toBe('generic-80mm');
  });

  test('only by Star’s status gets a Star profile', () => {
    const { state } = run([interviewed({ ...SILENT, starStatus: true })]);
    expect(state.profile).toMatchObject({ commandSet: 'star-line', confirmation: 'star-counter' });
  });
});

test('a printer’s observed answers are preferred to its profile', () => {
  const { state } = run([interviewed(findings({ processId: false, clearing: false }))]);
  expect(state.profile).toMatchObject({ profileId: 'epson-tm-t20iii', confirmation: 'fence', clearing: 'none' });
});

test('a printer gets only profiles that the driver accepts', () => {
  const yesOrNo = fc.option(fc.boolean(), { nil: null });
  fc.assert(
    fc.property(yesOrNo, yesOrNo, yesOrNo, fc.constantFrom(...profiles), (inOrder, processId, clearing, named) => {
      const found = findings({
        answersInOrder: inOrder,
        processId,
        clearing,
        names: { maker: named.maker, model: named.model, firmware: null },
      });
      const { state } = run([interviewed(found)]);
      expect(PrinterProfile.safeParse(state.profile).success).toBe(true);
    }),
  );
});

describe('a person’s answer about the paper', () => {
  const page = [interviewed(findings()), PRINTED, said('wrong')];

  test('that a line broke makes narrower papers be tried, until one holds it', () => {
    const { state } = run([...page, said('line-broken'), PRINTED, said('wrong'), said('line-broken')]);
    expect(state.profile).toMatchObject({ widthDots: 420, columns: { a: 35, b: 46 } });
    expect(state.stage).toEqual({ at: 'printing' });
  });

  test('that letters are wrong makes each number of the code table be tried once', () => {
    const tried: (number | undefined)[] = [];
    let step = run(page);
    for (;;) {
      step = stepProof(plan(), step.state, said('letters'));
      if (step.state.stage.at === 'failed') break;
      tried.push(step.state.profile?.cp1252Page);
      step = stepProof(plan(), stepProof(plan(), step.state, PRINTED).state, said('wrong'));
    }
    expect(tried).toEqual([71, 11, 49, 6, 8, 9, 32]);
    expect(step.state.stage).toEqual({ at: 'failed', over: 'letters' });
  });

  test('that the code is missing makes the kiosk draw it from then on', () => {
    expect(run([...page, said('code')]).state.profile?.nativeQr).toBe(false);
  });

  test('that it was not cut means that it has no blade', () => {
    expect(run([...page, said('not-cut')]).state.profile).toMatchObject({ cutter: 'none', cutMs: 0 });
  });

  test('that nothing came out shows advice, and allows another try', () => {
    const failed = run([interviewed(findings()), PRINTED, said('nothing')]);
    expect(failed.state.stage).toEqual({ at: 'failed', over: 'nothing-came-out' });
    expect(stepProof(plan(), failed.state, { type: 'again' }).effects).toEqual([{ do: 'interview', way: 0 }]);
  });
});

describe('the printer’s real proof', () => {
  test('is weaker after a whole page without it, and the weaker one is tried on paper', () => {
    const first = run([interviewed(findings()), UNPROVED, said('whole')]);
    expect(first.state.profile?.confirmation).toBe('fence');
    expect(first.effects).toHaveLength(1);
    const last = run([interviewed(findings()), UNPROVED, said('whole'), UNPROVED, said('whole')]);
    expect(last.state.profile?.confirmation).toBe('none');
    expect(last.state.stage).toEqual({ at: 'printing' });
  });

  test('is none for a printer that proves nothing', () => {
    const noProof: ProofEvent = { type: 'printed', result: { kind: 'unknown', cause: 'no-confirmation' } };
    const { state } = run([interviewed({ ...CLONE, answersInOrder: false }), noProof, said('whole')]);
    expect([state.stage, state.profile?.confirmation]).toEqual([{ at: 'proven' }, 'none']);
  });
});

describe('the near-end sensor', () => {
  const low = [interviewed(findings({ status: LOW })), PRINTED, said('whole')];

  test('is asked about only when the printer reports that the roll is nearly used up', () => {
    expect(run(low).state.stage).toEqual({ at: 'asking', question: 'roll-low' });
  });

  test.each([
    ['yes', true],
    ['no', false],
  ] as const)('%s: the sensor is recorded as %s', (answer, has) => {
    const { state } = run([...low, said(answer)]);
    expect([state.stage, state.profile?.nearEndSensor]).toEqual([{ at: 'proven' }, has]);
  });
});

test('a printer without paper is not proven until it has some', () => {
  const { state } = run([interviewed(findings({ status: OUT }))]);
  expect(state.stage).toEqual({ at: 'cannot-print', condition: 'paper-out' });
  expect(run([interviewed(findings({ status: OUT })), { type: 'again' }, interviewed(findings())]).state.stage.at).toBe(
    'printing',
  );
});

test('a serial line is tried at each of its speeds before it counts as silent', () => {
  const three = plan({ ways: 3 });
  const first = run([interviewed(SILENT)], three);
  expect(first.effects).toEqual([{ do: 'interview', way: 1 }]);
  const found = run([interviewed(SILENT), { type: 'unanswered' }, interviewed(findings())], three);
  expect(found.effects).toMatchObject([{ do: 'print', way: 2 }]);
  const silent = run([interviewed(SILENT), interviewed(SILENT), interviewed(SILENT)], three);
  expect(silent.state.stage).toEqual({ at: 'silent' });
});

test('a silent printer can be made to print, but never counts as having printed', () => {
  const { state, effects } = run([interviewed(SILENT), { type: 'print-anyway' }]);
  expect(state.profile).toMatchObject({ confirmation: 'none', clearing: 'none', status: { dialect: 'none' } });
  expect(PrinterProfile.safeParse(state.profile).success).toBe(true);
  expect(effects).toHaveLength(1);
});

test('a proof prints at most twelve pages with valid profiles and needs a person’s word, whatever happens', () => {
  const answers = [...new Set(Object.values(ANSWERS).flat())];
  const event: fc.Arbitrary<ProofEvent> = fc.oneof(
    fc.constantFrom(...answers).map(said),
    fc.constantFrom<ProofEvent>(PRINTED, UNPROVED, { type: 'unanswered' }, { type: 'print-anyway' }),
    fc.constantFrom(findings(), CLONE, SILENT, findings({ status: LOW }), findings({ status: OUT })).map(interviewed),
    fc.constant<ProofEvent>({
      type: 'printed',
      result: { kind: 'not-sent', cause: 'printer-unreachable' },
    }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let pages = 0;
      let before: ProofState = beginProof().state;
      for (const one of events) {
        const step = stepProof(plan({ ways: 2 }), before, one);
        for (const effect of step.effects)
          if (effect.do === 'print') {
            pages += 1;
            expect(PrinterProfile.safeParse(effect.profile).success).toBe(true);
          }
        if (step.state.stage.at === 'proven' && before.stage.at !== 'proven') expect(one.type).toBe('said');
        before = step.state;
      }
      expect(pages).toBeLessThanOrEqual(12);
    }),
  );
});
