import { readCode } from '../../../hardware/scanner/code.ts';
import type { DropCause, ScannedCode } from '../../../hardware/scanner/contract.ts';
import type { Framing, FramingEvent } from '../../../hardware/scanner/framing.ts';
import { beginReading, stepReading } from '../../../hardware/scanner/reading.ts';

export interface CheckInResult {
  codes: ScannedCode[];
  drops: DropCause[];
  wakeInMs: number | null;
}

export interface Reader {
  step(event: FramingEvent): CheckInResult;
  keptBytes(): number;
  keptCodes(): number;
}

export type ReaderFor = (framing: Framing) => Reader;

export const ownReader: ReaderFor = (framing) => {
  let state = beginReading();
  return {
    step(event) {
      const { state: next, ...reading } = stepReading(framing, state, event);
      state = next;
      return reading;
    },
    keptBytes: () => state.framing.held.buffer.byteLength,
    keptCodes: () => state.recent.length,
  };
};

const changeEvents =
  (change: (event: FramingEvent) => FramingEvent | null): ReaderFor =>
  (framing) => {
    const reader = ownReader(framing);
    return {
      ...reader,
      step(event) {
        const changed = change(event);
        return changed === null ? { codes: [], drops: [], wakeInMs: null } : reader.step(changed);
      },
    };
  };

const changeFraming =
  (change: (framing: Framing) => Framing): ReaderFor =>
  (framing) =>
    ownReader(change(framing));

const changeCodes =
  (change: (code: ScannedCode) => ScannedCode): ReaderFor =>
  (framing) => {
    const reader = ownReader(framing);
    return {
      ...reader,
      step(event) {
        const reading = reader.step(event);
        return { ...reading, codes: reading.codes.map(change) };
      },
    };
  };

export const PLANTED: Readonly<Record<string, ReaderFor>> = {
  'joins half a code to the next': changeEvents((event) => (event.kind === 'unplugged' ? null : event)),
  'never finds a silence': changeEvents((event) => (event.kind === 'woken' ? null : event)),
  'takes its own pause for a silence': (framing) => {
    const reader = ownReader(framing);
    let dueMs = 0;
    return {
      ...reader,
      step(event) {
        const reading = reader.step(event.kind === 'woken' ? { ...event, atMs: dueMs } : event);
        if (event.kind !== 'unplugged') dueMs = event.atMs + (reading.wakeInMs ?? 0);
        return reading;
      },
    };
  },
  'takes each chunk for a code': () => ({
    step: (event) => ({
      codes: event.kind === 'bytes' ? [readCode(event.bytes)] : [],
      drops: [],
      wakeInMs: null,
    }),
    keptBytes: () => 0,
    keptCodes: () => 0,
  }),
  'tells the head of what is too long': changeFraming((framing) => ({ ...framing, maxBytes: framing.maxBytes * 10 })),
  'forgets the prefix': changeFraming((framing) => ({ ...framing, prefix: new Uint8Array() })),
  'keeps the AIM identifier': changeCodes((code) =>
    code.symbology === null ? code : { ...code, bytes: Uint8Array.from([0x5d, 0x51, 0x31, ...code.bytes]) },
  ),
  'makes text of everything': changeCodes((code) => ({ ...code, text: Buffer.from(code.bytes).toString() })),
  'tells repeats': (framing) => {
    let reader = ownReader(framing);
    return {
      step(event) {
        const reading = reader.step(event);
        if (reading.codes.length > 0 && reader.keptBytes() === 0) reader = ownReader(framing);
        return reading;
      },
      keptBytes: () => reader.keptBytes(),
      keptCodes: () => reader.keptCodes(),
    };
  },
  'keeps what it is given as it is': (framing) => {
    const reader = ownReader(framing);
    let last = 0;
    return {
      ...reader,
      step(event) {
        if (event.kind === 'bytes') last = event.bytes.buffer.byteLength;
        return reader.step(event);
      },
      keptBytes: () => last,
    };
  },
  'hoards what was read, and says nothing of it': (framing) => {
    const reader = ownReader(framing);
    const hoard: CheckInResult[] = [];
    return {
      ...reader,
      step(event) {
        const reading = reader.step(event);
        hoard.push(reading);
        return reading;
      },
    };
  },
};
