import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { newRequestId, OFFICES, service } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ELEVEN = Date.parse('2026-11-25T10:00:00Z');

test('while the clock is in doubt citizens see no hour, and the office is not closed by it; both end with the doubt', () => {
  let wallMs = ELEVEN;
  const core = startCoreInProcess({
    data: join(temporaryFolder(), 'data'),
    deviceRoot: createDeviceTree().root,
    profile: join(OFFICES, 'oac-dido.json'),
    clock: { ...createSystemClock(), wallMs: () => wallMs },
  });
  const shownAt = (at: number) => {
    wallMs = at;
    const { knowsHour, hours, view } = core.view();
    return { knowsHour, today: hours.today.length, screen: view.screen };
  };
  const open = { knowsHour: true, today: 2, screen: 'idle' };
  const given = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' } as const;
  expect(core.call('takeTicket', given)).toMatchObject({ ok: true });
  expect(shownAt(ELEVEN + 60_000)).toEqual(open);
  for (const night of ['2019-01-01T02:00:00Z', '2026-11-22T02:00:00Z', '2040-01-01T02:00:00Z'])
    expect(shownAt(Date.parse(night)), night).toEqual({ knowsHour: false, today: 0, screen: 'idle' });
  expect(shownAt(ELEVEN + 120_000)).toEqual(open);
  expect(shownAt(Date.parse('2026-11-26T02:00:00Z'))).toMatchObject({ knowsHour: true, screen: 'closed' });
});
