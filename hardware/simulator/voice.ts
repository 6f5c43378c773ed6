/** Sends the printer's answers, with the faults that change them on the wire. */
export interface Voice {
  say(bytes: readonly number[]): void;
  prove(processId: Uint8Array, proof: (processId: Uint8Array) => readonly number[]): void;
  proveLastAgain(): void;
  mistakeNextId(): void;
  beSilent(forMs: number): void;
  beLate(byMs: number, forMs: number): void;
  garbleNext(count: number, bytes: readonly number[]): void;
  reset(): void;
}

export function createVoice(send: (bytes: Uint8Array) => void): Voice {
  let silentUntilMs = 0;
  let late = { byMs: 0, untilMs: 0 };
  let garbled: { left: number; bytes: readonly number[] } = { left: 0, bytes: [] };
  let mistakesId = false;
  let lastProof: readonly number[] = [];
  const delivery = createDelivery(send);

  function say(bytes: readonly number[]): void {
    if (bytes.length === 0) return;
    const nowMs = performance.now();
    if (nowMs < silentUntilMs) return;
    const said = Uint8Array.from(garbled.left > 0 ? garbled.bytes : bytes);
    garbled.left = Math.max(0, garbled.left - 1);
    delivery.deliver(said, nowMs < late.untilMs ? late.byMs : 0);
  }

  return {
    say,
    prove(processId, proof) {
      const shown = mistakesId ? processId.map((byte) => (byte === 0x7e ? 0x21 : byte + 1)) : processId;
      mistakesId = false;
      lastProof = proof(shown);
      say(lastProof);
    },
    proveLastAgain: () => say(lastProof),
    mistakeNextId() {
      mistakesId = true;
    },
    beSilent(forMs) {
      silentUntilMs = performance.now() + forMs;
    },
    beLate(byMs, forMs) {
      late = { byMs, untilMs: performance.now() + forMs };
    },
    garbleNext(count, bytes) {
      garbled = { left: count, bytes };
    },
    reset() {
      delivery.forget();
      silentUntilMs = 0;
      late = { byMs: 0, untilMs: 0 };
      garbled = { left: 0, bytes: [] };
      mistakesId = false;
    },
  };
}

/** Sends each answer when it is due, and never ahead of an earlier answer, even when a timer fires late. */
function createDelivery(send: (bytes: Uint8Array) => void) {
  let underWay: { bytes: Uint8Array; dueMs: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function wakeForNext(): void {
    const [next] = underWay;
    if (next !== undefined) timer = setTimeout(sendDue, Math.max(0, next.dueMs - performance.now()));
  }

  function sendDue(): void {
    const nowMs = performance.now();
    for (let [next] = underWay; next !== undefined && next.dueMs <= nowMs; [next] = underWay) {
      underWay.shift();
      send(next.bytes);
    }
    wakeForNext();
  }

  return {
    deliver(bytes: Uint8Array, lateByMs: number): void {
      if (lateByMs === 0 && underWay.length === 0) {
        send(bytes);
        return;
      }
      underWay.push({ bytes, dueMs: performance.now() + lateByMs });
      if (underWay.length === 1) wakeForNext();
    },
    forget(): void {
      clearTimeout(timer);
      underWay = [];
    },
  };
}
