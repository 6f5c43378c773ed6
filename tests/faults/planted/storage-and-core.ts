import type { Fault } from '../fault.ts';

const POWER = 'tests/reliability/power/power.test.ts';
const MADE_DURABLE = 'tests/reliability/power/made-durable.test.ts';
const JOURNAL = 'tests/unit/src-main/storage/journal.test.ts';
const TICKET_STORE = 'tests/unit/src-main/storage/ticket-store.test.ts';
const ROTTEN_SCHEMA = 'tests/unit/src-main/storage/rotten-schema.test.ts';

export const STORAGE_AND_CORE_FAULTS: readonly Fault[] = [
  {
    means: 'the centre never hears of a ticket whose place a rotten index gave to another',
    file: 'src-main/storage/event-rows.ts',
    snippet: 'prepare(`INSERT $',
    replacement: 'prepare(`INSERT OR IGNORE $',
    noticedBy: ['tests/unit/src-main/storage/rotten-index.test.ts'],
  },
  {
    means: 'a record of the journal is in the system’s memory alone when its ticket is answered',
    file: 'src-main/storage/journal.ts',
    snippet: 'fdatasyncSync(segment.fd);',
    replacement: '',
    noticedBy: [POWER],
  },
  {
    means: 'a day’s new segment loses its name in a power cut, and all its records with it',
    file: 'src-main/storage/journal.ts',
    snippet: 'if (segment.isNew) noteBegun(folder, { epoch, seq });',
    replacement: '',
    noticedBy: [MADE_DURABLE],
  },
  {
    means: 'half a record stays in the journal, and the next one is written behind it',
    file: 'src-main/storage/journal.ts',
    snippet: 'ftruncateSync(segment.fd, segment.length);',
    replacement: '',
    noticedBy: [JOURNAL],
  },
  {
    means: 'a journal whose disk has failed is written to once more as if nothing were',
    file: 'src-main/storage/journal.ts',
    snippet: "broken = new JournalFailure('broken', error);\n        throw broken;",
    replacement: "throw new JournalFailure('broken', error);",
    noticedBy: [JOURNAL],
  },
  {
    means: 'the identity of the journal is empty after a power cut',
    file: 'src-main/storage/checked-file.ts',
    snippet: 'fsyncSync(fd);',
    replacement: '',
    noticedBy: [POWER],
  },
  {
    means: 'a journal that was written anew is empty after a power cut',
    file: 'src-main/storage/rebuilt-journal.ts',
    snippet: 'writeSync(fd, line);\n    fsyncSync(fd);',
    replacement: 'writeSync(fd, line);',
    noticedBy: [MADE_DURABLE],
  },
  {
    means: 'a record that a start has merged is lost in the power cut after it',
    file: 'src-main/storage/open-store.ts',
    snippet: '    syncJournal(journalFolder);\n',
    replacement: '',
    noticedBy: [MADE_DURABLE],
  },
  {
    means: 'the numbers of a series go back to an older record’s when the journal is merged',
    file: 'src-main/storage/merge.ts',
    snippet: 'const merged = mergeSeries(own, fromJournal);',
    replacement: 'const merged = told;',
    noticedBy: ['tests/unit/src-main/storage/merge.test.ts'],
  },
  {
    means: 'a ticket does not move the clock that the next start trusts',
    file: 'src-main/storage/issue-ticket.ts',
    snippet: '    kept.keep(day.row);\n',
    replacement: '',
    noticedBy: [TICKET_STORE],
  },
  {
    means: 'a store that broke on a full disk keeps its ballast, and the next start cannot write',
    file: 'src-main/storage/outbox-writer.ts',
    snippet: '        makeRoom();\n',
    replacement: '',
    noticedBy: ['tests/unit/src-main/storage/outbox-writer.test.ts'],
  },
  {
    means: 'the database acknowledges a commit that a power cut takes back',
    file: 'src-main/storage/database.ts',
    snippet: "database.pragma('synchronous = FULL');",
    replacement: "database.pragma('synchronous = NORMAL');",
    also: [{ file: 'src-main/storage/database.ts', snippet: 'synchronous: 2, ', replacement: 'synchronous: 1, ' }],
    noticedBy: [POWER, TICKET_STORE],
  },
  {
    means: 'a letter that rotted in the schema’s text ends every start',
    file: 'src-main/storage/database.ts',
    snippet: 'const rotten = findSchemaFault(database, version);',
    replacement: 'const rotten = findSchemaFault(database, 0);',
    noticedBy: [ROTTEN_SCHEMA],
  },
  {
    means: 'a table that cannot be written ends every start, or is reported as damage although a newer program made it',
    file: 'src-main/storage/database.ts',
    snippet: 'const unusable = findUnusableTable(database);',
    replacement: 'const unusable = database.open ? null : findUnusableTable(database);',
    noticedBy: [ROTTEN_SCHEMA],
  },
  {
    means: 'a sealed row is believed to be another person’s when it is put in its place',
    file: 'src-main/storage/encryption.ts',
    snippet: "createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(of));",
    replacement: "createCipheriv('aes-256-gcm', key, iv);",
    also: [
      {
        file: 'src-main/storage/encryption.ts',
        snippet: '\n      .setAAD(Buffer.from(of))',
        replacement: '',
      },
    ],
    noticedBy: ['tests/unit/src-main/storage/encrypted-appointments.test.ts'],
  },
  {
    means: 'no backup is made once the clock went back',
    file: 'src-main/storage/housekeeping.ts',
    snippet: 'Math.abs(nowMs - newest) >= BACKUP_AFTER_MS',
    replacement: 'nowMs - newest >= BACKUP_AFTER_MS',
    noticedBy: ['tests/unit/src-main/storage/housekeeping.test.ts'],
  },
  {
    means: 'a clock in doubt ends the day and destroys its keys',
    file: 'src-main/application/end-days.ts',
    snippet: "certainMs === null ? '' : office.lastDayOver(certainMs)",
    replacement: 'office.lastDayOver(certainMs ?? clock.wallMs())',
    noticedBy: ['tests/unit/src-main/application/end-days.test.ts'],
  },
  {
    means: 'a new profile starts the program again under somebody’s hand',
    file: 'src-main/application/restart-policy.ts',
    snippet: 'const startFor = !isAsked && now.isAtRest ? due : null;',
    replacement: 'const startFor = !isAsked ? due : null;',
    noticedBy: [
      'tests/unit/src-main/application/restart-policy.test.ts',
      'tests/integration/sync/changes-from-the-centre.test.ts',
    ],
  },
  {
    means: 'a program that is asked to end does not wait for the ticket under way',
    file: 'src-main/core/core.ts',
    snippet: '  await printing.finish();\n',
    replacement: '',
    noticedBy: ['tests/integration/core/end-and-restart.test.ts'],
  },
  {
    means: 'the numbers that the centre gave are forgotten by a power cut in the middle of taking them',
    file: 'src-main/core/kiosk-store.ts',
    snippet: '  const given = giveSlot(opened,',
    replacement: '  forgetPromisedSlot(opened.database);\n  const given = giveSlot(opened,',
    noticedBy: ['tests/unit/src-main/storage/both-copies.test.ts', POWER],
  },
  {
    means: 'a number that was given up is printed once more',
    file: 'src-main/storage/ticket-store.ts',
    snippet: "if (tickets.isWithdrawn(ticket.ticketId)) return refuse({ kind: 'ticket-withdrawn' });",
    replacement: '',
    noticedBy: ['tests/unit/src-main/application/withdrawal.test.ts'],
  },
  {
    means: 'a number that was given up counts again once the database is lost',
    file: 'src-main/storage/restored-rows.ts',
    snippet: "if (known?.type === 'ticket-withdrawn') withdraw.run(atMs, known.payload.ticketId);",
    replacement: 'if (known === null) withdraw.run(atMs, null);',
    noticedBy: ['tests/unit/src-main/storage/withdrawn-tickets.test.ts'],
  },
  {
    means: 'a ticket in large print is plain once the database is lost',
    file: 'src-main/storage/restored-rows.ts',
    snippet: 'largePrint: largePrint ? 1 : null,',
    replacement: 'largePrint: null,',
    noticedBy: ['tests/unit/src-main/storage/large-print.test.ts'],
  },
  {
    means: 'the next person has large print because the one before read so',
    file: 'src-main/application/slips.ts',
    snippet: 'const largePrint = isHere && wantsLargePrint(context.session());',
    replacement: 'const largePrint = true;',
    noticedBy: ['tests/unit/src-main/application/large-print.test.ts'],
  },
];
