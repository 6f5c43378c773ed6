// Usage, in the machine: node office.ts DATA SIGHTINGS SEED LIVES TICKETS. Runs the real core LIVES times, which takes and prints tickets.
// Each sighting is written to the disk without a flush, behind the file system, so that the log has it in order among the disk's writes.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { virtualProfile } from '../../support/printing.ts';
import { initArguments, officeOf, SERVICES } from '../../support/ticket-office.ts';
import { LABEL } from '../kill/paper-watch.ts';
import { createRandom } from '../random.ts';
import { FILE_SYSTEM_BYTES } from './machine.ts';
import type { Sighting } from './sighting.ts';

const BLOCK = 4_096;
const PROFILE = { ...virtualProfile, speedMmPerS: 5_000, cutMs: 1 };
const MOST_AT_ONCE = 6;

const [data = '', disk = '', seed = '', lives = '', tickets = ''] = process.argv.slice(2);
const random = createRandom(Number(seed));
const writer = spawn(
  'dd',
  [`of=${disk}`, `bs=${BLOCK}`, `seek=${FILE_SYSTEM_BYTES / BLOCK}`, 'iflag=fullblock', 'oflag=direct', 'status=none'],
  { stdio: ['pipe', 'inherit', 'inherit'] },
);
const write = (sighting: Sighting) => void writer.stdin.write(JSON.stringify(sighting).padEnd(BLOCK));

async function live(virtual: VirtualPrinter): Promise<void> {
  const printer = `${PROFILE.profileId}@tcp://127.0.0.1:${virtual.port}`;
  const core = startCoreProcess({ data, slot: null, printer });
  await core.waitFor('ready');
  write({ kind: 'ready' });
  await core.waitFor('printer', ({ value }) => value.condition === 'ready');
  let papers = 0;
  let onNext = () => {};
  const forget = virtual.onLine((text) => {
    const label = text.trim();
    if (!LABEL.test(label)) return;
    write({ kind: 'on-paper', label });
    papers += 1;
    onNext();
  });
  const office = officeOf(core);
  for (let taken = 0; taken < Number(tickets); ) {
    const burst = Math.min(Number(tickets) - taken, random.int(1, MOST_AT_ONCE));
    await Promise.all(
      Array.from({ length: burst }, async () => {
        const answer = await office.take({ requestId: newRequestId(), serviceId: random.pick(SERVICES) });
        if (!answer.ok) throw new Error(`no ticket to record: ${answer.error.kind}`);
        write({ kind: 'answered', ticket: answer.value });
      }),
    );
    taken += burst;
    if (papers < taken) {
      const printed = Promise.withResolvers<void>();
      onNext = printed.resolve;
      await printed.promise;
    }
  }
  if (random.chance(0.5)) await core.stop();
  else {
    core.child.kill('SIGKILL');
    await core.ended;
  }
  forget();
}

const given = spawnSync(process.execPath, initArguments(data), { encoding: 'utf8' });
if (given.status !== 0) throw new Error(`core init ended with ${given.status}: ${given.stdout}${given.stderr}`);
write({ kind: 'slot-given' });
const virtual = await startVirtualPrinter({ profile: PROFILE, draws: false, papersKept: 1 });
for (let life = 0; life < Number(lives); life += 1) await live(virtual);
await virtual.close();
writer.stdin.end();
await once(writer, 'close');
