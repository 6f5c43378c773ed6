import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Kernel } from './kernel.ts';
import { FromMachine, PORT_NAME, type ToMachine } from './protocol.ts';

export interface Program {
  /** Resolves to the first line of output that `test` accepts and that no earlier call got. */
  line(test: (line: string) => boolean): Promise<string>;
  say(line: string): void;
  readonly ended: Promise<number | null>;
}

export interface Machine {
  run(words: readonly string[], onLine?: (line: string) => void): Program;
  cutPower(): Promise<void>;
}

export interface MachineOptions {
  kernel: Kernel;
  initramfs: string;
  work: string;
  /** An image with an ext4 file system, which is mounted at /run/data. */
  disk?: string;
}

/** Starts the machine in QEMU without hardware acceleration, and resolves when the machine's agent listens. */
export async function startMachine({ kernel, initramfs, work, disk }: MachineOptions): Promise<Machine> {
  const console = join(work, 'console.log');
  const qemu = spawn(
    'nice',
    [
      '-n',
      '5',
      'qemu-system-x86_64',
      '-machine',
      'q35,accel=tcg',
      '-cpu',
      'max',
      '-smp',
      '1',
      '-m',
      '2048',
      '-nodefaults',
      '-display',
      'none',
      '-no-reboot',
      '-kernel',
      kernel.image,
      '-initrd',
      initramfs,
      // A busy host delays the emulated timer, and the kernel's self-test would then consider the timer broken.
      '-append',
      'console=ttyS0 quiet panic=-1 no_timer_check',
      '-serial',
      `file:${console}`,
      '-virtfs',
      'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap',
      '-device',
      'virtio-serial',
      '-chardev',
      'stdio,id=agent',
      '-device',
      `virtserialport,chardev=agent,name=${PORT_NAME}`,
      ...(disk === undefined ? [] : ['-drive', `file=${disk},format=raw,if=virtio,cache=writeback`]),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const programs = new Map<number, { line(line: string): void; exit(code: number | null): void }>();
  const ready = Promise.withResolvers<void>();
  createInterface({ input: qemu.stdout }).on('line', (text) => {
    const message = FromMachine.parse(JSON.parse(text));
    if ('ready' in message) ready.resolve();
    else if ('line' in message) programs.get(message.id)?.line(message.line);
    else programs.get(message.id)?.exit(message.exit);
  });
  const over = once(qemu, 'exit');
  void over.then(() => {
    ready.reject(new Error(`the machine ended: ${readFileSync(console, 'utf8').slice(-2_000)}`));
    for (const program of programs.values()) program.exit(null);
  });
  await ready.promise;
  let lastId = 0;
  return {
    run(words, onLine) {
      lastId += 1;
      const id = lastId;
      const { program, hears } = follow((say) => send(qemu, { id, say }), onLine);
      programs.set(id, hears);
      send(qemu, { id, run: [...words] });
      return program;
    },
    async cutPower() {
      qemu.kill('SIGKILL');
      await over;
    },
  };
}

const send = (qemu: ChildProcess, message: ToMachine): void => void qemu.stdin?.write(`${JSON.stringify(message)}\n`);

function follow(say: (line: string) => void, onLine: (line: string) => void = () => {}) {
  const unread: string[] = [];
  let waiting: (() => void) | null = null;
  const ended = Promise.withResolvers<number | null>();
  const hears = {
    line(line: string): void {
      unread.push(line);
      onLine(line);
      waiting?.();
    },
    exit: (code: number | null): void => ended.resolve(code),
  };
  const program: Program = {
    say,
    ended: ended.promise,
    line: (test) =>
      new Promise((resolve, reject) => {
        waiting = () => {
          const at = unread.findIndex(test);
          if (at < 0) return;
          waiting = null;
          const [found = ''] = unread.splice(at, 1);
          resolve(found);
        };
        waiting();
        void ended.promise.then((code) => reject(new Error(`the program ended with ${code}`)));
      }),
  };
  return { program, hears };
}
