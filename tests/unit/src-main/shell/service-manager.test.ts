import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { tellServiceManager } from '../../../../src-main/shell/service-manager.ts';

const folder = mkdtempSync(join(tmpdir(), 'torn-notify-'));
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(folder, { recursive: true, force: true });
});

it('systemd’s socket gets the status, and each change at once', async () => {
  const socket = join(folder, 'notify');
  const systemd = spawn('socat', ['-u', `UNIX-RECV:${socket}`, 'STDOUT'], { stdio: ['ignore', 'pipe', 'inherit'] });
  ends.push(() => systemd.kill());
  let heard = '';
  systemd.stdout.on('data', (chunk: Buffer) => {
    heard += String(chunk);
  });
  await expect.poll(() => existsSync(socket)).toBe(true);

  let status = ['STATUS=at-rest: idle', 'READY=1', 'WATCHDOG=1'];
  const manager = tellServiceManager(socket, () => status);
  ends.push(manager.stop);
  await expect.poll(() => heard).toMatch(/STATUS=at-rest: idle\nREADY=1\nWATCHDOG=1/);
  status = ['STATUS=in-use: services'];
  await expect.poll(() => heard).toContain('STATUS=in-use: services');
  expect(heard.match(/WATCHDOG=1/g)).toHaveLength(1);
});

it('no program is started if systemd did not start the kiosk', () => {
  let asked = 0;
  const status = () => {
    asked += 1;
    return ['STATUS=at-rest: idle'];
  };
  tellServiceManager(undefined, status, '/nowhere/systemd-notify').look();
  expect(asked).toBe(0);
});
