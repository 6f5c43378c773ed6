/** What the printer says, and what may befall it on the way. */
export interface Voice {
  say(bytes: readonly number[]): void;
  prove(processId: Uint8Array, proof: (processId: Uint8Array) => readonly number[]): void;
  proveLastAgain(): void;
  mistakeNextId(): void;
  beSilent(forMs: number): void;
  beLate(byMs: number, forMs: number): void;
  garbleNext(count: number, bytes: readonly number[]): void;
  /** Forgets what is under way and what was to befall it. */
  reset(): void;
}

export function createVoice(send: (bytes: Uint8Array) => void): Voice {
  let silentUntilMs = 0;
  let late = { byMs: 0, untilMs: 0 };
  let garbled: { left: number; bytes: readonly number[] } = { left: 0, bytes: [] };
  let mistakesId = false;
  let lastProof: readonly number[] = [];
  let lastDueMs = 0;
  const underWay = new Set<NodeJS.Timeout>();

  function say(bytes: readonly number[]): void {
    if (bytes.length === 0) return;
    const nowMs = performance.now();
    if (nowMs < silentUntilMs) return;
    const said = garbled.left > 0 ? garbled.bytes : bytes;
    garbled.left = Math.max(0, garbled.left - 1);
    // What is said later never overtakes what was said before.
    const dueMs = Math.max(lastDueMs, nowMs < late.untilMs ? nowMs + late.byMs : nowMs);
    if (dueMs <= nowMs) {
      send(Uint8Array.from(said));
      return;
    }
    lastDueMs = dueMs;
    const timer = setTimeout(() => {
      underWay.delete(timer);
      send(Uint8Array.from(said));
    }, dueMs - nowMs);
    underWay.add(timer);
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
      for (const timer of underWay) clearTimeout(timer);
      underWay.clear();
      silentUntilMs = 0;
      lastDueMs = 0;
      late = { byMs: 0, untilMs: 0 };
      garbled = { left: 0, bytes: [] };
      mistakesId = false;
    },
  };
}
