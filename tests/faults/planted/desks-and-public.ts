import type { Fault } from '../fault.ts';

const DESKS_TEST = 'tests/unit/src-main/calling/steps/desks.test.ts';
const HELP_TEST = 'tests/unit/src-main/calling/steps/help-calls.test.ts';
const SENSITIVE_TEST = 'tests/integration/hub/sensitive.test.ts';
const CERTIFICATE_TEST = 'tests/integration/hub/certificate.test.ts';

export const DESK_AND_PUBLIC_FAULTS: readonly Fault[] = [
  {
    means: 'the kiosk offers help although the only desk has been unplugged for minutes',
    file: 'src-main/calling/steps/help-calls.ts',
    snippet: '({ atMs }) => now() - atMs <= SHOWS_MS',
    replacement: '({ atMs }) => now() >= atMs',
    noticedBy: [HELP_TEST],
  },
  {
    means: 'two desks go to one citizen who asked for help',
    file: 'src-main/calling/steps/help-calls.ts',
    snippet: "call.answer.deskId === by ? succeed(null) : refuse({ kind: 'help-answered' })",
    replacement: 'succeed(null)',
    noticedBy: [HELP_TEST],
  },
  {
    means: 'the hall’s large call is for a citizen who did not come, although another citizen is called',
    file: 'src-renderer/hall/board.ts',
    snippet: 'calls.find(({ isOver }) => !isOver)',
    replacement: 'calls[0]',
    noticedBy: ['tests/unit/src-renderer/hall/board.test.ts'],
  },
  {
    means: 'a desk that reported a no-show still has the number',
    file: 'src-main/domain/ticket-life.ts',
    snippet: "desk: state === 'no-show' ? null : desk }",
    replacement: 'desk }',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'a desk that was paused yesterday evening cannot call in the morning',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: 'one.deskId === deskId && isPausedNow(office, clock, one)',
    replacement: 'one.deskId === deskId',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a desk can serve a number that its citizen gave up',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: "if (isIn(living.life.state, 'over')) return",
    replacement: "if (living.life.state !== 'withdrawn' && isIn(living.life.state, 'over')) return",
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a desk has two citizens after it undoes a no-show',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: "if (!isAtDesk(living) && hasOther(at, living)) return no('has-somebody');",
    replacement: '',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a desk can take and end a number that another desk is serving',
    file: 'src-main/calling/steps/desk-orders.ts',
    snippet: "if (!isOwn && !isFree(at, living)) return no('not-yours');",
    replacement: '',
    noticedBy: [DESKS_TEST],
  },
  {
    means: 'a desk can serve a number that was transferred to another desk',
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
    means: 'the hall shows a number that was transferred to a sensitive service',
    file: 'src-main/calling/steps/desk-day.ts',
    snippet: "return target?.of === 'service' ? [target.serviceId] : [];",
    replacement: 'return target === null ? [] : [];',
    noticedBy: [SENSITIVE_TEST],
  },
  {
    means: 'turns of a service that the profile does not list are shown in public',
    file: 'src-main/domain/sensitive-service.ts',
    snippet: '?.sensitive !== false',
    replacement: '?.sensitive === true',
    noticedBy: ['tests/unit/src-main/domain/sensitive-service.test.ts'],
  },
  {
    means: 'the loudspeaker reads a ticket of a sensitive service aloud',
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
    means: 'a desk can be paired through an attacker’s machine between browser and kiosk',
    file: 'src-main/calling/wire/hub.ts',
    snippet: 'seen !== certificateSeenIn(fingerprint)',
    replacement: 'seen === null',
    noticedBy: [CERTIFICATE_TEST],
  },
  {
    means: 'no desk shows that the kiosk has a new certificate',
    file: 'src-main/calling/wire/feeds.ts',
    snippet: 'const isCertificateNew = before !== null && before !== certificate;',
    replacement: 'const isCertificateNew = before === null && certificate === null;',
    noticedBy: [CERTIFICATE_TEST],
  },
  {
    means: 'wrong staff codes also delay the technician’s PIN',
    file: 'src-main/technician/steps/pin-gate.ts',
    snippet: "return step === 'enter' ? (isCode(typed) ? staffLock : lock).waitMs() : 0;",
    replacement: 'return Math.max(lock.waitMs(), staffLock.waitMs());',
    noticedBy: ['tests/unit/src-main/staff/steps/staff-code.test.ts'],
  },
  {
    means: 'a city’s picture may contain data after its end, such as a script or a name',
    file: 'src-main/domain/png.ts',
    snippet: "if (!CHUNKS.has(type) || types.at(-1) === 'IEND') return null;",
    replacement: 'if (!CHUNKS.has(type)) return null;',
    noticedBy: ['tests/unit/src-main/contract/shared/hall-picture.test.ts'],
  },
];
