import type { Immediate, Received } from './dialect.ts';

export interface ImmediateCommand {
  bytes: readonly number[];
  command: Immediate;
}

/**
 * Creates a filter that separates real-time commands from data; its input may be split anywhere. As in a real printer, the commands are
 * obeyed wherever their bytes occur, even inside an image.
 */
export function createRealTimeFilter(commands: readonly ImmediateCommand[]): (bytes: Uint8Array) => Received[] {
  const starts = new Set(commands.map((entry) => entry.bytes[0]));
  let started: number[] = [];

  return (bytes) => {
    const parts: Received[] = [];
    let data: number[] = [];
    const flush = () => {
      if (data.length > 0) parts.push({ kind: 'data', bytes: Uint8Array.from(data) });
      data = [];
    };
    for (const byte of bytes) {
      if (started.length === 0 && !starts.has(byte)) {
        data.push(byte);
        continue;
      }
      started.push(byte);
      while (started.length > 0) {
        const candidates = commands.filter((entry) => started.every((value, index) => entry.bytes[index] === value));
        const whole = candidates.find((entry) => entry.bytes.length === started.length);
        if (whole !== undefined) {
          flush();
          parts.push(whole.command);
          started = [];
        } else if (candidates.length > 0) break;
        else data.push(...started.splice(0, 1));
      }
    }
    flush();
    return parts;
  };
}
