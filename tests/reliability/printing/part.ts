import type { PartOptions, PartReport } from '../part.ts';
import { PLANTS } from './planted.ts';
import { runStorm, type StormReport } from './storm.ts';
import { TICKET_KINDS } from './ticket-slip.ts';

const STATIONS = 32;
const OVER_PTY = 8;
/** With this many tickets each faulty driver breaks its promise several times. */
const CONTROL_TICKETS = 480;
const CONTROL_STATIONS = 24;
const TELL_EVERY = 500;

/** Runs the real driver and queue against virtual printers with faults. The planted faults are drivers that break a promise. */
export async function stormPrinting({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const stations = Math.min(STATIONS, n);
  const storm = await runStorm({
    tickets: n,
    seed,
    stations,
    overPty: Math.floor((stations * OVER_PTY) / STATIONS),
    onTicket(done) {
      if (done % TELL_EVERY === 0) progress(`${done} of ${n} tickets`);
    },
  });
  reportStorm(storm, n, progress);
  let caught = 0;
  for (const plant of PLANTS) {
    const control = await runStorm({
      tickets: CONTROL_TICKETS,
      seed,
      stations: CONTROL_STATIONS,
      overPty: 0,
      plant,
    });
    const noticed = control.complaints.filter(({ promise }) => plant.breaks.includes(promise)).length;
    if (noticed > 0) caught += 1;
    progress(`a driver that ${plant.name}: ${noticed === 0 ? 'NOT caught' : `caught ${noticed} times`}`);
  }
  const count = (promise: string) => storm.complaints.filter((complaint) => complaint.promise === promise).length;
  return {
    violations: storm.complaints.length,
    lost: count('printed-without-paper'),
    repeated: count('unmarked-duplicate'),
    control: { planted: PLANTS.length, caught },
  };
}

function reportStorm(storm: StormReport, n: number, progress: PartOptions['progress']): void {
  const { complaints, endings, spared, faultyTickets, struck, reprints, cut } = storm;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  for (const { promise, detail } of complaints) progress(`BROKEN ${promise}: ${detail}`);
  progress(`${percent(faultyTickets / n)} of the tickets were to meet a fault; ${struck} faults struck`);
  progress(`endings ${JSON.stringify(endings)}, ${reprints} asked for once more`);
  progress(`${spared.printed} of ${spared.tickets} tickets without a fault were printed`);
  progress(
    `the link was cut at ${TICKET_KINDS.map((kind) => `${percent(cut[kind])} of the bytes (${kind})`).join(', ')}`,
  );
}
