/** Bytes on their way from the host into the printer: no faster than the wire, and none while the printer takes none. */
export interface Intake {
  offer(bytes: Uint8Array): void;
  /** Looks again whether bytes may pass: room was made, or the printer takes bytes again. */
  pump(): void;
  forget(): void;
  close(): void;
}

export interface IntakeOptions {
  /** 8N1: ten bits a byte. `null`: as fast as they come. */
  baudRate: number | null;
  /** How many bytes the printer takes now. */
  room(): number;
  /** Takes bytes, not always all of them; how many. */
  take(bytes: Uint8Array): number;
  /** Tells the host's side to hold back or to go on. */
  setHolding(holding: boolean): void;
}

const BITS_PER_BYTE = 10;
const SHORTEST_WAIT_MS = 1;

export function createIntake({ baudRate, room, take, setHolding }: IntakeOptions): Intake {
  const msPerByte = baudRate === null ? 0 : (BITS_PER_BYTE * 1_000) / baudRate;
  let waiting: Uint8Array = new Uint8Array();
  /** When the wire is through with the last byte that passed. */
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

  /** How many bytes the wire has carried by now. */
  function carried(): number {
    if (msPerByte === 0) return waiting.length;
    return Math.floor((performance.now() - wireFreeAtMs) / msPerByte);
  }

  return {
    offer(bytes) {
      if (waiting.length === 0) {
        // An idle wire saves no time up.
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
