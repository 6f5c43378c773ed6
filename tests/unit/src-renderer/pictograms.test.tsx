// @vitest-environment happy-dom
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOffice } from '../../../src-main/office/steps/office.ts';
import type { Screen } from '../../../src-main/session/contract/view-state.ts';
import { servicesScreen } from '../../../src-main/tickets/view/services-view.ts';
import { screensIn, stateOf } from '../../screenshots/canned-states.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { shippedOffice } from '../../support/shipped-office.ts';
import { clearPage, drawPage } from './drawn-page.tsx';

const configDir = join(import.meta.dirname, '../../../config');
const offices = readdirSync(join(configDir, 'offices')).map((file) => file.replace('.json', ''));
/** Wednesday, eleven in the morning in Terrassa. */
const NOW_MS = Date.parse('2026-11-25T10:00:00.000Z');

let page: ReturnType<typeof drawPage>;
let stateNo = 0;
beforeEach(() => {
  page = drawPage();
});
afterEach(clearPage);

/** The first drawing of each control; `null`: the control has none. */
function drawingsOf(screen: Screen, selector: string): (string | null)[] {
  stateNo += 1;
  page.show(stateOf(screen, 'ca', { stateNo }));
  return [...document.querySelectorAll(selector)].map(
    (target) => target.querySelector('.pictogram path')?.getAttribute('d') ?? null,
  );
}

function expectEachItsOwn(drawings: readonly (string | null)[]): void {
  expect(drawings.length).toBeGreaterThan(0);
  expect(drawings).not.toContain(null);
  expect(new Set(drawings).size).toBe(drawings.length);
}

describe('a citizen who cannot read', () => {
  it.each(offices)('tells every entry and every service of %s from its neighbours by a drawing', (name) => {
    const loaded = shippedOffice(name);
    const office = createOffice(loaded, loaded.nearby, createManualClock(NOW_MS));
    const idle = screensIn('ca').idle;
    if (idle?.screen !== 'idle') throw new Error('no façade');
    expectEachItsOwn(drawingsOf({ ...idle, entries: office.entries() }, '.entry'));

    for (const visitType of office.entries()) {
      const list = (groupId: string | null) =>
        servicesScreen({ at: 'services', visitType, groupId, purpose: null, late: null }, 'ca', {
          office,
          checkIn: { takes: () => true },
          queueStates: { ofService: () => null, ofTicket: () => null },
        });
      const first = list(null);
      for (const screen of [
        first,
        ...first.choices.flatMap((one) => (one.kind === 'group' ? [list(one.groupId)] : [])),
      ])
        expectEachItsOwn(
          drawingsOf({ ...screen, choices: screen.choices.map((one) => ({ ...one, closed: null })) }, '.row'),
        );
    }
  });
});
