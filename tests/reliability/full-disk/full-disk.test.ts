import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CoreProcess, newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { initArguments, officeOf, SERVICES } from '../../support/ticket-office.ts';
import { createRandom } from '../random.ts';
import { PLACES } from './office.ts';
import { pretendToHaveRoom, runFullDiskCase } from './part.ts';
import { openSmallDisk } from './small-disk.ts';

/** The reason why this machine cannot mount a small disk, such as a container that may not mount; `null`: it can. */
const why = await openSmallDisk(1_024 * 1_024).then(
  async (disk) => {
    await disk.close();
    return null;
  },
  (error: Error) => error.message,
);

describe.skipIf(why !== null)(`a full disk${why === null ? '' : ` (${why})`}`, () => {
  test.each(PLACES)(
    '(%s) is refused cleanly and loses nothing, and tickets go on once there is room again',
    async (place) => {
      const report = await runFullDiskCase({ name: place, place, random: createRandom(1, PLACES.indexOf(place)) });
      expect(report.complaints).toEqual([]);
      expect(report.refusals).toBeGreaterThan(0);
    },
  );

  test.each([12, 64])(
    'of %i MB is named to a new kiosk, and a kiosk with tickets starts on it and knows them',
    async (megabytes) => {
      const disk = await openSmallDisk(megabytes * 1_024 * 1_024);
      const data = join(disk.path, 'data');
      const [program = '', ...under] = [...disk.under, process.execPath];
      const init = () => spawnSync(program, [...under, ...initArguments(data)], { encoding: 'utf8' });
      try {
        disk.fillUpTo(0);
        expect(init()).toMatchObject({ status: 2, stdout: expect.stringContaining('"disk-full"') });
        disk.makeRoom();
        expect(init().status).toBe(0);
        const first = startCoreProcess({ data, slot: null, under: disk.under });
        const taken = await officeOf(first).take({ requestId: newRequestId(), serviceId: SERVICES[0] });
        if (!taken.ok) throw new Error(taken.error.kind);
        // A kill between the writes of database and journal would leave them different, so the test waits until all writes are done.
        await expect.poll(() => first.log()).toContain('"job-not-printed"');
        first.child.kill('SIGKILL');
        await first.ended;
        for (const _ of ['after a kill', 'after an end']) {
          disk.fillUpTo(0);
          expect(init()).toMatchObject({ status: 2, stdout: expect.stringContaining('"slot-already-given"') });
          const core = startCoreProcess({ data, slot: null, under: disk.under });
          await core.waitFor('ready');
          await expect.poll(() => core.log()).toContain('"store-clean"');
          expect(await officeOf(core).find(taken.value.requestId)).toMatchObject({ ok: true });
          await core.stop();
          disk.makeRoom();
        }
        const again = startCoreProcess({ data, slot: null, under: disk.under });
        const next = await officeOf(again).take({ requestId: newRequestId(), serviceId: SERVICES[0] });
        expect(next).toMatchObject({ ok: true, value: { number: taken.value.number + 1 } });
        await again.stop();
      } finally {
        await disk.close();
      }
    },
  );

  test('is named to a kiosk that was killed between its two copies, and its reserve is room enough to unite them', async () => {
    const disk = await openSmallDisk(64 * 1_024 * 1_024);
    const data = join(disk.path, 'data');
    const under = (program: string, ...args: string[]) => {
      const [first = '', ...rest] = [...disk.under, program, ...args];
      return spawnSync(first, rest, { encoding: 'utf8' });
    };
    const init = () => under(process.execPath, ...initArguments(data));
    const start = () => startCoreProcess({ data, slot: null, under: disk.under });
    const taken = async (core: CoreProcess) => {
      const ticket = await officeOf(core).take({ requestId: newRequestId(), serviceId: SERVICES[0] });
      if (!ticket.ok) throw new Error(ticket.error.kind);
      await expect.poll(() => core.log()).toContain('"job-not-printed"');
      await core.stop();
      return ticket.value;
    };
    try {
      expect(init().status).toBe(0);
      await taken(start());
      under('cp', join(data, 'torn.db'), join(disk.path, 'before'));
      const { requestId, number } = await taken(start());
      // The database loses this ticket and the record after it, the journal only that record, so that the journal ends with this ticket.
      under('mv', join(disk.path, 'before'), join(data, 'torn.db'));
      under('sh', '-c', `sed -i '$d' ${join(data, 'journal')}/*.journal`);
      disk.fillUpTo(0);
      expect(init()).toMatchObject({ status: 2, stdout: expect.stringContaining('"disk-full"') });
      const without = start();
      expect((await without.ended).code).toBe(2);
      expect(without.log()).toContain('"disk-full"');
      disk.makeRoom();
      under('dd', 'if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=1M', 'count=2');
      disk.fillUpTo(0);
      expect(init()).toMatchObject({ status: 2, stdout: expect.stringContaining('"slot-already-given"') });
      const core = start();
      expect(await officeOf(core).find(requestId)).toMatchObject({ ok: true, value: { number } });
      await core.stop();
    } finally {
      await disk.close();
    }
  });

  test('is noticed if a core pretends to have room', async () => {
    const random = createRandom(1);
    const report = await runFullDiskCase({ name: 'control', place: 'journal', random, plant: pretendToHaveRoom() });
    expect(report.complaints.map(({ promise }) => promise)).toContain('lost');
  });
});
