import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RATE_HZ = 22_050;

/** The length in the header of a WAV that a program writes into a pipe. */
const UNKNOWN_BYTES = 0x7fff_ffff;

/** A WAV of `ms` milliseconds with one tone. `loud` is the amplitude (of 32,767), `saidBytes` the length in the header. */
export function wavOf(ms: number, loud = 8_000, saidBytes = UNKNOWN_BYTES): Buffer {
  const samples = Int16Array.from({ length: (RATE_HZ * ms) / 1_000 }, (_, at) => loud * Math.sin(at / 8));
  const header = Buffer.alloc(44);
  header.write('RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0\x01\0\x01\0', 0, 'latin1');
  header.writeUInt32LE(RATE_HZ, 24);
  header.writeUInt32LE(2 * RATE_HZ, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(saidBytes, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

/** Shell commands of a fake voice program. Each behaviour records its process, arguments, environment and input. */
const BEHAVIOURS = {
  well: 'cat tone.wav',
  endless: 'cat tone.wav; exec cat /dev/urandom',
  hangs: 'exec sleep 600',
  'hangs in the middle': 'cat tone.wav; exec sleep 600',
  dies: 'cat tone.wav; kill -9 $$',
  'ends with an error': 'exit 3',
  'makes no sound': 'cat silence.wav',
  'writes nothing': 'exit 0',
  'writes text': 'echo Segmentation fault',
  'writes noise': 'exec head -c 300000 /dev/urandom',
  'writes half a header': 'exec head -c 20 tone.wav',
  'writes half a WAV': 'exec head -c 9000 whole.wav',
  'writes 200 MB': 'cat tone.wav; exec head -c 200M /dev/zero',
  'leaves a child that holds its sound': 'sleep 600 & echo $! >> "$0.process"; exec cat tone.wav',
  'leaves a child behind': 'sleep 600 >/dev/null & echo $! >> "$0.process"; exec cat tone.wav',
  'is slow to start': 'while [ ! -e go ]; do sleep 0.02; done; exec cat tone.wav',
} as const;
export type Behaviour = keyof typeof BEHAVIOURS;

export function putVoiceProgram(folder: string, name: string, behaviour: Behaviour): string {
  writeFileSync(join(folder, 'tone.wav'), wavOf(400));
  writeFileSync(join(folder, 'whole.wav'), wavOf(400, 8_000, (2 * RATE_HZ * 400) / 1_000));
  writeFileSync(join(folder, 'silence.wav'), wavOf(400, 0));
  const program = join(folder, name);
  const notes = `echo $$ >> ${name}.process; env > ${name}.environment; echo "$*" > ${name}.arguments; cat >> ${name}.text`;
  writeFileSync(program, `#!/bin/sh\ncd '${folder}'\n${notes}\n${BEHAVIOURS[behaviour]}\n`, { mode: 0o755 });
  return program;
}

export function notedBy(folder: string, name: string, what: 'process' | 'environment' | 'arguments' | 'text'): string {
  const file = join(folder, `${name}.${what}`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Waits until all processes of the program have ended. Returns how many there were. */
export async function noneLeft(folder: string, name: string): Promise<number> {
  const processes = notedBy(folder, name, 'process').match(/\d+/g) ?? [];
  for (const id of processes) while (existsSync(`/proc/${id}`)) await new Promise(setImmediate);
  return processes.length;
}
