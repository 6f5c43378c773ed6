const DLE = 0x10;
/** DLE followed by EOT, ENQ or DC4 is a real-time command, which printers obey on receipt. */
const SECOND_BYTES: ReadonlySet<number> = new Set([0x04, 0x05, 0x14]);
/** The dot that is set to spoil such a command: its bit is 0 in DLE and in all `SECOND_BYTES`. */
const ONE_DOT = 0x08;

export interface Span {
  start: number;
  end: number;
}

/**
 * Spoils dots that form a real-time command, alone or with neighbouring bytes, by changing one dot in `job` itself. Printers obey such
 * commands anywhere (Epson on DLE EOT and DLE DC4: "even in image data").
 * @throws Error for a command outside pictures, which only an encoder bug makes
 */
export function spoilLookAlikes(job: Uint8Array, pictures: readonly Span[]): void {
  const isDots = (at: number) => pictures.some(({ start, end }) => at >= start && at < end);
  for (let at = 0; at + 1 < job.length; at += 1) {
    const next = job[at + 1];
    if (job[at] !== DLE || next === undefined || !SECOND_BYTES.has(next)) continue;
    if (isDots(at + 1)) job[at + 1] = next ^ ONE_DOT;
    else if (isDots(at)) job[at] = DLE ^ ONE_DOT;
    else throw new Error(`the job contains a real-time command at byte ${at}`);
  }
}
