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

describe('a printer that says who it is', () => {
  test('is given its profile and a page, and is proven by a person who holds it whole', () => {
    const printing = run([interviewed(findings())]);
    expect(printing.state.profile?.profileId).toBe('epson-tm-t20iii');
    expect(printing.effects).toEqual([{ do: 'print', way: 0, profile: printing.state.profile }]);
    const { state } = run([interviewed(findings()), PRINTED, said('whole')]);
    expect(state.stage).toEqual({ at: 'proven' });
    expect(state.profile).toMatchObject({ confirmation: 'process-id', clearing: 'dle-dc4-8', widthDots: 576 });
    expect(state.profile?.toConfirm).not.toContain('/widthDots');
    expect(state.profile?.toConfirm).toContain('/headToCutterMm');
  });

  test('but not on the wire is known by what its plug says', () => {
    const { state } = run([interviewed(CLONE)], plan({ deviceName: 'Citizen CT-S310II' }));
    expect(state.profile).toMatchObject({ profileId: 'citizen-ct-s310ii', confirmation: 'fence', clearing: 'none' });
  });

  test('nowhere begins as the widest that is common', () => {
    expect(run([interviewed(CLONE)]).state.profile?.profileId).toBe('generic-80mm');
  });

  test('by Star’s status alone is given a profile of Star', () => {
    const { state } = run([interviewed({ ...SILENT, starStatus: true })]);
    expect(state.profile).toMatchObject({ commandSet: 'star-line', confirmation: 'star-counter' });
  });
});

test('what was seen of it stands before what its profile says', () => {
  const { state } = run([interviewed(findings({ processId: false, clearing: false }))]);
  expect(state.profile).toMatchObject({ profileId: 'epson-tm-t20iii', confirmation: 'fence', clearing: 'none' });
});

test('every proposal is a profile that the driver accepts', () => {
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

describe('a person says what is wrong on the paper', () => {
  const page = [interviewed(findings()), PRINTED, said('wrong')];

  test('a line that broke: a narrower paper is tried, until one holds it', () => {
    const { state } = run([...page, said('line-broken'), PRINTED, said('wrong'), said('line-broken')]);
    expect(state.profile).toMatchObject({ widthDots: 420, columns: { a: 35, b: 46 } });
    expect(state.stage).toEqual({ at: 'printing' });
  });

  test('other letters: each number of the code table is tried once', () => {
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

  test('no code: it is drawn by the kiosk from then on', () => {
    expect(run([...page, said('code')]).state.profile?.nativeQr).toBe(false);
  });

  test('not cut: it has no blade', () => {
    expect(run([...page, said('not-cut')]).state.profile).toMatchObject({ cutter: 'none', cutMs: 0 });
  });

  test('nothing came out: the person is told, and may try again', () => {
    const failed = run([interviewed(findings()), PRINTED, said('nothing')]);
    expect(failed.state.stage).toEqual({ at: 'failed', over: 'nothing-came-out' });
    expect(stepProof(plan(), failed.state, { type: 'again' }).effects).toEqual([{ do: 'interview', way: 0 }]);
  });
});

describe('which proof it really gives', () => {
  test('a whole page that was not proved makes the proof weaker, and tries that one on paper', () => {
    const first = run([interviewed(findings()), UNPROVED, said('whole')]);
    expect(first.state.profile?.confirmation).toBe('fence');
    expect(first.effects).toHaveLength(1);
    const last = run([interviewed(findings()), UNPROVED, said('whole'), UNPROVED, said('whole')]);
    expect(last.state.profile?.confirmation).toBe('none');
    expect(last.state.stage).toEqual({ at: 'printing' });
  });

  test('a printer that proves nothing is proven as one that proves nothing', () => {
    const noProof: ProofEvent = { type: 'printed', result: { kind: 'unknown', cause: 'no-confirmation' } };
    const { state } = run([interviewed({ ...CLONE, answersInOrder: false }), noProof, said('whole')]);
    expect([state.stage, state.profile?.confirmation]).toEqual([{ at: 'proven' }, 'none']);
  });
});

describe('the near-end sensor', () => {
  const low = [interviewed(findings({ status: LOW })), PRINTED, said('whole')];

  test('is asked about only when it says that the roll is nearly used up', () => {
    expect(run(low).state.stage).toEqual({ at: 'asking', question: 'roll-low' });
  });

  test.each([
    ['yes', true],
    ['no', false],
  ] as const)('%s: it has one is %s', (answer, has) => {
    const { state } = run([...low, said(answer)]);
    expect([state.stage, state.profile?.nearEndSensor]).toEqual([{ at: 'proven' }, has]);
  });
});

test('one that has no paper is not proven until it has', () => {
  const { state } = run([interviewed(findings({ status: OUT }))]);
  expect(state.stage).toEqual({ at: 'cannot-print', condition: 'paper-out' });
  expect(run([interviewed(findings({ status: OUT })), { type: 'again' }, interviewed(findings())]).state.stage.at).toBe(
    'printing',
  );
});

test('a serial line is asked at each of its speeds before it counts as silent', () => {
  const three = plan({ ways: 3 });
  const first = run([interviewed(SILENT)], three);
  expect(first.effects).toEqual([{ do: 'interview', way: 1 }]);
  const found = run([interviewed(SILENT), { type: 'unanswered' }, interviewed(findings())], three);
  expect(found.effects).toMatchObject([{ do: 'print', way: 2 }]);
  const silent = run([interviewed(SILENT), interviewed(SILENT), interviewed(SILENT)], three);
  expect(silent.state.stage).toEqual({ at: 'silent' });
});

test('one that says nothing can be made to print, and is never believed to have printed', () => {
  const { state, effects } = run([interviewed(SILENT), { type: 'print-anyway' }]);
  expect(state.profile).toMatchObject({ confirmation: 'none', clearing: 'none', status: { dialect: 'none' } });
  expect(PrinterProfile.safeParse(state.profile).success).toBe(true);
  expect(effects).toHaveLength(1);
});

test('whatever comes in whatever order: at most twelve pages, each with a valid profile, and proven only by a person’s word', () => {
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
