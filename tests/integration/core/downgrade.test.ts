import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { buildEarlierCore, hasCommit } from '../../support/earlier-core.ts';
import { readImage } from '../../support/image-folder.ts';
import { createLedger } from '../../support/ledger.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { initData, officeOf, SERVICES } from '../../support/ticket-office.ts';

/** The last commit whose program drops unknown fields. */
const EARLIER = 'aebbc16';

const unchanging = (data: string) => new Map([...readImage(data)].filter(([path]) => !/lock\.db|-shm$/.test(path)));

test.skipIf(!hasCommit(EARLIER))(
  'the previous program refuses today’s data in one sentence and changes nothing; today’s program then continues as before',
  async () => {
    const data = join(temporaryFolder(), 'data');
    initData(data);
    const ledger = createLedger('downgrade');
    async function takeTickets(): Promise<string> {
      const core = startCoreProcess({ data, slot: null });
      await core.waitFor('ready');
      await ledger.audit(officeOf(core));
      for (const serviceId of SERVICES) {
        const taken = await officeOf(core).take({ requestId: newRequestId(), serviceId });
        if (!taken.ok) throw new Error(taken.error.kind);
        ledger.show(taken.value);
      }
      await core.stop();
      return core.log();
    }
    await takeTickets();

    const { file: earlier, root } = buildEarlierCore(EARLIER);
    const before = unchanging(data);
    const profile = join(root, 'config/offices/demonstration.json');
    for (const start of ['first', 'second']) {
      const ended = spawnSync(process.execPath, [earlier, '--data', data, '--profile', profile], {
        encoding: 'utf8',
        input: '',
      });
      expect(ended, start).toMatchObject({ status: 2, stdout: expect.stringContaining('"database-from-the-future"') });
      expect(unchanging(data)).toEqual(before);
    }
    expect(await takeTickets()).toContain('"event":"store-clean"');
    expect(ledger.complaints).toEqual([]);
  },
);
