import { tickets } from './0001-tickets.ts';
import { papers } from './0002-papers.ts';
import { survival } from './0003-survival.ts';
import { centre } from './0004-centre.ts';
import { technician } from './0005-technician.ts';
import { appointments } from './0006-appointments.ts';
import { requeue } from './0007-requeue.ts';
import { guesses } from './0008-guesses.ts';
import { newerData } from './0009-newer-data.ts';
import { withdrawals } from './0010-withdrawals.ts';
import { staffPauses } from './0011-staff-pauses.ts';
import { largePrint } from './0012-large-print.ts';
import { askedOfStaff } from './0013-asked-of-staff.ts';
import { staff } from './0014-staff.ts';
import { centreOrders } from './0015-centre-orders.ts';
import { replacedKiosk } from './0016-replaced-kiosk.ts';
import { proposalDecisions } from './0017-proposal-decisions.ts';
import { servedNumbers } from './0018-served-numbers.ts';
import { desks } from './0019-desks.ts';
import { updates } from './0020-updates.ts';
import { officeKiosks } from './0021-office-kiosks.ts';
import { lifeAge } from './0022-life-age.ts';
import { hubCertificate } from './0023-hub-certificate.ts';
import { workingDays } from './0024-working-days.ts';
import { numberClashes } from './0025-number-clashes.ts';
import { endToState } from './0026-end-to-state.ts';
import { namedCodes } from './0027-named-codes.ts';
import { deskOrders } from './0033-desk-orders.ts';
import { wordsAtKiosk } from './0040-words-at-kiosk.ts';

/** The migrations in the sequence in which they run; the schema version is how many have run. A released migration is never edited. */
export const MIGRATIONS: readonly string[] = [
  tickets,
  papers,
  survival,
  centre,
  technician,
  appointments,
  requeue,
  guesses,
  newerData,
  withdrawals,
  staffPauses,
  largePrint,
  askedOfStaff,
  staff,
  centreOrders,
  replacedKiosk,
  proposalDecisions,
  servedNumbers,
  desks,
  updates,
  officeKiosks,
  lifeAge,
  hubCertificate,
  workingDays,
  numberClashes,
  endToState,
  namedCodes,
  deskOrders,
  wordsAtKiosk,
];

/**
 * How many migrations a program must know to work on a database that has all of them. The number is raised only with a migration after
 * which an older program cannot work: a table or column is gone, renamed, has another meaning, or must be filled. New tables, and new
 * columns that may be null or have a default, do not raise it: an older program opens the file and leaves them alone. Programs before the
 * ninth migration did not keep data that they do not know.
 */
export const LEAST_READER = 9;
