import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HubState } from '../../../src-main/calling/ports/hub.ts';
import { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import type { KioskWithDesks } from '../../support/office-hub.ts';
import { type OfficeKiosk, type OfficeOfTwo, officeOfTwo, pairKiosks } from '../../support/office-of-kiosks.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function stateWhen(kiosk: KioskWithDesks, test: (state: HubState) => boolean): Promise<HubState> {
  for (;;) {
    const state = await kiosk.state();
    if (test(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Takes a ticket. Resolves to its label, or to the kind of the refusal. */
async function give(kiosk: KioskWithDesks): Promise<string> {
  const given = await kiosk.core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca' as const,
  });
  return given.ok ? TicketRecord.parse(given.value).label : given.error.kind;
}

/**
 * Resolves when the kiosk reports to its staff that another kiosk has the same slot. It cannot while the other kiosk
 * is too busy to answer.
 */
async function reportsSameSlot({ core }: KioskWithDesks): Promise<void> {
  await expect
    .poll(async () => {
      const view = await core.call('getViewState', {});
      return view.ok ? ViewState.parse(view.value).storeNotice : null;
    })
    .toBe('same-slot');
}

test('two kiosks with one slot cannot be paired at either', async () => {
  const { one, other } = await officeOfTwo({}, [1, 1]);
  for (const [at, shown] of [
    [one, other],
    [other, one],
  ] as const) {
    const { check } = await shown.kiosk().state();
    await stateWhen(at.kiosk(), ({ kiosks: [seen] }) => seen?.check === check && seen?.state === 'same-slot');
    expect(await at.kiosk().core.call('pairKiosk', { check: check ?? '' })).toMatchObject({
      ok: false,
      error: { kind: 'same-slot' },
    });
    // A kiosk lists its own address as another kiosk until it has recognised itself there.
    const { kiosks } = await stateWhen(at.kiosk(), ({ kiosks: [seen, second] }) => seen?.check === check && !second);
    expect(kiosks).toMatchObject([{ isPaired: false, state: 'same-slot' }]);
  }
});

/** Gives the disk of `changed` the slot of `other`, but keeps the keys and pairings of `changed`. */
async function giveItTheSlotOf(changed: OfficeKiosk, other: OfficeKiosk): Promise<void> {
  await changed.kill();
  const mine = join(temporaryFolder(), 'mine');
  execFileSync('cp', ['-a', changed.data, mine]);
  await other.kill();
  rmSync(changed.data, { recursive: true });
  execFileSync('cp', ['-a', other.data, changed.data]);
  for (const file of ['torn-hub-key.pem', 'torn-hub-key.cred', 'hub-certificate.pem', 'office-kiosks.json'])
    execFileSync('sh', ['-c', `rm -f ${changed.data}/${file}*; cp -a ${mine}/${file}* ${changed.data}/ || true`], {
      stdio: 'ignore',
    });
}

/** The kiosk's time at its start, from the log, whose lines may arrive after the first answers. */
async function wallOf({ core }: KioskWithDesks): Promise<number> {
  const line = /"time":"([^"]+)".*"event":"core-started"/;
  await expect.poll(() => core.log()).toMatch(line);
  return Date.parse(line.exec(core.log())?.[1] ?? '');
}

const BOTH = ({ one, other }: OfficeOfTwo) => [one.kiosk(), other.kiosk()];

test('two paired kiosks that get one slot report it, even after a restart; only one gives its own numbers, and no number comes twice', async () => {
  const office = await officeOfTwo();
  await pairKiosks(office);
  const { one, other } = office;
  await give(one.kiosk());
  await giveItTheSlotOf(other, one);
  await Promise.all([one.start(), other.start()]);
  for (const kiosk of BOTH(office)) await stateWhen(kiosk, ({ kiosks: [seen] }) => seen?.state === 'same-slot');
  const labels: string[] = [];
  for (let no = 0; no < 6; no += 1) for (const kiosk of BOTH(office)) labels.push(await give(kiosk));
  const given = labels.filter((label) => /^A\d/.test(label));
  expect(given.length).toBeGreaterThanOrEqual(6);
  expect(new Set(given).size).toBe(given.length);
  for (const kiosk of BOTH(office)) await reportsSameSlot(kiosk);

  // The kiosk that gave no number while both kiosks ran gives none while it runs alone either.
  const alone: string[] = [];
  for (const kiosk of [one, other]) {
    const peer = kiosk === one ? other : one;
    await peer.kill();
    await kiosk.kill();
    await kiosk.start();
    alone.push(await give(kiosk.kiosk()));
    await peer.start();
  }
  expect(alone.filter((label) => /^A\d/.test(label))).toHaveLength(1);
  expect(given).not.toContain(alone.find((label) => /^A\d/.test(label)));
  expect(alone).toContain('no-slot');
});

test.each([
  ['two days back', -2],
  ['two days ahead', 2],
])('two kiosks with one slot, one with a clock %s, give no number twice and both report it', async (_off, days) => {
  const office = await officeOfTwo();
  await pairKiosks(office);
  const { one, other } = office;
  const before = [await give(one.kiosk()), await give(one.kiosk())];
  await giveItTheSlotOf(other, one);
  const offMs = days * 86_400_000;
  await Promise.all([one.start(), other.start(offMs)]);
  expect((await wallOf(other.kiosk())) - Date.now()).toBeCloseTo(offMs, -6);
  for (const kiosk of BOTH(office)) await stateWhen(kiosk, ({ kiosks: [seen] }) => seen?.state === 'same-slot');
  const labels: string[] = [];
  for (let no = 0; no < 4; no += 1) for (const kiosk of BOTH(office)) labels.push(await give(kiosk));
  const given = labels.filter((label) => /^A\d/.test(label));
  expect(given.length).toBeGreaterThanOrEqual(4);
  expect(new Set([...before, ...given]).size).toBe(before.length + given.length);
  for (const kiosk of BOTH(office)) await reportsSameSlot(kiosk);
});

test('a copy of a whole disk that runs beside the original gives no number of its own', async () => {
  const office = await officeOfTwo();
  const { one, other } = office;
  await give(one.kiosk());
  await other.kill();
  await one.kill();
  rmSync(other.data, { recursive: true });
  execFileSync('cp', ['-a', one.data, other.data]);
  await Promise.all([one.start(), other.start()]);
  for (const kiosk of BOTH(office))
    await stateWhen(kiosk, ({ kiosks }) => kiosks.some((seen) => seen.state === 'same-slot'));
  const labels: string[] = [];
  for (let no = 0; no < 4; no += 1) for (const kiosk of BOTH(office)) labels.push(await give(kiosk));
  const given = labels.filter((label) => /^A\d/.test(label));
  expect(new Set(given).size).toBe(given.length);
  expect(labels).toContain('no-slot');
});
