import { expect, test } from 'vitest';
import {
  type DatabaseFound,
  type Position,
  planStart,
} from '../../../../../src-main/tickets/rules/numbering-recovery.ts';

const position: Position = { incarnation: 'one', epoch: 3, seq: 40 };
const live: DatabaseFound = { ...position, slot: 1, restored: false };
const backup: DatabaseFound = { ...position, slot: 1, restored: true };

test.each<[string, DatabaseFound | null, Position | null, ReturnType<typeof planStart>]>([
  ['both agree', live, position, 'issue'],
  ['a crash left a record in the journal alone', live, { ...position, seq: 41 }, 'replay'],
  ['the journal lost its end', live, { ...position, seq: 39 }, 'rebuild-journal'],
  ['the journal is of an earlier epoch', live, { ...position, epoch: 2, seq: 90 }, 'rebuild-journal'],
  ['the journal is lost', live, null, 'rebuild-journal'],
  ['the database is of an earlier epoch', { ...live, epoch: 2, seq: 90 }, position, 'merge'],
  ['the database is lost', null, position, 'merge'],
  ['the database is a backup, though no older than the journal', backup, position, 'merge'],
  ['the database is a backup of another enrolment', { ...backup, incarnation: 'none' }, position, 'merge'],
  ['an old journal turns up beside a database that has lost its slot', { ...live, slot: null }, position, 'no-slot'],
  ['the database has lost its slot', { ...live, slot: null }, null, 'no-slot'],
  ['the kiosk has its first journal and nothing else', null, { ...position, epoch: 1, seq: 0 }, 'merge'],
  ['both are of different enrolments', live, { ...position, incarnation: 'two' }, 'no-slot'],
  ['the database is a backup and the journal is lost', backup, null, 'no-slot'],
  ['both are lost', null, null, 'no-slot'],
])('the start if %s', (_what, database, journal, plan) => {
  expect(planStart(database, journal)).toBe(plan);
});
