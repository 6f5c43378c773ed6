import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { needSocat } from '../../contract/link/device-ends.ts';
import { newRequestId, service, startCoreProcess } from '../../support/core-process.ts';
import { virtualProfile } from '../../support/printing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A serial cable between two device names; `cut` removes both. */
async function layCable(host: string, printer: string): Promise<{ cut: () => Promise<void> }> {
  needSocat();
  const ends = [host, printer].map((path) => `pty,raw,echo=0,link=${path}`);
  const socat: ChildProcess = spawn('socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] });
  const cut = async () => {
    if (socat.exitCode !== null || socat.signalCode !== null) return;
    socat.kill();
    await once(socat, 'exit');
  };
  onTestFinished(cut);
  await new Promise<void>((resolve, reject) => {
    socat.once('exit', () => reject(new Error('socat ended')));
    socat.stderr?.on('data', (text: Buffer) => {
      if (String(text).includes('starting data transfer loop')) resolve();
    });
  });
  return { cut };
}

test('a core prints over a serial line, reports when it is unplugged, and prints again when it is back', async () => {
  const folder = temporaryFolder();
  const [host, device] = [join(folder, 'host'), join(folder, 'printer')];
  const cable = await layCable(host, device);
  const printer = await startVirtualPrinter({
    profile: virtualProfile,
    transport: { kind: 'pty', path: device },
    speedMmPerS: 2_000,
  });
  onTestFinished(() => printer.close());
  const core = startCoreProcess({
    data: join(folder, 'data'),
    printer: `torn-virtual@serial:${host}?baud=115200&flow=xonxoff`,
  });
  onTestFinished(() => void core.child.kill('SIGKILL'));

  /**
   * Resolves when the core knows that `count` papers are printed. A paper comes out earlier, and cutting the cable in
   * between leaves the result unknown.
   */
  const confirmed = (count: number) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if ((core.log().match(/"state":"printed"/g) ?? []).length >= count) resolve();
      };
      core.child.stderr?.on('data', check);
      check();
    });

  async function printOne(): Promise<void> {
    const paper = new Promise<{ lines: readonly string[] }>((resolve) => {
      const stop = printer.onPaper((cut) => {
        stop();
        resolve(cut);
      });
    });
    const taken = await core.call('takeTicket', {
      requestId: newRequestId(),
      serviceId: service('empadronament'),
      language: 'ca',
    });
    if (!taken.ok) throw new Error(taken.error.kind);
    const { lines } = await paper;
    expect(lines.join('\n')).toMatch(/[A-Z]{1,2}\d{3}/);
  }

  await core.waitFor('printer', ({ value }) => value.condition === 'ready');
  await printOne();
  await confirmed(1);
  const lost = core.waitForNext('printer', ({ value }) => value.condition === 'printer-unreachable');
  await cable.cut();
  await lost;
  const back = core.waitForNext('printer', ({ value }) => value.condition === 'ready');
  await layCable(host, device);
  await back;
  await printOne();
  await confirmed(2);
  await core.stop();
  expect(printer.papers).toHaveLength(2);
});
