import { describe, expect, test } from 'vitest';
import type { ScreenRow } from '../../../../../src-main/session/contract/row.ts';
import { SCREENS, Screen } from '../../../../../src-main/session/contract/view-state.ts';

const rows: [string, ScreenRow][] = Object.entries(SCREENS);
const named = (is: (row: ScreenRow) => boolean): string[] => rows.filter(([, row]) => is(row)).map(([name]) => name);

describe('the table of screens', () => {
  test('has a row for every screen that may be shown, and for no other', () => {
    const shown = Screen.options.map(({ shape }) => shape.screen.value);
    expect(shown.toSorted()).toEqual(rows.map(([name]) => name).toSorted());
  });

  test('says of every screen what goes when it is cleared, but of those that lie over another', () => {
    expect(named(({ loses }) => loses === null)).toEqual(named(({ kind }) => kind === 'overlay'));
  });

  test('waits without an end for paper alone', () => {
    expect(named(({ time }) => time === null)).toEqual(['printing']);
  });

  test('leads from an overlay to what lies under it, and from nothing else', () => {
    expect(named(({ back }) => back === 'under')).toEqual(named(({ kind }) => kind === 'overlay'));
  });

  const isForStaff = (kind: ScreenRow['kind']) => kind === 'pin' || kind === 'page' || kind === 'staff';

  test('reads no code before or behind the PIN or the staff’s code, nor while somebody waits for paper or can be given no number', () => {
    expect(named(({ kind, code }) => isForStaff(kind) && code !== null)).toEqual([]);
    expect(named(({ kind, code }) => !isForStaff(kind) && code === null)).toEqual([
      'out-of-service',
      'technician-welcome',
      'printing',
      'printer-trouble',
    ]);
  });
});
