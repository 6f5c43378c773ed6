import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createReadStream, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type FromMachine, PORT_NAME, ToMachine } from '../protocol.ts';

/** This program alone listens to the outside of the machine, at a serial port: it runs programs, and carries lines to and from them. */
const PORTS = '/sys/class/virtio-ports';
const port = readdirSync(PORTS).find((name) => readFileSync(join(PORTS, name, 'name'), 'utf8').trim() === PORT_NAME);
if (port === undefined) throw new Error(`this machine has no port ${PORT_NAME}`);
// The kernel lets the port be open only once at a time.
const line = openSync(join('/dev', port), 'r+');
const programs = new Map<number, ChildProcessByStdio<Writable, Readable, Readable>>();

const answer = (message: FromMachine): void => void writeSync(line, `${JSON.stringify(message)}\n`);

function run(id: number, [command = '', ...args]: readonly string[]): void {
  const child = spawn(command, args, { cwd: repositoryRoot, stdio: ['pipe', 'pipe', 'pipe'] });
  programs.set(id, child);
  child.stdin.on('error', () => {});
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (words) => answer({ id, line: words }));
  child.once('error', (error) => answer({ id, line: error.message }));
  child.once('close', (code) => {
    programs.delete(id);
    answer({ id, exit: code });
  });
}

const orders = createInterface({ input: createReadStream('', { fd: line }) });
// The outside ended: so does the machine.
orders.once('close', () => process.exit());
orders.on('line', (text) => {
  const message = ToMachine.parse(JSON.parse(text));
  if ('run' in message) run(message.id, message.run);
  else programs.get(message.id)?.stdin.write(`${message.say}\n`);
});
answer({ ready: true });
