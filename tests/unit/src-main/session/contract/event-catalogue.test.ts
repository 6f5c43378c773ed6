import { describe, expect, test } from 'vitest';
import caFaults from '../../../../../config/locales/ca/faults.json' with { type: 'json' };
import caOperator from '../../../../../config/locales/ca/operator.json' with { type: 'json' };
import enFaults from '../../../../../config/locales/en/faults.json' with { type: 'json' };
import enOperator from '../../../../../config/locales/en/operator.json' with { type: 'json' };
import esFaults from '../../../../../config/locales/es/faults.json' with { type: 'json' };
import esOperator from '../../../../../config/locales/es/operator.json' with { type: 'json' };
import { PRINTER_FAULTS } from '../../../../../hardware/printer/contract.ts';
import { CENTRE_TROUBLES } from '../../../../../src-main/centre/contract/centre-status.ts';
import {
  EVENT_CATALOGUE,
  FAULT_CAUSES,
  FAULT_STEPS,
  FAULT_TOPICS,
  REFUSALS,
} from '../../../../../src-main/session/contract/event-catalogue.ts';
import { Screen } from '../../../../../src-main/session/contract/view-state.ts';
import { TroubleCause } from '../../../../../src-main/tickets/contract/ticket.ts';

const kinds = Object.keys(EVENT_CATALOGUE).toSorted();
const languages: [string, Record<string, string>][] = [
  ['ca', caOperator],
  ['es', esOperator],
  ['en', enOperator],
];

describe('every fault has a sentence', () => {
  test.each(languages)('%s has one operator sentence for each kind, and none too many', (_, sentences) => {
    expect(Object.keys(sentences).toSorted()).toEqual(kinds);
    for (const sentence of Object.values(sentences)) expect(sentence).toMatch(/^\p{Lu}.+\.$/u);
  });

  test('every printer fault can be shown to a citizen, and every cause that can be shown is in the catalogue', () => {
    for (const fault of PRINTER_FAULTS) expect(TroubleCause.options).toContain(fault);
    for (const kind of [...TroubleCause.options, ...REFUSALS]) expect(kinds).toContain(kind);
  });

  test('every trouble between the kiosk and its centre is in the catalogue', () => {
    for (const kind of CENTRE_TROUBLES) expect(kinds).toContain(kind);
  });

  test('every citizen screen in the catalogue exists', () => {
    const screens = [...Screen.options.map((option) => option.shape.screen.value), 'core-down', null];
    for (const { citizen } of Object.values(EVENT_CATALOGUE)) expect(screens).toContain(citizen);
  });
});

describe('every fault has a page', () => {
  const rows = Object.entries(EVENT_CATALOGUE);

  test('each kind has steps, each step once', () => {
    for (const [kind, { steps }] of rows) {
      expect(steps.length, kind).toBeGreaterThan(0);
      expect(new Set(steps).size, kind).toBe(steps.length);
    }
  });

  test('every error has a step to take', () => {
    const idle = rows.filter(([, { level, steps }]) => level === 'error' && steps[0] === 'nothing');
    expect(idle.map(([kind]) => kind)).toEqual([]);
  });

  test.each([
    ['ca', caFaults],
    ['es', esFaults],
    ['en', enFaults],
  ])('%s has a sentence for each cause and each step, a name for each subject, and none too many', (_, words) => {
    expect(Object.keys(words.cause).toSorted()).toEqual(FAULT_CAUSES.toSorted());
    expect(Object.keys(words.step).toSorted()).toEqual(FAULT_STEPS.toSorted());
    expect(Object.keys(words.about).toSorted()).toEqual(FAULT_TOPICS.toSorted());
    for (const sentence of [...Object.values(words.cause), ...Object.values(words.step)])
      expect(sentence).toMatch(/^\p{Lu}.+\.$/u);
  });
});
