import type { Fault } from '../fault.ts';

const DESKS_TEST = 'tests/unit/src-main/calling/steps/desks.test.ts';
const HELP_TEST = 'tests/unit/src-main/calling/steps/help-calls.test.ts';
const SENSITIVE_TEST = 'tests/integration/hub/sensitive.test.ts';
const CERTIFICATE_TEST = 'tests/integration/hub/certificate.test.ts';

export const DESK_AND_PUBLIC_FAULTS: readonly Fault[] = [
  {
    means: 'help is offered to a person though the only desk has been unplugged for minutes',
    file: 'src-main/calling/steps/help-calls.ts',
    snippet: '({ atMs }) => now() - atMs <= SHOWS_MS',
    replacement: '({ atMs }) => now() >= atMs',
    noticedBy: [HELP_TEST],
  },
  {
    means: 'two desks go to one person who asked for help',
    file: 'src-main/calling/steps/help-calls.ts',
    snippet: "call.answer.deskId === by ? succeed(null) : refuse({ kind: 'help-answered' })",
    replacement: 'succeed(null)',
    noticedBy: [HELP_TEST],
  },
  {
    means: 'a person who did not come stands large in the hall over one who is called',
    file: 'src-renderer/hall/board.ts',
    snippet: 'calls.find(({ isOver }) => !isOver)',
    replacement: 'calls[0]',
    noticedBy: ['tests/unit/src-renderer/hall/board.test.ts'],
  },
  {
    means: 'a desk that said that nobody came still has the number',
    file: 'src-main/domain/ticket-life.ts',
    snippet: "desk: state === 'no-show' ? null : desk }",
    replacement: 'desk }',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'a desk that was paused last evening cannot call in the morning',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: 'one.deskId === deskId && isPausedNow(office, clock, one)',
    replacement: 'one.deskId === deskId',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a number that its holder gave up is served at a desk',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: "if (isIn(living.life.state, 'over')) return",
    replacement: "if (living.life.state !== 'withdrawn' && isIn(living.life.state, 'over')) return",
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'taking back a no-show gives a desk two people',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: "if (!isAtDesk(living) && hasOther(at, living)) return no('has-somebody');",
    replacement: '',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a desk takes and ends a number that another desk is serving',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: "if (!isOwn && !isFree(at, living)) return no('not-yours');",
    replacement: '',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a desk serves a number that was handed to another desk',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: 'return !isAtDesk(living) && (of === null || of === at.deskId);',
    replacement: 'return !isAtDesk(living);',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'hall screens, displays and voices name a sensitive service',
    file: 'src-main/domain/public-rows.ts',
    snippet: 'const row = isPublicTurn(profile, servicesOf(turn)) ? rowOf(turn) : null;',
    replacement: 'const row = rowOf(turn);',
    noticedBy: [SENSITIVE_TEST],
  },
  {
    means: 'the hall shows a number that was handed to a sensitive service',
    file: 'src-main/calling/steps/desk-day.ts',
    snippet: "return target?.of === 'service' ? [target.serviceId] : [];",
    replacement: 'return target === null ? [] : [];',
    noticedBy: [SENSITIVE_TEST],
  },
  {
    means: 'a service that the profile does not know is shown to everybody',
    file: 'src-main/domain/sensitive-service.ts',
    snippet: '?.sensitive !== false',
    replacement: '?.sensitive === true',
    noticedBy: ['tests/unit/src-main/domain/sensitive-service.test.ts'],
  },
  {
    means: 'the loudspeaker reads a sensitive ticket to the room',
    file: 'src-main/session/view/view.ts',
    snippet: 'if (chosen !== null && isSensitiveService(profile, chosen)) return false;',
    replacement: '',
    noticedBy: ['tests/unit/src-main/speech/steps/speech.test.ts'],
  },
  {
    means: 'a phone’s page shows a turn of a sensitive service',
    file: 'src-central/phone/find-turn.ts',
    snippet: 'if (names === null || !isPublicTurn(names, servicesOf(row))) return null;',
    replacement: 'if (names === null) return null;',
    noticedBy: ['tests/integration/central/phone.test.ts'],
  },
  {
    means: 'a desk is let in over a machine in between',
    file: 'src-main/calling/wire/hub.ts',
    snippet: 'seen !== certificateSeenIn(fingerprint)',
    replacement: 'seen === null',
    noticedBy: [CERTIFICATE_TEST],
  },
  {
    means: 'no desk is told that the kiosk has another certificate',
    file: 'src-main/calling/wire/feeds.ts',
    snippet: 'const isCertificateNew = before !== null && before !== certificate;',
    replacement: 'const isCertificateNew = before === null && certificate === null;',
    noticedBy: [CERTIFICATE_TEST],
  },
  {
    means: 'wrong codes of the staff keep the technician out',
    file: 'src-main/technician/steps/pin-gate.ts',
    snippet: "return step === 'enter' ? (isCode(typed) ? staffLock : lock).waitMs() : 0;",
    replacement: 'return Math.max(lock.waitMs(), staffLock.waitMs());',
    noticedBy: ['tests/unit/src-main/staff/steps/staff-code.test.ts'],
  },
  {
    means: 'a city’s picture carries what follows its end: a script, a name',
    file: 'src-main/domain/png.ts',
    snippet: "if (!CHUNKS.has(type) || types.at(-1) === 'IEND') return null;",
    replacement: 'if (!CHUNKS.has(type)) return null;',
    noticedBy: ['tests/unit/src-main/contract/shared/hall-picture.test.ts'],
  },
];
