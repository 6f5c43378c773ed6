import { beginning } from './0001-beginning.ts';
import { appointments } from './0002-appointments.ts';
import { retention } from './0003-retention.ts';
import { slowHashes } from './0004-slow-hashes.ts';
import { whoDidWhat } from './0005-who-did-what.ts';
import { withdrawals } from './0006-withdrawals.ts';
import { kioskPauses } from './0007-kiosk-pauses.ts';
import { askedOfStaff } from './0008-asked-of-staff.ts';
import { kioskOrders } from './0009-kiosk-orders.ts';
import { replacedKiosks } from './0010-replaced-kiosks.ts';
import { asWhom } from './0011-as-whom.ts';
import { officeProposals } from './0012-office-proposals.ts';
import { servedNumbers } from './0013-served-numbers.ts';
import { ticketLives } from './0014-ticket-lives.ts';
import { followedTurns } from './0015-followed-turns.ts';
import { officeFigures } from './0016-office-figures.ts';
import { updates } from './0017-updates.ts';
import { queueStatements } from './0018-queue-statements.ts';
import { livesById } from './0019-lives-by-id.ts';
import { lifeAge } from './0020-life-age.ts';
import { officeQueues } from './0021-office-queues.ts';
import { endedKiosks } from './0022-ended-kiosks.ts';
import { slotKeyForBoth } from './0023-slot-key-for-both.ts';
import { twoPeople } from './0024-two-people.ts';
import { people } from './0025-people.ts';
import { recoveries } from './0026-recoveries.ts';
import { alarms } from './0027-alarms.ts';
import { encryptedKeys } from './0028-encrypted-keys.ts';
import { technicianCodes } from './0029-technician-codes.ts';
import { severalOffices } from './0030-several-offices.ts';
import { independentAccounts } from './0031-independent-accounts.ts';
import { endingCertificates } from './0032-ending-certificates.ts';
import { booking } from './0033-booking.ts';
import { contacts } from './0040-contacts.ts';
import { results } from './0045-appointment-results.ts';
import { deskCalendar } from './0046-desk-calendar.ts';
import { tokenMakers } from './0047-token-makers.ts';
import { receivedUpdates } from './0048-received-updates.ts';
import { waitingList } from './0051-waiting-list.ts';
import { statedServices } from './0055-stated-services.ts';
import { turnWords } from './0056-turn-words.ts';
import { turnsFromAfar } from './0058-turns-from-afar.ts';
import { deskAlarms } from './0061-desk-alarms.ts';
import { wordsAfter } from './0062-words-after.ts';
import { dayFigures } from './0064-day-figures.ts';
import { figuresSetting } from './0065-figures-setting.ts';
import { twinDay } from './0070-twin-day.ts';
import { kioskWords } from './0075-kiosk-words.ts';
import { deadLetters } from './0076-dead-letters.ts';

export type Migration = readonly string[];

/** All migrations in order. The schema's version is the number of migrations that have run. A released migration is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  beginning,
  appointments,
  retention,
  slowHashes,
  whoDidWhat,
  withdrawals,
  kioskPauses,
  askedOfStaff,
  kioskOrders,
  replacedKiosks,
  asWhom,
  officeProposals,
  servedNumbers,
  ticketLives,
  followedTurns,
  officeFigures,
  updates,
  queueStatements,
  livesById,
  lifeAge,
  officeQueues,
  endedKiosks,
  slotKeyForBoth,
  twoPeople,
  people,
  recoveries,
  alarms,
  encryptedKeys,
  technicianCodes,
  severalOffices,
  independentAccounts,
  endingCertificates,
  booking,
  contacts,
  results,
  deskCalendar,
  tokenMakers,
  receivedUpdates,
  statedServices,
  turnWords,
  dayFigures,
  figuresSetting,
  waitingList,
  deskAlarms,
  wordsAfter,
  turnsFromAfar,
  twinDay,
  kioskWords,
  deadLetters,
];
