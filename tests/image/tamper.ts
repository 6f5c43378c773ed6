import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';

const ENV = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
/** The offset of the first partition, the ESP, by systemd-repart's alignment. */
const ESP = '@@1M';
const SECTION_BYTES = 40;

/**
 * Finds the first section with this name in a PE program, and returns its offset in the file and its size in bytes. The first section
 * belongs to the boot entry that starts the kiosk: `make-image.ts` joins the sections of the other boot entries after it.
 */
function sectionOf(program: Buffer, name: string): { at: number; size: number } {
  const header = program.readUInt32LE(0x3c);
  const count = program.readUInt16LE(header + 6);
  const first = header + 24 + program.readUInt16LE(header + 20);
  for (let number = 0; number < count; number += 1) {
    const place = first + number * SECTION_BYTES;
    if (program.toString('latin1', place, place + 8).replace(/\0+$/, '') !== name) continue;
    return { at: program.readUInt32LE(place + 20), size: program.readUInt32LE(place + 8) };
  }
  throw new Error(`there is no section ${name}`);
}

/**
 * Changes one byte in the middle of a section of the kiosk's signed program on the disk's ESP. Returns the byte's
 * offset in the program.
 */
export function changeProgram(disk: string, section: string, scratch: string): number {
  const drive = ['-i', `${disk}${ESP}`];
  const listed = execFileSync('mdir', [...drive, '-b', '::/EFI/Linux'], { env: ENV, encoding: 'utf8' });
  const [name = ''] = listed.trim().split('\n');
  execFileSync('mcopy', ['-n', '-o', ...drive, name, scratch], { env: ENV });
  const program = readFileSync(scratch);
  const { at, size } = sectionOf(program, section);
  const place = at + Math.floor(size / 2);
  program.writeUInt8(program.readUInt8(place) ^ 1, place);
  writeFileSync(scratch, program);
  execFileSync('mcopy', ['-o', ...drive, scratch, name], { env: ENV });
  return place;
}

/** Changes one byte in the superblock of the disk's second partition, the system, which every start reads. Returns its offset. */
export function changeByte(disk: string): number {
  const file = openSync(disk, 'r+');
  try {
    const entry = Buffer.alloc(128);
    readSync(file, entry, 0, entry.length, 2 * 512 + 128);
    const place = Number(entry.readBigUInt64LE(32)) * 512 + 1_024 + 40;
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, place);
    byte.writeUInt8(byte.readUInt8(0) ^ 1);
    writeSync(file, byte, 0, 1, place);
    return place;
  } finally {
    closeSync(file);
  }
}
