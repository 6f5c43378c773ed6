/** Carries bytes from the host to the printer, limited by the line's speed and the printer's free buffer. */
export interface Intake {
  offer(bytes: Uint8Array): void;
  pump(): void;
  forget(): void;
  close(): void;
}

export interface IntakeOptions {
  /** The line's speed with ten bits per byte (8N1); `null`: no limit. */
  baudRate: number | null;
  room(): number;
  /** May take only some of the bytes. Returns their count. */
  take(bytes: Uint8Array): number;
  /** True stops reading from the host, false resumes. */
  setHolding(holding: boolean): void;
}

const BITS_PER_BYTE = 10;
const SHORTEST_WAIT_MS = 1;

export function createIntake({ baudRate, room, take, setHolding }: IntakeOptions): Intake {
  const msPerByte = baudRate === null ? 0 : (BITS_PER_BYTE * 1_000) / baudRate;
  let waiting: Uint8Array = new Uint8Array();
  /** Monotonic time at which the line has carried the last byte that was passed on. */
  let wireFreeAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let pumping = false;

  function pump(): void {
    if (pumping) return;
    pumping = true;
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const count = Math.min(waiting.length, room(), carried());
      if (count <= 0) break;
      const taken = take(waiting.subarray(0, count));
      waiting = waiting.subarray(taken);
      wireFreeAtMs += taken * msPerByte;
    }
    pumping = false;
    setHolding(waiting.length > 0);
    if (waiting.length > 0 && room() > 0 && msPerByte > 0)
      timer = setTimeout(pump, Math.max(SHORTEST_WAIT_MS, wireFreeAtMs + msPerByte - performance.now()));
  }

  function carried(): number {
    if (msPerByte === 0) return waiting.length;
    return Math.floor((performance.now() - wireFreeAtMs) / msPerByte);
  }

  return {
    offer(bytes) {
      if (waiting.length === 0) {
        // The line's speed also limits bytes that arrive after a pause: time without bytes is not credited.
        wireFreeAtMs = Math.max(wireFreeAtMs, performance.now());
        waiting = bytes;
      } else waiting = Buffer.concat([waiting, bytes]);
      pump();
    },
    pump,
    forget() {
      waiting = new Uint8Array();
      clearTimeout(timer);
      timer = undefined;
      setHolding(false);
    },
    close: () => clearTimeout(timer),
  };
}
