import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FIRMWARE = '/usr/share/OVMF/OVMF_CODE_4M.secboot.fd';
const EMPTY_VARIABLES = '/usr/share/OVMF/OVMF_VARS_4M.fd';
const OWNER = '6f7aa3de-6ab6-4d5c-9a1a-58d4d6b3a1c8';
/** With this path Debian's programs find Debian's own Python. */
const ENV = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** A virtual computer whose firmware variables and TPM persist between starts. */
export interface Computer {
  folder: string;
  /**
   * Resolves when the firmware runs. `disks`: images in the sequence in which the firmware tries them; `words`: further arguments of QEMU.
   */
  start(disks: readonly Disk[], words?: readonly string[]): Promise<void>;
  /**
   * Waits until the computer has printed `said` on its serial line since the start. Throws with the end of the output
   * if the computer has ended or `patienceS` is over.
   */
  until(said: string | RegExp, patienceS?: number): Promise<string>;
  type(line: string): void;
  ended(patienceS?: number): Promise<void>;
  cutPower(): Promise<void>;
  said(): string;
}

export interface Disk {
  file: string;
  at: 'usb' | 'sata';
}

/** Makes a computer in `folder` whose firmware starts only programs that this certificate's key signed. */
export function layComputer(folder: string, certificate: string): Computer {
  mkdirSync(join(folder, 'tpm'), { recursive: true });
  const variables = join(folder, 'variables.fd');
  if (!existsSync(variables)) {
    copyFileSync(EMPTY_VARIABLES, variables);
    const keys = ['--set-pk', '--add-kek', '--add-db'].flatMap((word) => [word, OWNER, certificate]);
    execFileSync('virt-fw-vars', ['--inplace', variables, ...keys, '--secure-boot'], { env: ENV, stdio: 'ignore' });
  }
  const log = join(folder, 'serial.log');
  let machine: ChildProcess | null = null;
  let line: Socket | null = null;
  const said = (): string => (existsSync(log) ? readFileSync(log, 'latin1') : '');
  const tail = (): string => said().slice(-3_000);
  const runs = (): boolean => machine !== null && machine.exitCode === null && machine.signalCode === null;

  async function ended(patienceS = 1_800): Promise<void> {
    for (const endMs = performance.now() + patienceS * 1_000; runs(); await pause(200))
      if (performance.now() > endMs) throw new Error(`still on after ${patienceS} s: ${tail()}`);
    line?.destroy();
  }
  return {
    folder,
    async start(disks, further = []) {
      for (const name of ['tpm.sock', 'line.sock', 'monitor.sock']) rmSync(join(folder, name), { force: true });
      const tpm = spawn(
        'swtpm',
        [
          'socket',
          '--tpm2',
          '--terminate',
          `--tpmstate=dir=${join(folder, 'tpm')}`,
          `--ctrl=type=unixio,path=${join(folder, 'tpm.sock')}`,
        ],
        { env: ENV, stdio: 'ignore' },
      );
      tpm.unref();
      while (!existsSync(join(folder, 'tpm.sock'))) await pause(50);
      const drives = disks.flatMap(({ file, at }, number) => [
        '-drive',
        `if=none,id=d${number},format=raw,file=${file},cache=unsafe,discard=unmap`,
        '-device',
        at === 'usb'
          ? `usb-storage,drive=d${number},bus=usb.0,removable=on,serial=stick${number},bootindex=${number}`
          : `ide-hd,drive=d${number},serial=disk${number},bootindex=${number}`,
      ]);
      const words = [
        '-machine',
        'q35,smm=on',
        '-accel',
        'tcg,thread=multi',
        '-cpu',
        'max',
        '-smp',
        '2',
        '-m',
        '3072',
        '-global',
        'driver=cfi.pflash01,property=secure,value=on',
        '-device',
        'qemu-xhci,id=usb',
        '-drive',
        `if=pflash,unit=0,format=raw,readonly=on,file=${FIRMWARE}`,
        '-drive',
        `if=pflash,unit=1,format=raw,file=${variables}`,
        '-chardev',
        `socket,id=tpm,path=${join(folder, 'tpm.sock')}`,
        '-tpmdev',
        'emulator,id=tpm0,chardev=tpm',
        '-device',
        'tpm-crb,tpmdev=tpm0',
        '-display',
        'none',
        '-vga',
        'std',
        '-nic',
        'none',
        '-no-reboot',
        '-chardev',
        `socket,id=line,path=${join(folder, 'line.sock')},server=on,wait=off,logfile=${log}`,
        '-serial',
        'chardev:line',
        '-monitor',
        `unix:${join(folder, 'monitor.sock')},server=on,wait=off`,
        ...drives,
        ...further,
      ];
      machine = spawn('nice', ['-n', '5', 'qemu-system-x86_64', ...words], {
        env: ENV,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      while (runs() && !existsSync(join(folder, 'line.sock'))) await pause(50);
      line = connect(join(folder, 'line.sock'));
      line.on('error', () => undefined);
      await once(line, 'connect');
      line.resume();
    },
    async until(words, patienceS = 3_000) {
      const isThere = (): boolean => (typeof words === 'string' ? said().includes(words) : words.test(said()));
      for (const endMs = performance.now() + patienceS * 1_000; !isThere(); await pause(200)) {
        if (!runs()) throw new Error(`it ended before it said ${String(words)}: ${tail()}`);
        if (performance.now() > endMs) throw new Error(`not in ${patienceS} s: ${String(words)}: ${tail()}`);
      }
      return said();
    },
    type: (text) => void line?.write(`${text}\r`),
    ended,
    async cutPower() {
      if (runs()) machine?.kill('SIGKILL');
      await ended();
    },
    said,
  };
}
