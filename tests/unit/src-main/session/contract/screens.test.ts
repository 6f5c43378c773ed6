import { describe, expect, test } from 'vitest';
import type { ScreenRow } from '../../../../../src-main/session/contract/row.ts';
import { SCREENS, Screen } from '../../../../../src-main/session/contract/view-state.ts';

const rows: [string, ScreenRow][] = Object.entries(SCREENS);
const named = (is: (row: ScreenRow) => boolean): string[] => rows.filter(([, row]) => is(row)).map(([name]) => name);

describe('the table of screens', () => {
  test('has a row for every screen in the contract, and for no other', () => {
    const shown = Screen.options.map(({ shape }) => shape.screen.value);
    expect(shown.toSorted()).toEqual(rows.map(([name]) => name).toSorted());
  });

  test('names for every screen what is lost when it is cleared, except for overlays', () => {
    expect(named(({ loses }) => loses === null)).toEqual(named(({ kind }) => kind === 'overlay'));
  });

  test('has no time limit only for the screen that waits for paper', () => {
    expect(named(({ time }) => time === null)).toEqual(['printing']);
  });

  test('leads back from an overlay to the screen under it, and from no other screen', () => {
    expect(named(({ back }) => back === 'under')).toEqual(named(({ kind }) => kind === 'overlay'));
  });

  const isForStaff = (kind: ScreenRow['kind']) => kind === 'pin' || kind === 'page' || kind === 'staff';

  test('accepts no code before or behind a PIN or the staff’s code, nor while a slip is to come or no number can be given', () => {
    expect(named(({ kind, code }) => isForStaff(kind) && code !== null)).toEqual([]);
    expect(named(({ kind, code }) => !isForStaff(kind) && code === null)).toEqual([
      'out-of-service',
      'technician-welcome',
      'printing',
      'printer-trouble',
    ]);
  });
});
