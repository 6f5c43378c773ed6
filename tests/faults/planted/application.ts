import type { Fault } from '../fault.ts';

export const APPLICATION_FAULTS: readonly Fault[] = [
  {
    means: 'the last number of each band of numbers is never given',
    file: 'src-main/domain/numbering.ts',
    snippet: 'if (candidate <= band.last) return candidate;',
    replacement: 'if (candidate < band.last) return candidate;',
    noticedBy: ['tests/unit/src-main/domain/numbering.test.ts'],
  },
  {
    means: 'one request is answered with the ticket of another way in',
    file: 'src-main/application/take-ticket.ts',
    snippet: 'earlier.value.serviceId === command.serviceId && earlier.value.visitType === command.visitType',
    replacement: 'earlier.value.serviceId === command.serviceId',
    noticedBy: ['tests/integration/core/core.test.ts'],
  },
  {
    means: 'a service that is full for who walks in refuses appointments as well',
    file: 'src-main/application/service-stops.ts',
    snippet: "visitType === 'walk-in' || reason !== 'full'",
    replacement: 'true',
    noticedBy: ['tests/unit/src-main/application/office.test.ts'],
  },
  {
    means: 'a service that somebody paused without an end is closed on every day that follows',
    file: 'src-main/application/service-stops.ts',
    snippet: 'serviceDayOf(sinceMs, zone) === serviceDayOf(nowMs, zone)',
    replacement: 'sinceMs <= nowMs',
    noticedBy: ['tests/unit/src-main/storage/pause-memory.test.ts'],
  },
  {
    means: 'a closed service promises an hour at which it is closed anyway',
    file: 'src-main/domain/service-closure.ts',
    snippet:
      'isOpenAt(hours, calendar, from) ? { date: from.date, time: from.time } : nextOpening(hours, calendar, from);',
    replacement: 'from;',
    noticedBy: ['tests/unit/src-main/domain/service-closure.test.ts'],
  },
  {
    means: 'a paper is printed again though the screen does not offer it',
    file: 'src-main/application/commands/printing.ts',
    snippet:
      "if (place.at !== 'printer-trouble' || !canPrintAgain(place, printers)) return refuse({ kind: 'not-possible-here' });",
    replacement: "if (place.at !== 'printer-trouble') return refuse({ kind: 'not-possible-here' });",
    noticedBy: ['tests/integration/core/slips.test.ts'],
  },
  {
    means: 'a PIN that is looked at late opens the screen of the next person',
    file: 'src-main/application/commands/technician.ts',
    snippet: 'const isIn = context.session().sessionId === sessionId;',
    replacement: 'const isIn = true;',
    noticedBy: ['tests/unit/src-main/application/technician.test.ts'],
  },
  {
    means: 'a person may guess locators and document numbers without end',
    file: 'src-main/application/check-in-steps.ts',
    snippet: "if (isGuess(claim) && !guessLimit.mayGuess(failedGuesses)) return [tell(bareResult('ask-at-desk'))];",
    replacement: '',
    noticedBy: ['tests/unit/src-main/application/check-in-guesses.test.ts'],
  },
  {
    means: 'a code that is scanned while a technician is at work changes the screen',
    file: 'src-main/contract/kiosk/screens/technician.ts',
    snippet: "'technician-pin': { kind: 'pin', back: 'leave', code: null,",
    replacement: "'technician-pin': { kind: 'pin', back: 'leave', code: 'anybody',",
    noticedBy: ['tests/unit/src-main/application/check-in-codes.test.ts'],
  },
  {
    means: 'a code that is scanned before a ticket is out takes the screen from whoever waits for it',
    file: 'src-main/contract/kiosk/screens/ticket.ts',
    snippet: "'printer-trouble': { kind: 'step', back: null, code: null,",
    replacement: "'printer-trouble': { kind: 'step', back: null, code: 'after',",
    noticedBy: ['tests/unit/src-main/application/check-in-codes.test.ts'],
  },
  {
    means: 'whoever has a number is given a second one without a question',
    file: 'src-main/application/commands/check-in.ts',
    snippet: "if (place.at !== 'check-in-result' || place.result.result === 'already-checked-in') return null;",
    replacement: "if (place.at !== 'check-in-result') return null;",
    noticedBy: ['tests/unit/src-main/application/another-number.test.ts'],
  },
  {
    means: 'the next slip does not say that the one in the same hand no longer counts',
    file: 'src-main/application/slips.ts',
    snippet: 'const replaces = isHere ? replacedLabels(context.session()) : [];',
    replacement: 'const replaces: string[] = [];',
    noticedBy: ['tests/unit/src-main/application/withdrawal.test.ts'],
  },
];
