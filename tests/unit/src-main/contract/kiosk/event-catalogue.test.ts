import { describe, expect, test } from 'vitest';
import caOperator from '../../../../../config/locales/ca/operator.json' with { type: 'json' };
import enOperator from '../../../../../config/locales/en/operator.json' with { type: 'json' };
import esOperator from '../../../../../config/locales/es/operator.json' with { type: 'json' };
import { PRINTER_FAULTS } from '../../../../../hardware/printer/contract.ts';
import { CENTRE_TROUBLES } from '../../../../../src-main/contract/kiosk/centre-status.ts';
import { EVENT_CATALOGUE } from '../../../../../src-main/contract/kiosk/event-catalogue.ts';
import { REFUSALS, START_FAULTS } from '../../../../../src-main/contract/kiosk/refusals.ts';
import { TroubleCause } from '../../../../../src-main/contract/kiosk/screens/ticket.ts';
import { Screen } from '../../../../../src-main/contract/kiosk/view-state.ts';

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

  test('what a printer can suffer can be shown to a citizen, and what can be shown is in the catalogue', () => {
    for (const fault of PRINTER_FAULTS) expect(TroubleCause.options).toContain(fault);
    for (const kind of [...TroubleCause.options, ...REFUSALS, ...START_FAULTS]) expect(kinds).toContain(kind);
  });

  test('what can stand between the kiosk and its centre is in the catalogue', () => {
    for (const kind of CENTRE_TROUBLES) expect(kinds).toContain(kind);
  });

  test('every citizen screen it names exists', () => {
    const screens = [...Screen.options.map((option) => option.shape.screen.value), 'core-down', null];
    for (const { citizen } of Object.values(EVENT_CATALOGUE)) expect(screens).toContain(citizen);
  });
});
