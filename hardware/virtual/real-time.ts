export type RealTimeCommand = { kind: 'status'; question: 1 | 2 | 3 | 4 } | { kind: 'clear' };
export type Received = RealTimeCommand | { kind: 'data'; bytes: Uint8Array };

const COMMANDS: readonly { bytes: readonly number[]; command: RealTimeCommand }[] = [
  ...([1, 2, 3, 4] as const).map((question) => ({
    bytes: [0x10, 0x04, question],
    command: { kind: 'status', question } as const,
  })),
  { bytes: [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08], command: { kind: 'clear' } },
];

/**
 * Picks the real-time commands out of what arrives, split anywhere, before the rest goes to the buffer. As in a real printer they
 * are obeyed wherever their bytes stand, inside an image as well.
 */
export function createRealTimeFilter(): (bytes: Uint8Array) => Received[] {
  let started: number[] = [];

  return (bytes) => {
    const parts: Received[] = [];
    let data: number[] = [];
    const flush = () => {
      if (data.length > 0) parts.push({ kind: 'data', bytes: Uint8Array.from(data) });
      data = [];
    };
    for (const byte of bytes) {
      started.push(byte);
      while (started.length > 0) {
        const candidates = COMMANDS.filter((entry) => started.every((value, index) => entry.bytes[index] === value));
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
