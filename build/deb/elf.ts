import { readFileSync } from 'node:fs';

/** The header of a program or library. */
export interface Elf {
  /** `x64`, `arm64`, or another machine's number. */
  machine: string;
  /** File names of the libraries it needs. */
  needed: string[];
}

const MAGIC = 0x7f454c46;
const MACHINES: Readonly<Record<number, string>> = { 62: 'x64', 183: 'arm64' };
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;

/** Reads an ELF header (elf(5)); for other than 64-bit little-endian files only the machine. `null` for any other file. */
export function readElf(file: string): Elf | null {
  const bytes = readFileSync(file);
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== MAGIC) return null;
  const code = bytes.readUInt16LE(18);
  const machine = MACHINES[code] ?? String(code);
  const is64 = bytes[4] === 2;
  return { machine, needed: is64 ? neededBy(bytes) : [] };
}

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

function neededBy(bytes: Buffer): string[] {
  const number = (at: number): number => Number(bytes.readBigUInt64LE(at));
  const [start, size, count] = [number(32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  const segments = Array.from({ length: count }, (_, index): Segment => {
    const at = start + index * size;
    return { type: bytes.readUInt32LE(at), offset: number(at + 8), address: number(at + 16), size: number(at + 32) };
  });
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) return [];
  const entries = Array.from({ length: dynamic.size / 16 }, (_, index) => {
    const at = dynamic.offset + index * 16;
    return { tag: number(at), value: number(at + 8) };
  });
  const address = entries.find(({ tag }) => tag === DT_STRTAB)?.value ?? 0;
  const load = segments.find((each) => each.type === PT_LOAD && isIn(each, address));
  if (!load) return [];
  const strings = load.offset + address - load.address;
  return entries
    .filter(({ tag }) => tag === DT_NEEDED)
    .map(({ value }) => bytes.toString('latin1', strings + value, bytes.indexOf(0, strings + value)));
}

const isIn = ({ address, size }: Segment, wanted: number): boolean => wanted >= address && wanted < address + size;
