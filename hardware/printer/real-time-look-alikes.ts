const DLE = 0x10;
/** Bytes that form a real-time command after a DLE: EOT, ENQ and DC4. */
const SECOND_BYTES: ReadonlySet<number> = new Set([0x04, 0x05, 0x14]);
/** The dot that is changed to spoil such a command: a bit that is 0 in all these bytes. */
const ONE_DOT = 0x08;

/** A range of a job's bytes; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Printers obey real-time commands anywhere, even inside a picture (Epson, DLE EOT and DLE DC4: "even in image data"). Where dots of
 * `pictures` form such a command, alone or with their neighbours, this changes one dot. Changes `job` in place.
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
