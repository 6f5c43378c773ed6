const DLE = 0x10;
/** EOT, ENQ and DC4: what makes a real-time command of a DLE before it. */
const SECOND_BYTES: ReadonlySet<number> = new Set([0x04, 0x05, 0x14]);
/** One dot beside the ones that these bytes draw. */
const ONE_DOT = 0x08;

/** From `start` to before `end`, in a job. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Printers obey real-time commands wherever they stand, inside a picture too (Epson, DLE EOT and DLE DC4: "even in image data"). Where
 * dots of `pictures` look like one, alone or with their neighbours, one dot is changed. `job` is changed in place.
 * @throws Error for a command that no picture has a part in: only a mistake of the encoder makes one
 */
export function spoilLookAlikes(job: Uint8Array, pictures: readonly Span[]): void {
  const isDots = (at: number) => pictures.some(({ start, end }) => at >= start && at < end);
  for (let at = 0; at + 1 < job.length; at += 1) {
    const next = job[at + 1];
    if (job[at] !== DLE || next === undefined || !SECOND_BYTES.has(next)) continue;
    if (isDots(at + 1)) job[at + 1] = next ^ ONE_DOT;
    else if (isDots(at)) job[at] = DLE ^ ONE_DOT;
    else throw new Error(`a real-time command stands in the job at byte ${at}`);
  }
}
