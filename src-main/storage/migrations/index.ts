import { tickets } from './0001-tickets.ts';
import { papers } from './0002-papers.ts';
import { survival } from './0003-survival.ts';
import { centre } from './0004-centre.ts';
import { technician } from './0005-technician.ts';
import { appointments } from './0006-appointments.ts';
import { requeue } from './0007-requeue.ts';
import { guesses } from './0008-guesses.ts';

/** In order; the schema version (`user_version`) is how many have run. A released one is never edited. */
export const MIGRATIONS: readonly string[] = [
  tickets,
  papers,
  survival,
  centre,
  technician,
  appointments,
  requeue,
  guesses,
];
