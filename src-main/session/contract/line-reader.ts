export interface LineReader {
  /** Takes the next bytes; `onLine` runs for each line that they complete, except blank and oversized ones. */
  push(chunk: Uint8Array): void;
}

/**
 * Cuts a byte stream into lines of UTF-8. A line of more than `maxBytes`, not counting the line feed, is dropped whole and reported once,
 * so that no sender can fill the memory. An unfinished last line is dropped.
 */
export function createLineReader(
  maxBytes: number,
  onLine: (line: string) => void,
  onOversized: () => void,
): LineReader {
  const newline = 0x0a;
  const decoder = new TextDecoder();
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let dropping = false;

  const keep = (piece: Uint8Array): void => {
    if (dropping) return;
    bytes += piece.length;
    if (bytes > maxBytes) {
      dropping = true;
      pieces = [];
      onOversized();
    } else pieces.push(piece);
  };
  const finish = (): void => {
    const line = dropping ? null : decoder.decode(Buffer.concat(pieces));
    pieces = [];
    bytes = 0;
    dropping = false;
    if (line !== null && line.trim() !== '') onLine(line);
  };

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        keep(chunk.subarray(start, end));
        finish();
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    },
  };
}
