const hex = (bytes: Iterable<number>) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** The print data between wire and paper: the waiting bytes, the bytes obeyed since the last cut, and unknown commands. */
export interface CommandBuffer {
  add(bytes: Uint8Array): void;
  waiting(): Uint8Array;
  consume(count: number): void;
  refuse(count: number): void;
  note(unknown: string): void;
  /** Leaves the bytes obeyed so far out of the next paper's bytes. */
  forgetObeyed(): void;
  drop(): void;
  /** The bytes obeyed since the last call, and the next `ahead` waiting bytes. */
  takeObeyed(ahead: number): Uint8Array;
  takeUnknown(): string[];
}

export function createCommandBuffer(): CommandBuffer {
  let buffer: Uint8Array = new Uint8Array();
  let obeyed: Uint8Array[] = [];
  let unknown: string[] = [];
  let counted = 0;

  function consume(count: number): void {
    if (count > counted) obeyed.push(buffer.subarray(counted, count));
    counted = Math.max(0, counted - count);
    buffer = buffer.subarray(count);
  }

  return {
    add(bytes) {
      buffer = buffer.length === 0 ? Uint8Array.from(bytes) : Buffer.concat([buffer, bytes]);
    },
    waiting: () => buffer,
    consume,
    refuse(count) {
      unknown.push(hex(buffer.subarray(0, count)));
      consume(count);
    },
    note(found) {
      unknown.push(found);
    },
    forgetObeyed() {
      obeyed = [];
    },
    drop() {
      buffer = new Uint8Array();
      counted = 0;
    },
    takeObeyed(ahead) {
      counted = ahead;
      const bytes = Uint8Array.from(Buffer.concat([...obeyed, buffer.subarray(0, ahead)]));
      obeyed = [];
      return bytes;
    },
    takeUnknown() {
      const taken = unknown;
      unknown = [];
      return taken;
    },
  };
}
