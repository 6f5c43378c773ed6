import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createReadStream, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type FromMachine, PORT_NAME, ToMachine } from '../protocol.ts';

/**
 * The folder of the virtual serial ports. The test outside the machine sends its commands to this program by the port named `PORT_NAME`:
 * the program runs other programs, passes lines to their stdin, and returns the lines of their stdout and stderr.
 */
const PORTS = '/sys/class/virtio-ports';
const port = readdirSync(PORTS).find((name) => readFileSync(join(PORTS, name, 'name'), 'utf8').trim() === PORT_NAME);
if (port === undefined) throw new Error(`this machine has no port ${PORT_NAME}`);
// The kernel allows the port to be opened only once, so this descriptor is used for reading and writing.
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
// The test outside has ended, so the machine ends, too.
orders.once('close', () => process.exit());
orders.on('line', (text) => {
  const message = ToMachine.parse(JSON.parse(text));
  if ('run' in message) run(message.id, message.run);
  else programs.get(message.id)?.stdin.write(`${message.say}\n`);
});
answer({ ready: true });
